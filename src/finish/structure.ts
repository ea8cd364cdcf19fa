/** Repairs of the structure tree: what ISO 14289-1 asks for and the browser leaves out or writes otherwise. */
import { PDFDict, type PDFDocument, PDFHexString, PDFName, PDFNumber } from 'pdf-lib'
import type { Tag } from '../model/publication.js'
import { makeNotes } from './notes.js'
import {
  type Annotation,
  attribute,
  type Element,
  element,
  elementsOf,
  isElement,
  isMarked,
  type Kid,
  type Marked,
  setAttribute,
} from './structure-tree.js'

/** Types that PDF 1.7 does not have, and those that stand for them (ISO 32000-1, 14.8.4). */
export const ROLES: ReadonlyMap<string, string> = new Map([
  ['Em', 'Span'],
  ['Strong', 'Span'],
  ['Sub', 'Span'],
  ['Aside', 'Sect'],
  ['FENote', 'Note'],
  ['Title', 'P'],
])
/** Types whose kids are blocks (14.8.4.2); text of their own needs a paragraph around it. */
const GROUPING: ReadonlySet<string> = new Set([
  'Document',
  'Part',
  'Art',
  'Sect',
  'Div',
  'BlockQuote',
  'Aside',
])
/** Types that stand within a line (14.8.4.4). */
const INLINE: ReadonlySet<string> = new Set([
  'Span',
  'Quote',
  'Note',
  'Reference',
  'BibEntry',
  'Code',
  'Link',
  'Annot',
  'Em',
  'Strong',
  'Sub',
  'FENote',
])
const isInline = (kid: Kid): boolean => !isElement(kid) || INLINE.has(kid.type)
const isA =
  (type: string) =>
  (kid: Kid): kid is Element =>
    isElement(kid) && kid.type === type

/** A marked sequence, the innermost block around it, and the language it is in. */
export interface Placed {
  readonly marked: Marked
  readonly block: Element
  readonly lang: Tag
}

/** All marked sequences in reading order. */
export function* sequencesOf(node: Element, lang: Tag, block = node): Generator<Placed, void, undefined> {
  for (const kid of node.kids)
    if (isMarked(kid)) yield { marked: kid, block, lang }
    else if (isElement(kid))
      yield* sequencesOf(
        kid,
        kid.lang ?? lang,
        INLINE.has(kid.type) || kid.type === 'NonStruct' ? block : kid,
      )
}

const isColumnHead = (document: PDFDocument, cell: Element): boolean =>
  cell.type === 'TH' && attribute(document, cell, 'Table', 'Scope') === PDFName.of('Column')

/** A table's head stands on every page that the table is on; it is read once, and the others are artifacts. */
export function keepFirstHeads(document: PDFDocument, root: Element): void {
  for (const node of elementsOf(root)) {
    if (!isColumnHead(document, node)) continue
    const first = [...elementsOf(node)].flatMap(({ kids }) => kids.filter(isMarked))[0]?.page
    for (const each of elementsOf(node))
      each.kids = each.kids.filter((kid) => isElement(kid) || kid.page === first)
  }
}

/**
 * Repairs the tree in place.
 * @param kept sequences that hold something to be read; the others are artifacts by now
 * @param textOf what a sequence reads
 * @param languages of the file, its own first; if there are several side by side, they are read one after the other
 */
export function repairStructure(
  document: PDFDocument,
  root: Element,
  kept: (marked: Marked) => boolean,
  textOf: (marked: Marked) => string,
  languages: readonly [Tag, ...Tag[]],
): void {
  prune(root, kept)
  makeNotes(root)
  root.kids = unwrap(root, true)
  joinPieces(document, root, languages[0])
  readLanguageFirst(document, root, languages, textOf)
  for (const node of [...elementsOf(root)]) {
    if (node.type === 'L' && isContents(document, node)) makeContents(node)
    else if (node.type === 'L') repairList(document, node)
    else if (node.type === 'Table') repairTable(document, node)
    else if (node.type === 'Figure' && node.kids.some(isA('Figure'))) node.type = 'Div'
    node.kids = joinLinks(document, node.kids)
    if (GROUPING.has(node.type)) node.kids = paragraphs(node.kids)
  }
}

