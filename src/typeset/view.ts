/** What a template sees: everything worked out, nothing left to do but to place it. */
import type { Area } from '../model/area.js'
import type { Block } from '../model/block.js'
import type { Deliverable } from '../model/deliverable.js'
import {
  detailOf,
  type Group,
  inOrder,
  type IsoDate,
  localise,
  type Localised,
  type Paper,
  type Publication,
  type Statement,
  type Tag,
} from '../model/publication.js'
import type { Labels, Margins, Template } from '../model/template.js'
import { blockHtml } from './blocks.js'
import { cssString } from './css.js'
import { setSpaces } from './spacing.js'
import type { Recall } from './typeset.js'

/** A text and its language: the wanted one, or the publication's first where a translation is missing. */
export interface Said {
  readonly lang: Tag
  readonly text: string
}

export interface ColumnView {
  readonly lang: Tag
  /** The language's own name for itself, with a capital as a heading has it. */
  readonly languageName: string
  readonly title: string
  /** What running heads call the text: the wording «short-title», else the title. */
  readonly shortTitle: Said
  readonly subtitle: string | null
  /** `text` is the authors' date line, else the publication's date written out in the language. */
  readonly date: { readonly iso: IsoDate; readonly text: string }
  readonly closing: Said | null
  readonly labels: Readonly<Record<string, string>>
  readonly wording: Readonly<Record<string, Said>>
  /** The paragraphs that have a number. */
  readonly paragraphs: readonly BlockView[]
  /** The text, block by block. */
  readonly blocks: readonly BlockView[]
  /** The same as it runs on: neighbouring numbered paragraphs are one list. */
  readonly flow: readonly FlowView[]
  readonly groups: readonly GroupView[]
}

export interface BlockView {
  readonly kind: Block['kind']
  readonly numbered: boolean
  /** Of a numbered paragraph. */
  readonly number: number | null
  readonly id: string
  readonly lang: Tag
  /** The block as an element that has the id; of a numbered paragraph what is within it. */
  readonly html: string
}

/** A list of numbered paragraphs, or another block. */
export type FlowView =
  | { readonly paragraphs: readonly BlockView[]; readonly html: null }
  | { readonly paragraphs: null; readonly html: string }

export interface GroupView {
  readonly id: string
  readonly title: Said
  readonly signatories: readonly SignatoryView[]
  /** The same in pieces, each to be a list of its own. */
  readonly pieces: Pieces<SignatoryView>
  /** Of the largest number. */
  readonly digits: number
}

export interface SignatoryView {
  readonly number: number
  readonly name: NameView
}

/** A list in pieces of nearly one length: the browser takes ever longer for a list that it gets as a whole. */
export type Pieces<T> = readonly (readonly T[])[]

/** A name, and beside it affiliation and role. */
export interface NameView extends Said {
  readonly detail: Said | null
}

/** Things side by side: the same one in every language. */
export interface Row<T, N = number> {
  readonly number: N
  readonly cells: readonly T[]
}

export interface View extends ColumnView {
  readonly slug: string
  readonly symbol: string | null
  readonly publisher: string | null
  readonly accent: string
  readonly paper: Paper
  readonly margins: Margins
  readonly area: Area
  /** Values as CSS writes them. */
  readonly knobs: Readonly<Record<string, string>>
  /** One column a language; a page in one language has one. */
  readonly columns: readonly ColumnView[]
  /** The paragraphs that have a number. */
  readonly paragraphRows: readonly Row<BlockView, number | null>[]
  readonly blockRows: readonly (Row<BlockView, number | null> & Pick<BlockView, 'kind' | 'numbered'>)[]
  readonly groupRows: readonly {
    readonly titles: readonly Said[]
    readonly signatoryRows: readonly Row<NameView>[]
    /** The same in pieces, each to be a table within a cell that goes over all columns. */
    readonly pieces: Pieces<Row<NameView>>
  }[]
  /** In a table of rows with a cell for a number and one a language. */
  readonly cellsInRow: number
  /** For a place where all languages stand together: each text once, however many of them share it. */
  readonly sharedGroups: readonly {
    readonly titles: readonly Said[]
    readonly signatories: readonly SharedSignatoryView[]
    readonly pieces: Pieces<SharedSignatoryView>
    readonly digits: number
  }[]
  readonly sharedClosing: readonly Said[]
}

