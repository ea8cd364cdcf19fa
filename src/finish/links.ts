/** Links say what they are (ISO 14289-1, 7.18). */
import { PDFDict, type PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib'
import type { Reading } from './reading.js'
import { type Element, elementsOf, isElement, isMarked, type Marked } from './structure-tree.js'

/** Gives each link the text that it stands under, or its address, and lets the tab key follow the structure. */
export function describeLinks(
  document: PDFDocument,
  root: Element,
  readingOf: (marked: Marked) => Reading | undefined,
): void {
  const { context } = document
  for (const link of elementsOf(root)) {
    if (link.type !== 'Link') continue
    const text = [...elementsOf(link)]
      .flatMap(({ kids }) => kids.filter(isMarked).map((kid) => readingOf(kid)?.text ?? ''))
      .join('')
    for (const kid of link.kids) {
      if (isElement(kid) || isMarked(kid)) continue
      const annotation = context.lookup(kid.annotation, PDFDict)
      const address = annotation.lookupMaybe(PDFName.of('A'), PDFDict)?.lookup(PDFName.of('URI'))
      const uri = address instanceof PDFString || address instanceof PDFHexString ? address.decodeText() : ''
      annotation.set(PDFName.of('Contents'), PDFHexString.fromText(text.trim() || uri))
    }
  }
  for (const page of document.getPages()) page.node.set(PDFName.of('Tabs'), PDFName.of('S'))
}
