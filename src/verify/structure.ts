/** What the structure of a finished file lacks for the standards that it claims. */
import { PDFDict, type PDFDocument, PDFName } from 'pdf-lib'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { textOf } from './facts.js'
import { isNode, nodesOf, readTags, type TagNode } from './tags.js'
import { readMarkedText } from './text.js'

/**
 * Headings whose level leaves one out (ISO 14289-1, 7.4.2), pictures without alternative text (7.3), links outside the
 * structure (7.18.1).
 * @param file for findings
 */
export async function checkStructure(
  document: PDFDocument,
  pdf: Uint8Array,
  file: string,
): Promise<readonly Diagnostic[]> {
  const nodes = [...nodesOf(readTags(document))]
  const pictures = nodes
    .filter(({ type, alt, actualText }) => type === 'Figure' && !alt && !actualText)
    .map((node) => diagnose('picture-without-text', { file, page: pageOf(node) }, {}))
  const faults = [...pictures, ...untaggedLinks(document, file)]
  const skipped = skippedIn(nodes)
  if (!skipped.length) return faults
  const marked = await readMarkedText(pdf)
  return [
    ...faults,
    ...skipped.map(({ node, level, before }) => {
      const heading = wordsOf(node, marked).replace(/\s+/g, ' ').trim()
      return diagnose('heading-skipped', { file, page: pageOf(node) }, { heading, level, before })
    }),
  ]
}

function untaggedLinks(document: PDFDocument, file: string): Diagnostic[] {
  return document.getPages().flatMap((page, index) => {
    const annotations = page.node.Annots()
    const dicts = annotations?.asArray().map((_, at) => annotations.lookup(at, PDFDict)) ?? []
    return dicts
      .filter((annotation) => !annotation.has(PDFName.of('StructParent')))
      .map((annotation) => {
        const uri = annotation.lookupMaybe(PDFName.of('A'), PDFDict)?.lookup(PDFName.of('URI'))
        const place = annotation.lookup(PDFName.of('Dest'))
        const target = textOf(uri) ?? (place instanceof PDFName ? `#${place.decodeText()}` : 'another place')
        return diagnose('untagged-link', { file, page: index + 1 }, { target })
      })
  })
}

function skippedIn(nodes: readonly TagNode[]) {
  let before = 0
  return nodes.flatMap((node) => {
    const level = Number(/^H([1-6])$/.exec(node.type)?.[1] ?? NaN)
    if (Number.isNaN(level)) return []
    const found = level > before + 1 ? [{ node, level, before }] : []
    before = level
    return found
  })
}

const pageOf = (node: TagNode): number =>
  node.kids
    .map((kid) => (kid === 'annotation' ? 0 : isNode(kid) ? pageOf(kid) : kid.page))
    .find((page) => page > 0) ?? 1

const wordsOf = (node: TagNode, marked: (page: number, mcid: number) => string): string =>
  node.kids
    .map((kid) =>
      kid === 'annotation' ? '' : isNode(kid) ? wordsOf(kid, marked) : marked(kid.page, kid.mcid),
    )
    .join('')