export interface SharedSignatoryView {
  readonly number: number
  readonly names: readonly Said[]
  readonly details: readonly Said[]
}

/**
 * Chromium snaps paper to a grid of its own and loses up to half a pixel in width. A body of whole pixels that is never wider
 * than the printed page has the same lines on screen, where they are measured, and on paper. In height it breaks pages at
 * whole pixels, rounded up: a line that ends between the two is on the page.
 */
export function areaOf(
  paper: Pick<Paper, 'widthMm' | 'heightMm'>,
  { margins, multiple }: Pick<Template, 'margins' | 'multiple'>,
): Area {
  const px = (mm: number) => (mm * 96) / 25.4
  const EXACT = 1 / 64 // the unit of its layout
  return {
    widthPx: Math.floor(px(paper.widthMm - margins.left - margins.right) - 0.5),
    heightPx: Math.ceil(px(paper.heightMm - margins.top - margins.bottom) - EXACT),
    multiple,
    facing: margins.mirrored,
  }
}

/** The view of one deliverable: its first language's column, with the others beside it. */
export function view(
  publication: Publication,
  deliverable: Deliverable,
  labels: ReadonlyMap<Tag, Labels>,
  recall: Recall,
): View {
  const columns = deliverable.languages.map((lang) =>
    column(publication, lang, deliverable.languages[0], labels.get(lang)!, recall),
  )
  const first = columns[0]!
  const groupRows = first.groups.map((group, index) => {
    const signatoryRows = group.signatories.map(({ number }, row) => ({
      number,
      cells: columns.map((each) => each.groups[index]!.signatories[row]!.name),
    }))
    const titles = columns.map((each) => each.groups[index]!.title)
    return { titles, signatoryRows, pieces: inPieces(signatoryRows) }
  })
  return {
    ...first,
    slug: publication.slug,
    symbol: publication.symbol ?? null,
    publisher: publication.publisher ?? null,
    accent: publication.accent,
    paper: deliverable.edition.paper,
    margins: deliverable.template.margins,
    area: areaOf(deliverable.edition.paper, deliverable.template),
    knobs: Object.fromEntries(
      [...deliverable.edition.knobs].map(([key, value]) => [
        key,
        deliverable.template.knobs.get(key)!.kind === 'family' ? cssString(value) : value,
      ]),
    ),
    columns,
    paragraphRows: first.paragraphs.map(({ number }, index) => ({
      number,
      cells: columns.map((each) => each.paragraphs[index]!),
    })),
    blockRows: first.blocks.map(({ kind, numbered, number }, index) => ({
      kind,
      numbered,
      number,
      cells: columns.map((each) => each.blocks[index]!),
    })),
    groupRows,
    cellsInRow: 1 + columns.length,
    sharedGroups: groupRows.map(({ titles, signatoryRows }) => {
      const signatories = signatoryRows.map(({ number, cells }) => ({
        number,
        names: eachOnce(cells),
        details: eachOnce(cells.flatMap(({ detail }) => detail ?? [])),
      }))
      return { titles: eachOnce(titles), signatories, ...asPrinted(signatories) }
    }),
    sharedClosing: eachOnce(columns.flatMap(({ closing }) => closing ?? [])),
  }
}

