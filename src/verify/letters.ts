/** The letters of a page as PDFium reads them: an engine that shares nothing with the one that wrote them. */
import { hasActualText, type Pdfium } from '../pdfium.js'
import { LINE_END, PERHAPS } from './normal.js'
import { isWithinWord } from './spaced-out.js'

/** What a page reads. A hyphen that divides a word is U+00AD. PDFium drops the glyph of a space where it sees one itself. */
export interface PageLetters {
  /** By marked sequence. */
  readonly marked: ReadonlyMap<number, string>
  /** All of it in the order of its content, artifacts as well; without spaces and hyphens. */
  readonly all: string
}

/** Bytes that it works in: two doubles. */
const SCRATCH = 16
/** Of the size of the letters: what is so much lower is on another line. Of a raised figure behind a lowered one it is 0.8. */
const LOWER = 0.85
/** What PDFium gives for a hyphen at the end of a line. */
const isHyphen = (code: number): boolean => code === 0x02 || code === 0xfffe

/** @param trim of a page that has paper beyond: what begins there is left out */
export function readLetters(pdfium: Pdfium, text: number, trim?: Box): PageLetters {
  const memory = pdfium.pdfium
  const scratch = memory.wasmExports.malloc(SCRATCH)
  const originOf = (index: number): { readonly x: number; readonly y: number } => {
    pdfium.FPDFText_GetCharOrigin(text, index, scratch, scratch + 8)
    return { x: memory.getValue(scratch, 'double'), y: memory.getValue(scratch + 8, 'double') }
  }
  const count = pdfium.FPDFText_CountChars(text)
  /** A narrow column is taken for vertical text: spaces stand for its line ends then. And a high sign may look like a new line. */
  const isOnLine = (before: number, after: number): boolean => {
    const size = Math.max(pdfium.FPDFText_GetFontSize(text, before), pdfium.FPDFText_GetFontSize(text, after))
    return Math.abs(originOf(before).y - originOf(after).y) < LOWER * size
  }
  /** What a space or a line end stands for that PDFium only sees. */
  const gapAt = (index: number, code: number): string => {
    let after = index + 1
    while (after < count && pdfium.FPDFText_IsGenerated(text, after)) after++
    if (index === 0 || after >= count) return LINE_END
    if (!isOnLine(index - 1, after)) return LINE_END
    return code === 0x20 && isWithinWord(pdfium, text, index) ? '' : PERHAPS
  }
  const marked = new Map<number, string>()
  const all: string[] = []
  let [last, mcid, run, inside] = [0, -1, '', true]
  const endRun = (): void => {
    if (!run) return
    marked.set(mcid, (marked.get(mcid) ?? '') + run)
    all.push(run)
    run = ''
  }
  for (let index = 0; index < count; index++) {
    const code = pdfium.FPDFText_GetUnicode(text, index)
    if (code <= 0x20 && pdfium.FPDFText_IsGenerated(text, index)) {
      run += gapAt(index, code)
      while (index + 1 < count && pdfium.FPDFText_IsGenerated(text, index + 1)) index++
      continue
    }
    const object = pdfium.FPDFText_GetTextObject(text, index)
    if (object && object !== last) {
      const next = pdfium.FPDFPageObj_GetMarkedContentID(object)
      if (next !== mcid) endRun()
      mcid = next
      last = object
      inside = !trim || contains(trim, originOf(index))
    }
    if (!inside) continue
    if (!isHyphen(code)) run += String.fromCodePoint(code)
    else run += hasActualText(pdfium, object, scratch) ? '\u00AD' : `-${LINE_END}`
  }
  endRun()
  memory.wasmExports.free(scratch)
  return { marked, all: withoutHyphens(all.join('')) }
}

/** Letters alone. A hyphen at a line's end is told from a hard one only by tags. */
export const withoutHyphens = (text: string): string => text.replace(/[\s\u00AD\u2010-]/gu, '')

/** The page's trim, in its own units. */
export function readTrim(pdfium: Pdfium, page: number): Box {
  const memory = pdfium.pdfium
  const scratch = memory.wasmExports.malloc(16) // four floats
  pdfium.FPDFPage_GetTrimBox(page, scratch, scratch + 4, scratch + 8, scratch + 12)
  const [left, bottom, right, top] = [0, 4, 8, 12].map((at) => memory.getValue(scratch + at, 'float'))
  memory.wasmExports.free(scratch)
  return { left: left!, bottom: bottom!, right: right!, top: top! }
}

interface Box {
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly top: number
}

const contains = ({ left, bottom, right, top }: Box, { x, y }: { readonly x: number; readonly y: number }) =>
  x >= left && x <= right && y >= bottom && y <= top