/** Takes out sequences that are artifacts, and elements that hold nothing then; an empty cell keeps its place. */
function prune(node: Element, kept: (marked: Marked) => boolean): void {
  node.kids = node.kids.filter((kid) => {
    if (!isElement(kid)) return !isMarked(kid) || kept(kid)
    prune(kid, kept)
    return kid.kids.length > 0 || kid.type === 'TD' || kid.type === 'TH'
  })
}

/**
 * An element's kids without the NonStruct around them, of which the browser sets one around each piece of text and each
 * `<div>`. One that tells a language stays, as what it is; one that holds a link becomes it (ISO 14289-1, 7.18.5).
 */
function unwrap(node: Element, grouping: boolean): Kid[] {
  return node.kids.flatMap((kid): Kid[] => {
    if (!isElement(kid)) return [kid]
    if (kid.type !== 'NonStruct') {
      kid.kids = unwrap(kid, GROUPING.has(kid.type))
      return [kid]
    }
    const isText = !kid.kids.some(isElement)
    const linked = kid.kids.some((each) => !isElement(each) && !isMarked(each))
    kid.kids = unwrap(kid, grouping)
    const inline = kid.kids.every(isInline)
    if (linked) kid.type = 'Link'
    else if (kid.lang !== undefined) kid.type = inline ? 'Span' : 'Div'
    else if (grouping && inline && !isText) kid.type = 'P'
    else return kid.kids
    return [kid]
  })
}

/** In the language of an element: it is a piece of a list or a table, and others stand beside it. */
const PIECE = '-x-piece'
const isPiece = (kid: Kid): kid is Element => isElement(kid) && !!kid.lang?.endsWith(PIECE)

/**
 * Makes one list or table of the pieces in which a template has set it. Those of a table's rows each stand in a cell that
 * goes over all columns; what is in them comes under the heads of these.
 * @param inherited the language around the node
 */
function joinPieces(document: PDFDocument, node: Element, inherited: Tag): void {
  if (node.type === 'Table') layRows(document, node)
  const kids: Kid[] = []
  for (const kid of node.kids) {
    const before = kids.at(-1)
    if (before && isPiece(before) && isPiece(kid) && before.type === kid.type) before.kids.push(...kid.kids)
    else kids.push(kid)
  }
  node.kids = kids
  for (const kid of kids.filter(isElement)) {
    if (isPiece(kid)) kid.lang = kid.lang!.slice(0, -PIECE.length)
    if (kid.lang === inherited) delete kid.lang // as the browser has it, too
    joinPieces(document, kid, kid.lang ?? inherited)
  }
}

/** Puts the rows of pieces in the place of those that hold nothing else. */
function layRows(document: PDFDocument, table: Element): void {
  const heads = cellsOf(rowsOf(table)[0] ?? table).filter((cell) => isColumnHead(document, cell))
  const lay = (kids: readonly Kid[]): Kid[] =>
    kids.flatMap((kid): Kid[] => {
      if (!isElement(kid)) return [kid]
      if (ROW_GROUPS.has(kid.type)) kid.kids = lay(kid.kids)
      const [piece, ...others] = kid.type === 'TR' ? cellsOf(kid).flatMap((cell) => cell.kids) : []
      if (!piece || others.length || !isPiece(piece)) return [kid]
      const rows = rowsOf(piece)
      for (const row of rows)
        for (const [column, cell] of cellsOf(row).filter(isA('TD')).entries())
          cell.headers = [...(heads[column] ? [heads[column]] : []), ...(cell.headers ?? [])]
      return rows
    })
  table.kids = lay(table.kids)
}

/** Text that stands in a grouping element by itself becomes a paragraph. */
function paragraphs(kids: readonly Kid[]): Kid[] {
  const blocks: Kid[] = []
  let run: Element | undefined
  for (const kid of kids) {
    if (!isInline(kid) || isA('Note')(kid)) {
      run = undefined
      blocks.push(kid)
    } else if (run) run.kids.push(kid)
    else blocks.push((run = element('P', [kid])))
  }
  return blocks
}

