/** The text of a PDF's pages as PDFium reads it: an engine that shares nothing with the one that wrote them. */
import { hasActualText, type Pdfium, visitPages } from '../pdfium.js'

/**
 * One string a page in the order of its content, lines parted by \r\n. A hyphen that divides a word at a line's end is
 * U+00AD; a line end follows it only where the text goes on elsewhere, as in the next column. One of the word's own is a
 * hyphen like any other.
 */
export const readText = (pdf: Uint8Array): Promise<string[]> => readPages(pdf, readWhole)

/** One page of it. */
export function readWhole(pdfium: Pdfium, text: number): string {
  const memory = pdfium.pdfium
  const length = pdfium.FPDFText_CountChars(text)
  if (length < 1) return '' // it then writes nothing, no end either
  const buffer = memory.wasmExports.malloc(2 * (length + 1) + SCRATCH)
  pdfium.FPDFText_GetText(text, 0, length, buffer + SCRATCH)
  const read = settleSeams(memory.UTF16ToString(buffer + SCRATCH), pdfium, text, buffer)
  memory.wasmExports.free(buffer)
  return read
}

/** The texts of what an imposed file draws on the left and on the right half of each side, as `readText` gives them. */
export const readHalves = (pdf: Uint8Array): Promise<(readonly [left: string, right: string])[]> =>
  visitPages(pdf, (pdfium, page) => {
    const halves = takeApart(pdfium, page)
    const read = (objects: readonly number[]): string => {
      for (const object of objects) pdfium.FPDFPage_InsertObject(page, object)
      const text = readPage(pdfium, page, readWhole)
      for (const object of objects) {
        pdfium.FPDFPage_RemoveObject(page, object)
        pdfium.FPDFPageObj_Destroy(object)
      }
      return text
    }
    return [read(halves[0]), read(halves[1])]
  })

/**
 * Takes off a side what is drawn on its halves: each page is a form XObject, here put back as it was printed. PDFium tells
 * the origin of a character that has an ActualText without what moves, scales and turns its form.
 */
function takeApart(pdfium: Pdfium, page: number): readonly [left: number[], right: number[]] {
  const memory = pdfium.pdfium
  const scratch = memory.wasmExports.malloc(24) // left, bottom, right, top, or a matrix
  const bound = (index: number): number => memory.getValue(scratch + 4 * index, 'float')
  const halves: [number[], number[]] = [[], []]
  while (pdfium.FPDFPage_CountObjects(page)) {
    const object = pdfium.FPDFPage_GetObject(page, 0)
    pdfium.FPDFPageObj_GetBounds(object, scratch, scratch + 4, scratch + 8, scratch + 12)
    const isRight = bound(0) + bound(2) > pdfium.FPDF_GetPageWidthF(page)
    for (const [at, value] of [1, 0, 0, 1, 0, 0].entries()) memory.setValue(scratch + 4 * at, value, 'float')
    pdfium.FPDFPageObj_SetMatrix(object, scratch)
    if (!pdfium.FPDFPage_RemoveObject(page, object)) throw new Error('PDFium keeps an object of the sheet.')
    halves[Number(isRight)]!.push(object)
  }
  memory.wasmExports.free(scratch)
  return halves
}

/**
 * The text of marked content by page, from 1, and number; also in form XObjects, which count on from their page. A hyphen
 * at a line's end, hard or soft, is U+00AD.
 */
export async function readMarkedText(pdf: Uint8Array): Promise<(page: number, mcid: number) => string> {
  const pages = await readPages(pdf, readMarked)
  return (page, mcid) => pages[page - 1]?.get(mcid) ?? ''
}

/** The same of one page, by number. */
export function readMarked(pdfium: Pdfium, text: number): ReadonlyMap<number, string> {
  const texts = new Map<number, string>()
  let mcid = -1
  const count = pdfium.FPDFText_CountChars(text)
  for (let i = 0; i < count; i++) {
    const object = pdfium.FPDFText_GetTextObject(text, i)
    // A space that PDFium has seen between two lines is of no object.
    if (object) mcid = pdfium.FPDFPageObj_GetMarkedContentID(object)
    const code = pdfium.FPDFText_GetUnicode(text, i)
    const character = code === 0x02 || code === 0xfffe ? '\u00AD' : String.fromCodePoint(code)
    texts.set(mcid, (texts.get(mcid) ?? '') + character)
  }
  return texts
}

/** What `read` makes of each page's text. */
export const readPages = <T>(
  pdf: Uint8Array,
  read: (pdfium: Pdfium, text: number, page: number) => T,
): Promise<T[]> => visitPages(pdf, (pdfium, page) => readPage(pdfium, page, read))

function readPage<T>(
  pdfium: Pdfium,
  page: number,
  read: (pdfium: Pdfium, text: number, page: number) => T,
): T {
  const text = pdfium.FPDFText_LoadPage(page)
  const result = read(pdfium, text, page)
  pdfium.FPDFText_ClosePage(text)
  return result
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
      if (isWithinWord(pdfium, text, space, scratch)) return ''
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

/** Of the height of a line: letters that stand closer, or farther apart, are not spaced out; what is so much wider is a space. */
const [CLOSER, FARTHER, WIDER] = [0.025, 0.6, 0.07]

/** Whether a space that no glyph draws is no wider than what lies between the letters around it: two on each side have a say. */
function isWithinWord(pdfium: Pdfium, text: number, space: number, scratch: number): boolean {
  const memory = pdfium.pdfium
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
