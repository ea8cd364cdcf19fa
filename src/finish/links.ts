/** Links say what they are (ISO 14289-1, 7.18). */
import { PDFArray, PDFDict, type PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib'
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

/** «en-note-3», where «en-reference-3» is the place that refers to it first: see `typeset/blocks.ts`. */
const NOTE_ID = /^(.+)-note-(\d+)$/

/** In points: lower than any letter that is read. */
const HAIR = 3

/**
 * Lets the way back from a note lead to the reference's own link. The browser forgets the margin that is repeated at the head of each page: a
 * place below it would be higher by that, and one in the first line at the foot of the page before. Its links are right, but for a hair
 * of those in the first line that it puts on the page before, too.
 */
export function placeReferences(document: PDFDocument): void {
  const places = document.catalog.lookupMaybe(PDFName.of('Dests'), PDFDict)
  if (!places) return
  const found = new Set<PDFName>()
  for (const { ref, node } of document.getPages()) {
    const links = (node.Annots()?.asArray() ?? []).flatMap((each) => {
      const annotation = document.context.lookup(each, PDFDict)
      const to = annotation.lookup(PDFName.of('Dest'))
      const [, lang, number] = NOTE_ID.exec(to instanceof PDFName ? to.decodeText() : '') ?? []
      if (lang === undefined) return []
      const { x, y, height } = annotation.lookup(PDFName.of('Rect'), PDFArray).asRectangle()
      return height < HAIR
        ? []
        : [{ place: PDFName.of(`${lang}-reference-${number}`), left: x, top: y + height }]
    })
    for (const { place, left, top } of links.sort((a, b) => b.top - a.top || a.left - b.left)) {
      if (found.has(place) || !places.has(place)) continue
      found.add(place)
      places.set(place, document.context.obj([ref, 'XYZ', left, top, 0]))
    }
  }
}
