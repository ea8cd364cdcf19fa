/** Links say what they are (ISO 14289-1, 7.18). */
import { PDFDict, type PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib'
import type { Reading } from './reading.js'
import { sequencesOf } from './structure.js'
import { type Element, elementsOf, isElement, isMarked, type Marked } from './structure-tree.js'

/** Gives each link its name, the text that it stands under, or its address, and lets the tab key follow the structure. */
export function describeLinks(
  document: PDFDocument,
  root: Element,
  readingOf: (marked: Marked) => Reading | undefined,
  names: ReadonlyMap<string, string>,
): void {
  const { context } = document
  for (const link of elementsOf(root)) {
    if (link.type !== 'Link') continue
    const text = textOf(link, readingOf)
    for (const kid of link.kids) {
      if (isElement(kid) || isMarked(kid)) continue
      const annotation = context.lookup(kid.annotation, PDFDict)
      const address = annotation.lookupMaybe(PDFName.of('A'), PDFDict)?.lookup(PDFName.of('URI'))
      const uri = address instanceof PDFString || address instanceof PDFHexString ? address.decodeText() : ''
      const place = annotation.lookup(PDFName.of('Dest'))
      const name = place instanceof PDFName ? names.get(place.decodeText()) : undefined
      annotation.set(PDFName.of('Contents'), PDFHexString.fromText(name ?? (text || uri)))
    }
  }
  for (const page of document.getPages()) page.node.set(PDFName.of('Tabs'), PDFName.of('S'))
}

/** Blocks that a link goes around are parted by a space. */
function textOf(link: Element, readingOf: (marked: Marked) => Reading | undefined): string {
  let text = ''
  let before: Element | undefined
  for (const { marked, block } of sequencesOf(link, '')) {
    if (before && block !== before) text += ' '
    text += readingOf(marked)?.text ?? ''
    before = block
  }
  return text.replace(/\s+/g, ' ').trim()
}
