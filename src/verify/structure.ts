/** What the structure of a finished file lacks for the standards that it claims. */
import { PDFDict, type PDFDocument, PDFName } from 'pdf-lib'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { textOf } from './facts.js'
import type { PageLetters } from './letters.js'
import { isNode, type MarkedText, nodesOf, type TagNode } from './tags.js'

/**
 * Headings whose level leaves one out (ISO 14289-1, 7.4.2), pictures without alternative text (7.3), links outside the
 * structure (7.18.1).
 * @param pages what each page reads
 * @param file for findings
 */
export function checkStructure(
  document: PDFDocument,
  tags: readonly TagNode[],
  pages: readonly Pick<PageLetters, 'marked'>[],
  file: string,
): readonly Diagnostic[] {
  const nodes = [...nodesOf(tags)]
  const reads = ({ page, mcid }: MarkedText): string => pages[page - 1]?.marked.get(mcid) ?? ''
  const pictures = nodes
    .filter(({ type, alt, actualText }) => type === 'Figure' && !alt && !actualText)
    .map((node) => diagnose('picture-without-text', { file, page: pageOf(node) }, {}))
  return [
    ...pictures,
    ...untaggedLinks(document, file),
    ...untaggedText(nodes, pages, file),
    ...skippedIn(nodes).map(({ node, level, before }) => {
      const heading = wordsOf(node, reads).replace(/\s+/g, ' ').trim()
      return diagnose('heading-skipped', { file, page: pageOf(node) }, { heading, level, before })
    }),
  ]
}

/** Marked sequences that no element has (7.1): a browser's tag that was lost on the way. */
function untaggedText(
  nodes: readonly TagNode[],
  pages: readonly Pick<PageLetters, 'marked'>[],
  file: string,
): Diagnostic[] {
  const tagged = pages.map(() => new Set<number>())
  for (const { kids } of nodes)
    for (const kid of kids) if (kid !== 'annotation' && !isNode(kid)) tagged[kid.page - 1]?.add(kid.mcid)
  const lost = pages.flatMap(({ marked }, index) =>
    [...marked]
      .filter(([mcid, text]) => mcid >= 0 && text.trim() && !tagged[index]!.has(mcid))
      .map(([, text]) => ({ page: index + 1, text: text.trim().slice(0, 40) })),
  )
  return lost.slice(0, 1).map(({ page, text }) => {
    return diagnose('untagged-text', { file, page }, { text, others: lost.length - 1 })
  })
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

const wordsOf = (node: TagNode, reads: (marked: MarkedText) => string): string =>
  node.kids
    .map((kid) => (kid === 'annotation' ? '' : isNode(kid) ? wordsOf(kid, reads) : reads(kid)))
    .join('')
