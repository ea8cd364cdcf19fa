/** How wide the glyphs of a font with codes of two bytes are (ISO 32000-1, 9.7.4.3). */
import { PDFArray, type PDFDict, PDFName } from 'pdf-lib'
import { numberOf } from './values.js'

/**
 * Of W, which says «c [w1 w2 …]» or «first last w», and DW.
 * @param descendant a CIDFont
 * @returns code → thousandths of the text size
 */
export function widthsByCid(descendant: PDFDict): (code: number) => number {
  const widths = new Map<number, number>()
  const array = descendant.lookup(PDFName.of('W'))
  const items = array instanceof PDFArray ? array.asArray().map((_, i) => array.lookup(i)) : []
  for (let i = 0; i < items.length;) {
    const first = numberOf(items[i])
    const next = items[i + 1]
    if (next instanceof PDFArray) {
      for (let j = 0; j < next.size(); j++) widths.set(first + j, numberOf(next.lookup(j)))
      i += 2
    } else {
      for (let cid = first; cid <= numberOf(next); cid++) widths.set(cid, numberOf(items[i + 2]))
      i += 3
    }
  }
  const others = numberOf(descendant.lookup(PDFName.of('DW')), 1000)
  return (code) => widths.get(code) ?? others
}
