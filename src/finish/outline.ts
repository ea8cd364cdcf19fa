/** The outline (ISO 32000-1, 12.3.3), from the model: the browser's own loses spaces and knows no signatories. */
import { type PDFDocument, PDFHexString, PDFName, PDFNull, PDFNumber, type PDFRef } from 'pdf-lib'
import type { Bookmark } from '../model/bookmark.js'
import type { Tag } from '../model/publication.js'
import type { Reading } from './reading.js'
import { sequencesOf } from './structure.js'
import type { Element, Marked } from './structure-tree.js'

/** Sets the outline and page labels. A bookmark leads to the block of its language that begins with its words. */
export function setOutline(
  document: PDFDocument,
  root: Element,
  readingOf: (marked: Marked) => Reading | undefined,
  bookmarks: readonly Bookmark[],
  lang: Tag,
): void {
  const { context, catalog } = document
  const targets = locate(bookmarks, blocksIn(root, readingOf, lang))
  const boxes = new Map(document.getPages().map((page) => [page.ref, page.getMediaBox()]))

  const write = (items: readonly Bookmark[], parent: PDFRef): { first: PDFRef; last: PDFRef } | undefined => {
    const refs = items.map(() => context.nextRef())
    for (const [i, bookmark] of items.entries()) {
      const block = targets.get(bookmark)
      const dict = context.obj({ Title: PDFHexString.fromText(bookmark.title), Parent: parent })
      if (block) {
        const box = boxes.get(block.page)!
        const top = Math.min(Math.round(block.top), box.y + box.height)
        const dest = [block.page, PDFName.of('XYZ'), PDFNull, PDFNumber.of(top), PDFNull]
        dict.set(PDFName.of('Dest'), context.obj(dest))
      }
      if (i > 0) dict.set(PDFName.of('Prev'), refs[i - 1]!)
      if (i < refs.length - 1) dict.set(PDFName.of('Next'), refs[i + 1]!)
      const below = write(bookmark.below, refs[i]!)
      if (below) {
        dict.set(PDFName.of('First'), below.first)
        dict.set(PDFName.of('Last'), below.last)
        dict.set(PDFName.of('Count'), PDFNumber.of(-bookmark.below.length)) // closed
      }
      context.assign(refs[i]!, dict)
    }
    return refs.length ? { first: refs[0]!, last: refs.at(-1)! } : undefined
  }

  const outlines = context.nextRef()
  const ends = write(bookmarks, outlines)
  if (ends) {
    const { first, last } = ends
    const dict = context.obj({ Type: 'Outlines', First: first, Last: last, Count: bookmarks.length })
    context.assign(outlines, dict)
    catalog.set(PDFName.of('Outlines'), outlines)
  }
  catalog.set(PDFName.of('PageLabels'), context.obj({ Nums: [0, { S: 'D' }] })) // 12.4.2: 1, 2, 3 …
}

/** A run of text in one block: where it begins, and its language. */
interface Block {
  readonly lang: Tag
  readonly heading: boolean
  readonly page: PDFRef
  readonly top: number
  letters: string
}

/** All blocks in reading order. */
function blocksIn(
  root: Element,
  readingOf: (marked: Marked) => Reading | undefined,
  lang: Tag,
): readonly Block[] {
  const blocks: Block[] = []
  let around: Element | undefined
  for (const { marked, block, lang: spoken } of sequencesOf(root, lang)) {
    const { text = '', at } = readingOf(marked) ?? {}
    const last = blocks.at(-1)
    if (block === around && last) {
      if (last.letters.length < ENOUGH) last.letters += lettersOf(text)
    } else if (at) {
      around = block
      blocks.push({
        letters: lettersOf(text),
        lang: spoken,
        heading: /^H\d?$/.test(block.type),
        page: marked.page,
        top: at.y + 1.2 * at.size,
      })
    }
  }
  return blocks
}

/** What the bookmarks lead to. Those of one language stand in their order. */
function locate(bookmarks: readonly Bookmark[], blocks: readonly Block[]): ReadonlyMap<Bookmark, Block> {
  const targets = new Map<Bookmark, Block>()
  const next = new Map<Tag, number>()
  const visit = (bookmark: Bookmark): Block | undefined => {
    const { lang, text, heading = false, below } = bookmark
    const from = next.get(lang) ?? 0
    const find = (isOne: (block: Block) => boolean): number =>
      text === undefined
        ? -1
        : blocks.findIndex(
            (block, at) =>
              at >= from && block.lang === lang && isOne(block) && begins(block, lettersOf(text)),
          )
    const headed = heading ? find((block) => block.heading) : -1
    const index = headed >= 0 ? headed : find(() => true)
    if (index >= 0) next.set(lang, index + 1)
    const first = below.map(visit).find((each) => each)
    const target = blocks[index] ?? first
    if (target) targets.set(bookmark, target)
    return target
  }
  bookmarks.forEach(visit)
  return targets
}

/** Letters that tell one block from the others. */
const ENOUGH = 40

/** A block may hold the number of a paragraph before its words, or only the first of them. */
function begins({ letters }: Block, wanted: string): boolean {
  const bare = letters.replace(/^\d+/, '')
  return [letters, bare].some(
    (each) => each !== '' && (each.startsWith(wanted.slice(0, ENOUGH)) || wanted.startsWith(each)),
  )
}

/** Letters and digits alone, since style sheets may set capitals and lines may end anywhere. */
const lettersOf = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