/** A list holds items, an item a label and a body (ISO 32000-1, 14.8.4.3.3). */
function repairList(document: PDFDocument, list: Element): void {
  list.kids = list.kids.map((kid) => (isElement(kid) && LIST_KIDS.has(kid.type) ? kid : element('LI', [kid])))
  for (const item of list.kids.filter(isA('LI'))) {
    const labels = item.kids.filter(isA('Lbl'))
    const bodies = item.kids.filter(isA('LBody'))
    const rest = item.kids.filter((kid) => !isElement(kid) || !(labels.includes(kid) || bodies.includes(kid)))
    item.kids = [...labels, ...bodies, ...(rest.length ? [element('LBody', rest)] : [])]
  }
  const labelled = list.kids.some((item) => isElement(item) && item.kids.some(isA('Lbl')))
  if (labelled && !attribute(document, list, 'List', 'ListNumbering'))
    setAttribute(document, list, 'List', 'ListNumbering', 'Disc') // 14.8.5.5; the browser tells only numbers
}
/** A list of which each item is a link to another place in the file, and nothing else, is a table of contents (14.8.4.2). */
const isContents = (document: PDFDocument, list: Element): boolean =>
  list.kids.every((item) => {
    const links = isA('LI')(item) ? item.kids.flatMap((kid) => (isA('LBody')(kid) ? kid.kids : [kid])) : []
    return links.length > 0 && links.every((kid) => isA('Link')(kid) && leadsInside(document, kid))
  })

const leadsInside = ({ context }: PDFDocument, link: Element): boolean =>
  link.kids.some((kid) => isAnnotation(kid) && context.lookup(kid.annotation, PDFDict).has(TARGET[0]!))

/** An item of a table of contents refers to what it names by a Reference (14.8.4.4). */
function makeContents(list: Element): void {
  list.type = 'TOC'
  list.entries.delete(PDFName.of('A')) // of a list: how it is numbered
  for (const item of list.kids.filter(isA('LI'))) {
    item.type = 'TOCI'
    item.kids = [
      element(
        'Reference',
        item.kids.flatMap((kid) => (isA('LBody')(kid) ? kid.kids : [kid])),
      ),
    ]
  }
}

const LIST_KIDS: ReadonlySet<string> = new Set(['L', 'LI', 'Caption'])

/** All rows are of one length (ISO 14289-1, 7.5): the browser leaves out cells in which nothing is painted. */
function repairTable(document: PDFDocument, table: Element): void {
  const span = (cell: Element, key: 'ColSpan' | 'RowSpan'): number => {
    const value = attribute(document, cell, 'Table', key)
    return value instanceof PDFNumber ? value.asNumber() : 1
  }
  const rows = rowsOf(table)
  const widths = rows.map((row) => cellsOf(row).reduce((sum, cell) => sum + span(cell, 'ColSpan'), 0))
  for (const [index, row] of rows.entries())
    for (const cell of cellsOf(row))
      for (let below = 1; below < span(cell, 'RowSpan') && widths[index + below] !== undefined; below++)
        widths[index + below]! += span(cell, 'ColSpan')
  const width = Math.max(...widths)

  // In which column a header stands is known from a row that is complete.
  const columnOf = new Map<Element, number>()
  for (const [index, row] of rows.entries()) {
    if (widths[index] !== width) continue
    let column = 0
    for (const cell of cellsOf(row)) {
      const own = cellsOf(row)
      for (const header of [cell, ...(cell.headers ?? [])])
        if (header === cell || !own.includes(header)) columnOf.set(header, columnOf.get(header) ?? column)
      column += span(cell, 'ColSpan')
    }
  }
  for (const [index, row] of rows.entries()) {
    let missing = width - widths[index]!
    let column = 0
    const kids: Kid[] = []
    for (const cell of cellsOf(row)) {
      const known = [cell, ...(cell.headers ?? [])].flatMap((header) => columnOf.get(header) ?? [])
      for (const wanted = Math.max(0, ...known); missing > 0 && column < wanted; missing--, column++)
        kids.push(element('TD', []))
      kids.push(cell)
      column += span(cell, 'ColSpan')
    }
    for (; missing > 0; missing--) kids.push(element('TD', []))
    row.kids = kids
  }
}

const rowsOf = (table: Element): Element[] =>
  table.kids.flatMap((kid): Element[] =>
    !isElement(kid) ? [] : kid.type === 'TR' ? [kid] : ROW_GROUPS.has(kid.type) ? rowsOf(kid) : [],
  )
