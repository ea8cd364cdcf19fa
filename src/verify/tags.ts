/** The structure of a finished PDF as it stands in the file, for findings and for people to read. */
import { PDFArray, PDFDict, type PDFDocument, PDFName, PDFNumber, type PDFObject } from 'pdf-lib'
import { textOf } from './facts.js'

/** A structure element (ISO 32000-1, 14.7.2). */
export interface TagNode {
  readonly type: string
  readonly lang: string | undefined
  readonly alt: string | undefined
  readonly actualText: string | undefined
  readonly kids: readonly (TagNode | MarkedText | 'annotation')[]
}

/** Marked content of a page, from 1, by its number there. */
export interface MarkedText {
  readonly page: number
  readonly mcid: number
}

export const isNode = (kid: TagNode['kids'][number]): kid is TagNode =>
  typeof kid === 'object' && 'kids' in kid

/** The root's kids; none for a file without structure. */
export function readTags(document: PDFDocument): readonly TagNode[] {
  const { context, catalog } = document
  const pages = new Map(document.getPages().map(({ ref }, index): [PDFObject, number] => [ref, index + 1]))
  const kidsOf = (dict: PDFDict, page: number): TagNode['kids'] => {
    const kids = dict.lookup(PDFName.of('K'))
    return (kids instanceof PDFArray ? kids.asArray() : kids ? [kids] : []).map((kid) =>
      read(context.lookup(kid), page),
    )
  }
  const read = (object: PDFObject | undefined, page: number): TagNode['kids'][number] => {
    if (object instanceof PDFNumber) return { page, mcid: object.asNumber() }
    if (!(object instanceof PDFDict)) throw new TypeError('A structure element is no dictionary.')
    const own = object.get(PDFName.of('Pg'))
    const on = (own ? pages.get(own) : undefined) ?? page
    const mcid = object.lookup(PDFName.of('MCID'))
    if (mcid instanceof PDFNumber) return { page: on, mcid: mcid.asNumber() }
    if (object.has(PDFName.of('Obj'))) return 'annotation'
    return {
      type: object.lookup(PDFName.of('S'), PDFName).decodeText(),
      lang: textOf(object.lookup(PDFName.of('Lang'))),
      alt: textOf(object.lookup(PDFName.of('Alt'))),
      actualText: textOf(object.lookup(PDFName.of('ActualText'))),
      kids: kidsOf(object, on),
    }
  }
  const root = catalog.lookupMaybe(PDFName.of('StructTreeRoot'), PDFDict)
  return root ? kidsOf(root, 0).filter(isNode) : []
}

/** All elements, in reading order. */
export function* nodesOf(nodes: readonly TagNode[]): Generator<TagNode, void, undefined> {
  for (const node of nodes) {
    yield node
    yield* nodesOf(node.kids.filter(isNode))
  }
}
