/** Letters that are spaced out: PDFium sees spaces between them that no glyph draws, and drops those that are drawn. */
import type { Pdfium } from '../pdfium.js'

/** Of the height of a line: letters that stand closer, or farther apart, are not spaced out; what is so much wider is a space. */
const [CLOSER, FARTHER, WIDER] = [0.025, 0.6, 0.07]

/** Whether a space that no glyph draws is no wider than what lies between the letters around it: two on each side have a say. */
export function isWithinWord(pdfium: Pdfium, text: number, space: number): boolean {
  const memory = pdfium.pdfium
  const scratch = memory.wasmExports.malloc(32) // four floats and two doubles
  const count = pdfium.FPDFText_CountChars(text)
  const drawn = (from: number, step: 1 | -1): number[] => {
    const found: number[] = []
    for (let at = from; found.length < 3 && at >= 0 && at < count; at += step)
      if (!pdfium.FPDFText_IsGenerated(text, at)) found.push(at)
    return found
  }
  const letters = [...drawn(space - 1, -1).reverse(), ...drawn(space + 1, 1)].map((index) => {
    pdfium.FPDFText_GetLooseCharBox(text, index, scratch) // left, top, right, bottom; as wide as the advance
    const [top, right, bottom] = [4, 8, 12].map((at) => memory.getValue(scratch + at, 'float'))
    pdfium.FPDFText_GetCharOrigin(text, index, scratch + 16, scratch + 24)
    const [x, y] = [16, 24].map((at) => memory.getValue(scratch + at, 'double'))
    return { index, x: x!, y: y!, right: right!, height: Math.abs(top! - bottom!) }
  })
  memory.wasmExports.free(scratch)
  const height = Math.max(...letters.map(({ height }) => height))
  const gaps = letters.slice(1).map((letter, i) => {
    const before = letters[i]!
    const onLine = Math.abs(letter.y - before.y) < height / 10
    return { gap: onLine ? letter.x - before.right : NaN, here: before.index < space && letter.index > space }
  })
  const own = gaps.find(({ here }) => here)?.gap ?? NaN
  const others = gaps.filter(({ gap, here }) => !here && !Number.isNaN(gap)).map(({ gap }) => gap)
  const usual = others.sort((a, b) => a - b)[Math.floor((others.length - 1) / 2)] ?? 0
  return usual > CLOSER * height && own <= usual + WIDER * height && own < FARTHER * height
}