const ROW_GROUPS: ReadonlySet<string> = new Set(['THead', 'TBody', 'TFoot'])
const cellsOf = (row: Element): Element[] =>
  row.kids.filter((kid): kid is Element => isA('TD')(kid) || isA('TH')(kid))

/** A link that is broken over lines is one link. */
function joinLinks(document: PDFDocument, kids: readonly Kid[]): Kid[] {
  const joined: Kid[] = []
  for (const kid of kids) {
    const before = joined.at(-1)
    const target = isA('Link')(kid) ? targetOf(document, kid) : undefined
    if (target !== undefined && before && isA('Link')(before) && targetOf(document, before) === target)
      before.kids.push(...(kid as Element).kids)
    else joined.push(kid)
  }
  return joined
}

const isAnnotation = (kid: Kid): kid is Annotation => !isElement(kid) && !isMarked(kid)

function targetOf({ context }: PDFDocument, link: Element): string | undefined {
  const found = link.kids.find(isAnnotation)
  const annotation = found && context.lookupMaybe(found.annotation, PDFDict)
  return annotation && TARGET.map((key) => annotation.lookup(key)?.toString() ?? '').join(' ')
}
const TARGET = [PDFName.of('Dest'), PDFName.of('A')]

/**
 * A table with a column for each language, as its head says, is laid out side by side to be compared; read aloud it would
 * change its language with every cell. It becomes a section for each language. A row that has a head of its own is an item
 * of a list, and the head its label; it stands on the page once, so the other languages tell it by its text.
 */
function readLanguageFirst(
  document: PDFDocument,
  root: Element,
  languages: readonly [Tag, ...Tag[]],
  textOf: (marked: Marked) => string,
): void {
  if (languages.length < 2) return
  const visit = (node: Element, inherited: Tag): void => {
    const lang = node.lang ?? inherited
    node.kids = node.kids.flatMap((kid): Kid[] => {
      if (!isElement(kid)) return [kid]
      const own = kid.lang ?? lang
      const heads = kid.type === 'Table' ? cellsOf(rowsOf(kid)[0] ?? kid).filter(isA('TH')) : []
      if (heads.length === languages.length && heads.every((head, i) => (head.lang ?? own) === languages[i]))
        return heads.map((head, i) =>
          section(document, kid, head, languages[i]!, own, i > 0 ? textOf : undefined),
        )
      visit(kid, lang)
      return [kid]
    })
  }
  visit(root, languages[0])
}

/** @param inherited the table's language @param labelText given where the labels' glyphs belong to another section */
function section(
  document: PDFDocument,
  table: Element,
  head: Element,
  lang: Tag,
  inherited: Tag,
  labelText?: (marked: Marked) => string,
): Element {
  const own = (cell: Element) => {
    const spoken = cell.lang ?? inherited
    return spoken === lang ? undefined : spoken
  }
  const kids: Kid[] = [...head.kids]
  for (const row of rowsOf(table).slice(1)) {
    const cell = cellsOf(row).find(({ headers }) => headers?.includes(head))
    if (!cell?.kids.length) continue
    const label = cellsOf(row).find(isA('TH'))
    if (!label) {
      const spoken = own(cell)
      kids.push(
        ...(spoken === undefined ? paragraphs(cell.kids) : [element('Div', paragraphs(cell.kids), spoken)]),
      )
      continue
    }
    const item = element('LI', [labelOf(label, labelText), element('LBody', cell.kids, own(cell))])
    const before = kids.at(-1)
    if (before && isA('L')(before)) before.kids.push(item)
    else {
      const list = element('L', [item])
      setAttribute(document, list, 'List', 'ListNumbering', 'Decimal')
      kids.push(list)
    }
  }
  return element('Sect', kids, lang)
}

function labelOf(cell: Element, textOf?: (marked: Marked) => string): Element {
  const label = element('Lbl', textOf ? [] : cell.kids)
  if (textOf) {
    const text = [...elementsOf(cell)].flatMap(({ kids }) => kids.filter(isMarked).map(textOf)).join('')
    label.entries.set(PDFName.of('ActualText'), PDFHexString.fromText(text))
  }
  return label
}
