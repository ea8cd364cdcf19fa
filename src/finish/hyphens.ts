/** A hyphen at the end of a line is no letter of the word: search and copy should find the word whole. */
import { decodePDFRawStream, PDFDict, type PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'

/** What the page draws where it divides a word: the visible glyph, and a character that no text of the page has. */
export const DRAWN_HYPHEN = 0x2010

const DRAWN = Buffer.from('/ActualText <FEFF2010>', 'latin1')
const SOFT = Buffer.from('/ActualText <FEFF00AD>', 'latin1')

/**
 * Where U+2010 shares its glyph with the hyphen-minus, Chromium wraps it in a marked-content sequence with its
 * `ActualText` (ISO 32000-1, 14.9.4), one glyph a sequence. That text becomes U+00AD: one thing in the text layer, told as
 * what it is. Where U+2010 has a glyph of its own, `text-layer.ts` tells it so.
 * @param characters code points of the document's own text; if U+2010 is one of them, nothing is changed
 */
export function softenHyphens({ context }: PDFDocument, characters: ReadonlySet<number>): void {
  if (characters.has(DRAWN_HYPHEN)) return
  for (const [reference, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream) || !isContent(object)) continue
    const content = Buffer.from(decodePDFRawStream(object).decode())
    let at = content.indexOf(DRAWN)
    if (at < 0) continue
    for (; at >= 0; at = content.indexOf(DRAWN, at + SOFT.length)) SOFT.copy(content, at)
    const softened = context.flateStream(content)
    for (const [key, value] of object.dict.entries())
      if (!softened.dict.has(key)) softened.dict.set(key, value)
    context.assign(reference, softened)
  }
}

/** Page contents have no type; form XObjects say so (8.10); pictures, fonts and the rest are of no interest. */
function isContent({ dict }: { readonly dict: PDFDict }): boolean {
  if (dict.lookup(PDFName.of('Subtype')) === PDFName.of('Form')) return true
  return !['Type', 'Subtype', 'Length1', 'FunctionType', 'N'].some((key) => dict.has(PDFName.of(key)))
}
