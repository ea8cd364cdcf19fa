/** The text of a file's pages line by line, as whoever copies it gets it: for tests that look at lines. */
import { hasActualText, type Pdfium } from '../src/pdfium.js'
import { isWithinWord } from '../src/verify/spaced-out.js'
import { readHalvesBy, readMarked, readPages } from '../src/verify/text.js'

/**
 * One string a page in the order of its content, lines parted by \r\n. A hyphen that divides a word at a line's end is
 * U+00AD; a line end follows it only where the text goes on elsewhere, as in the next column. One of the word's own is a
 * hyphen like any other.
 */
export const readText = (pdf: Uint8Array): Promise<string[]> => readPages(pdf, readWhole)

/** The text of marked content by page, from 1, and number, as `readMarked` gives it. */
export async function readMarkedText(pdf: Uint8Array): Promise<(page: number, mcid: number) => string> {
  const pages = await readPages(pdf, readMarked)
  return (page, mcid) => pages[page - 1]?.get(mcid) ?? ''
}

/** The texts of what an imposed file draws on the left and on the right half of each side. */
export const readHalves = (pdf: Uint8Array): Promise<(readonly [left: string, right: string])[]> =>
  readHalvesBy(pdf, readWhole)

/** One page of it. */
function readWhole(pdfium: Pdfium, text: number): string {
  const memory = pdfium.pdfium
  const length = pdfium.FPDFText_CountChars(text)
  if (length < 1) return '' // it then writes nothing, no end either
  const buffer = memory.wasmExports.malloc(2 * (length + 1) + SCRATCH)
  pdfium.FPDFText_GetText(text, 0, length, buffer + SCRATCH)
  const read = settleSeams(memory.UTF16ToString(buffer + SCRATCH), pdfium, text, buffer)
  memory.wasmExports.free(buffer)
  return read
}

/** Bytes that `settleSeams` works in: four floats and two doubles. */
const SCRATCH = 32

/** A line end, or what PDFium gives for a hyphen at one: it joins such a line with the next. Or a space. */
const SEAM = new RegExp(`\r\n(?!$)|[\uFFFE${String.fromCharCode(2)}]| `, 'g')

/**
 * Takes out spaces that PDFium sees between letters that are spaced out. Where it takes a narrow column for vertical text, a
 * space stands for a line end.
 * Takes out line ends that are none: PDFium sees one before a small high character, such as U+2019 in large type. The
 * next character then sets on at the baseline and at the very place where the one before it ends.
 * Tells hyphens apart: one that divides a word has an ActualText; behind any other the line ends as everywhere.
 */
function settleSeams(read: string, pdfium: Pdfium, text: number, scratch: number): string {
  const memory = pdfium.pdfium
  const surrogates = /[\uD800-\uDFFF]/.test(read) // PDFium counts code points
  const alike = !surrogates && read.length === pdfium.FPDFText_CountChars(text)
  const indexOf = (offset: number): number =>
    alike
      ? offset
      : pdfium.FPDFText_GetCharIndexFromTextIndex(
          text,
          surrogates ? Array.from(read.slice(0, offset)).length : offset,
        )
  const originOf = (character: number): { readonly x: number; readonly y: number } => {
    pdfium.FPDFText_GetCharOrigin(text, character, scratch + 16, scratch + 24)
    return { x: memory.getValue(scratch + 16, 'double'), y: memory.getValue(scratch + 24, 'double') }
  }
  const continues = (before: number, after: number): boolean => {
    pdfium.FPDFText_GetLooseCharBox(text, before, scratch) // left, top, right, bottom; as wide as the advance
    const right = memory.getValue(scratch + 8, 'float')
    const near = pdfium.FPDFText_GetFontSize(text, after) / 10
    const { x, y } = originOf(after)
    return Math.abs(y - originOf(before).y) < near && Math.abs(x - right) < near
  }
  const divides = (hyphen: number): boolean =>
    hasActualText(pdfium, pdfium.FPDFText_GetTextObject(text, hyphen), scratch)
  return read.replace(SEAM, (end, offset: number) => {
    if (end === ' ') {
      const space = indexOf(offset)
      if (!pdfium.FPDFText_IsGenerated(text, space)) return end
      if (isWithinWord(pdfium, text, space)) return ''
      if (!/[-–—/\u2010\u00AD]/.test(read[offset - 1] ?? '')) return end
      const [before, after] = [originOf(indexOf(offset - 1)), originOf(indexOf(offset + 1))]
      if (Math.abs(after.y - before.y) < pdfium.FPDFText_GetFontSize(text, indexOf(offset + 1)) / 2)
        return end
      return read[offset - 1] === '\u00AD' && after.x < before.x ? '' : '\r\n'
    }
    if (end !== '\r\n') {
      const hyphen = indexOf(offset)
      if (!divides(hyphen)) return '-\r\n'
      const next = indexOf(offset + 1)
      return originOf(next).x < originOf(hyphen).x ? '\u00AD' : '\u00AD\r\n'
    }
    return offset > 0 && continues(indexOf(offset - 1), indexOf(offset + 2)) ? '' : end
  })
}