/** None is much shorter than the others: the last would hold a name or two that could stand alone on a page. */
function inPieces<T>(list: readonly T[]): Pieces<T> {
  const count = Math.ceil(list.length / LONGEST_PIECE)
  const at = (piece: number) => Math.round((piece * list.length) / count)
  return Array.from({ length: count }, (_, piece) => list.slice(at(piece), at(piece + 1)))
}
const LONGEST_PIECE = 100

const asPrinted = <T>(signatories: readonly T[]) => ({
  pieces: inPieces(signatories),
  digits: String(signatories.length).length,
})

/** The first of those that say the same. */
const eachOnce = (texts: readonly Said[]): readonly Said[] =>
  texts.filter(({ text }, index) => texts.findIndex((other) => other.text === text) === index)

/** @param first the file's first language, by which lists are sorted */
function column(publication: Publication, lang: Tag, first: Tag, labels: Labels, recall: Recall): ColumnView {
  const fallback = publication.languages[0]
  const statement = statementIn(publication, lang)
  const spaced = (text: string, lang: Tag, kind: 'text' | 'title' = 'title') =>
    recall(`spaces ${kind} ${lang} ${text}`, () => setSpaces(text, lang, kind))
  const said = (text: Localised): Said => {
    const found = localise(text, lang, fallback)!
    return { lang: found.lang, text: spaced(found.text, found.lang) }
  }
  const closing = statement.closing ?? statementIn(publication, fallback).closing
  const group = (group: Group): GroupView => {
    const signatories = inOrder(group, first, fallback).map((signatory, index) => {
      const detail = detailOf(signatory, lang, fallback)
      return {
        number: index + 1,
        name: {
          ...said(signatory.names),
          detail: detail ? { lang: detail.lang, text: spaced(detail.text, detail.lang) } : null,
        },
      }
    })
    return { id: group.id, title: said(group.title), signatories, ...asPrinted(signatories) }
  }
  const title = spaced(statement.title.text, lang)
  const setting = { lang, exceptions: publication.hyphenation, recall }
  const blocks = statement.body.map((block): BlockView => {
    const id = `${lang}-${block.id}`
    const numbered = block.kind === 'numbered'
    const html = blockHtml(block, setting, numbered ? undefined : id)
    const number = numbered ? block.number : null
    return { kind: block.kind, numbered, number, id, lang, html }
  })
  const wording = new Map([...publication.wording].map(([key, text]) => [key, said(text)] as const))
  return {
    lang,
    languageName: capital(new Intl.DisplayNames(lang, { type: 'language' }).of(lang) ?? lang, lang),
    title,
    shortTitle: wording.get('short-title') ?? { lang, text: title },
    subtitle: statement.subtitle ? spaced(statement.subtitle.text, lang) : null,
    date: {
      iso: publication.date,
      text: statement.date?.text ?? capital(dateInWords(publication.date, lang), lang),
    },
    closing: closing ? { lang: closing.lang, text: spaced(closing.text, closing.lang, 'text') } : null,
    labels: Object.fromEntries(labels),
    wording: Object.fromEntries(wording),
    paragraphs: blocks.filter(({ numbered }) => numbered),
    blocks,
    flow: flowOf(blocks),
    groups: publication.groups.filter(({ signatories }) => signatories.length).map(group),
  }
}

function flowOf(blocks: readonly BlockView[]): readonly FlowView[] {
  const flow: FlowView[] = []
  let list: BlockView[] | undefined
  for (const block of blocks) {
    if (!block.numbered) {
      list = undefined
      flow.push({ paragraphs: null, html: block.html })
    } else if (list) list.push(block)
    else flow.push({ paragraphs: (list = [block]), html: null })
  }
  return flow
}

const capital = (text: string, lang: Tag): string =>
  text.replace(/^./u, (letter) => letter.toLocaleUpperCase(lang))

const statementIn = (publication: Publication, lang: Tag): Statement =>
  publication.statements.find((statement) => statement.lang === lang)!

/** The date with its weekday, as the language writes it in full. */
const dateInWords = (date: IsoDate, lang: Tag): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
