/** What stands on a page, line by line, with its places, faces and colours, as PDFium reads it. */
import { hasActualText, type Pdfium } from '../pdfium.js'
import { type Line, toMm } from './proof.js'

interface Character {
  readonly text: string
  readonly object: number
  /** Points, from the bottom left corner; the box is as wide as the advance and as high as the face. */
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
  readonly baseline: number
  readonly size: number
}

/** Bytes that PDFium writes into: a box, an origin and a length behind it; a colour; a name. */
const SCRATCH = 256

/** Lines in the order of the page's content. A hyphen that divides a word at a line's end stands as U+2010. */
export function readLines(pdfium: Pdfium, page: number, text: number): Line[] {
  const height = pdfium.FPDF_GetPageHeightF(page)
  const scratch = pdfium.pdfium.wasmExports.malloc(SCRATCH)
  const lines: Character[][] = []
  let broken = true
  const count = pdfium.FPDFText_CountChars(text)
  for (let index = 0; index < count; index++) {
    const character = readCharacter(pdfium, text, index, scratch)
    if (!character) broken ||= isLineEnd(pdfium.FPDFText_GetUnicode(text, index))
    else if (broken || !continues(lines.at(-1)!.at(-1)!, character)) {
      if (character.text !== ' ') lines.push([character])
      broken = character.text === ' '
    } else lines.at(-1)!.push(character)
  }
  const told = lines.map((line) => tellLine(line, height, pdfium, scratch))
  pdfium.pdfium.wasmExports.free(scratch)
  return told
}

const isLineEnd = (code: number): boolean => code === 0x0a || code === 0x0d

/** Undefined for what PDFium has made up between lines and words: it has no place. */
function readCharacter(pdfium: Pdfium, text: number, index: number, scratch: number): Character | undefined {
  const object = pdfium.FPDFText_GetTextObject(text, index)
  if (!object) return undefined
  pdfium.FPDFText_GetLooseCharBox(text, index, scratch) // left, top, right, bottom
  pdfium.FPDFText_GetCharOrigin(text, index, scratch + 16, scratch + 24)
  const { HEAPF32: floats, HEAPF64: doubles } = pdfium.pdfium // others, once memory has grown
  const at = scratch / 4
  const [top, bottom] = [floats[at + 1]!, floats[at + 3]!]
  const code = pdfium.FPDFText_GetUnicode(text, index)
  return {
    text: tell(code, () => hasActualText(pdfium, object, scratch + 32)),
    object,
    left: floats[at]!,
    right: floats[at + 2]!,
    bottom,
    top,
    baseline: doubles[scratch / 8 + 3]!,
    size: top - bottom,
  }
}

function tell(code: number, divides: () => boolean): string {
  if (HYPHENS.has(code)) return divides() ? '\u2010' : '-'
  return code === 0xa0 ? ' ' : String.fromCodePoint(code)
}

/** What PDFium gives for a hyphen at a line's end, whatever it is made of, and for a soft one. */
const HYPHENS: ReadonlySet<number> = new Set([0x02, 0xfffe, 0xad])

/** On the same line, no further on than a wide gap; a raised or smaller letter belongs to it. */
function continues(before: Character, after: Character): boolean {
  const size = Math.max(before.size, after.size)
  return (
    Math.abs(after.baseline - before.baseline) < size / 2 &&
    after.left > before.left - size / 4 &&
    after.left - before.right < 1.5 * size
  )
}

function tellLine(line: readonly Character[], height: number, pdfium: Pdfium, scratch: number): Line {
  const [left, right] = [Math.min(...line.map((c) => c.left)), Math.max(...line.map((c) => c.right))]
  const [bottom, top] = [Math.min(...line.map((c) => c.bottom)), Math.max(...line.map((c) => c.top))]
  const first = line[0]!.object
  return {
    text: spaced(line).trim(),
    box: {
      x: toMm(left),
      y: toMm(height - top),
      width: toMm(right - left),
      height: toMm(top - bottom),
    },
    face: faceOf(pdfium, first, scratch),
    ink: inkOf(pdfium.FPDFPageObj_GetFillColor.bind(pdfium), first, pdfium, scratch) ?? 'none',
  }
}

/** A gap without a space is one all the same, as between a number and its text. */
const spaced = (line: readonly Character[]): string =>
  line
    .map(({ text, left, size }, index) => {
      const before = line[index - 1]
      const gap = before && left - before.right > size / 3 && before.text !== ' ' && !/[ \u2010]/.test(text)
      return gap ? ` ${text}` : text
    })
    .join('')
    .replace(/ +/g, ' ')

function faceOf(pdfium: Pdfium, object: number, scratch: number): string {
  const memory = pdfium.pdfium
  const length = pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(object), scratch, SCRATCH - 64)
  const name = length ? memory.UTF8ToString(scratch) : '?'
  pdfium.FPDFTextObj_GetFontSize(object, scratch)
  const size = memory.getValue(scratch, 'float')
  pdfium.FPDFPageObj_GetMatrix(object, scratch) // a, b, c, d, e, f
  const [c, d] = [8, 12].map((at) => memory.getValue(scratch + at, 'float'))
  return `${name.replace(/^[A-Z]{6}\+/, '')} ${(size * Math.hypot(c!, d!)).toFixed(2).replace(/\.?0+$/, '')}`
}

type GetColour = (object: number, r: number, g: number, b: number, a: number) => boolean

/** Undefined where there is none, or nothing of it is seen. */
function inkOf(get: GetColour, object: number, pdfium: Pdfium, scratch: number): string | undefined {
  if (!get(object, scratch, scratch + 4, scratch + 8, scratch + 12)) return undefined
  const [r, g, b, a] = [0, 4, 8, 12].map((at) => pdfium.pdfium.getValue(scratch + at, 'i32'))
  return a ? `#${((r! << 16) | (g! << 8) | b!).toString(16).padStart(6, '0')}` : undefined
}

const OBJECT = { text: 1, path: 2, form: 5 }

/** The colours of all text, fills and strokes of the page, also in form XObjects; sorted. */
export function readInks(pdfium: Pdfium, page: number): string[] {
  const scratch = pdfium.pdfium.wasmExports.malloc(SCRATCH)
  const inks = new Set<string>()
  const fill = pdfium.FPDFPageObj_GetFillColor.bind(pdfium)
  const stroke = pdfium.FPDFPageObj_GetStrokeColor.bind(pdfium)
  const add = (ink: string | undefined) => ink !== undefined && inks.add(ink)
  const look = (object: number): void => {
    const type = pdfium.FPDFPageObj_GetType(object)
    if (type === OBJECT.form)
      for (let i = 0; i < pdfium.FPDFFormObj_CountObjects(object); i++)
        look(pdfium.FPDFFormObj_GetObject(object, i))
    else if (type === OBJECT.text) add(inkOf(fill, object, pdfium, scratch))
    else if (type === OBJECT.path) {
      pdfium.FPDFPath_GetDrawMode(object, scratch + 16, scratch + 20)
      const [fills, strokes] = [16, 20].map((at) => pdfium.pdfium.getValue(scratch + at, 'i32'))
      if (fills) add(inkOf(fill, object, pdfium, scratch))
      if (strokes) add(inkOf(stroke, object, pdfium, scratch))
    }
  }
  for (let i = 0; i < pdfium.FPDFPage_CountObjects(page); i++) look(pdfium.FPDFPage_GetObject(page, i))
  pdfium.pdfium.wasmExports.free(scratch)
  return [...inks].sort()
}
