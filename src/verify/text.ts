/** The text of a PDF's pages as PDFium reads it: an engine that shares nothing with the one that wrote them. */
import { type Pdfium, visitPages } from '../pdfium.js'

/**
 * The text of a page's marked content by its number; also in form XObjects, which count on from their page. A hyphen at a
 * line's end, hard or soft, is U+00AD.
 */
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

/** What `read` makes of what an imposed file draws on the left and on the right half of each side. */
export const readHalvesBy = <T>(
  pdf: Uint8Array,
  read: (pdfium: Pdfium, text: number) => T,
): Promise<(readonly [left: T, right: T])[]> =>
  visitPages(pdf, (pdfium, page) => {
    const readHalf = (objects: readonly number[]): T => {
      for (const object of objects) pdfium.FPDFPage_InsertObject(page, object)
      const result = readPage(pdfium, page, read)
      for (const object of objects) {
        pdfium.FPDFPage_RemoveObject(page, object)
        pdfium.FPDFPageObj_Destroy(object)
      }
      return result
    }
    const halves = takeApart(pdfium, page)
    return [readHalf(halves[0]), readHalf(halves[1])]
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
