/** What a template sees: everything worked out, nothing left to do but to place it. */
import type { Area } from '../model/area.js'
import { type Block, inlinesOf, notesIn } from '../model/block.js'
import { contrastOnWhite, LEGIBLE } from '../model/contrast.js'
import { countsOf, inFigures } from '../model/counts.js'
import type { Deliverable } from '../model/deliverable.js'
import {
  countryOf,
  detailOf,
  type Group,
  inOrder,
  type IsoDate,
  localise,
  type Localised,
  matterOf,
  type Paper,
  type PictureFile,
  type Publication,
  type Statement,
  type Tag,
} from '../model/publication.js'
import {
  conditionsThatHold,
  familiesOf,
  type Labels,
  type Margins,
  type Template,
} from '../model/template.js'
import { blockHtml, lineHtml, noteHtml, pictureUrl } from './blocks.js'
import { cssString, familyVariable } from './css.js'
import { hyphenate } from './hyphenation.js'
import { embargoText } from './page-mark.js'
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
  /** The wording «short-title» for capitals in a narrow column: words too long for one have soft hyphens. */
  readonly narrowTitle: Said | null
  readonly subtitle: string | null
  /** `text` is the authors' date line, else the publication's date written out in the language. */
  readonly date: { readonly iso: IsoDate; readonly text: string }
  /** Whom the text is written to. */
  readonly addressee: LinesView | null
  readonly closing: Said | null
  /** How many have signed, and from how many countries, in figures of the language; and how wide the first is, in em and roughly. */
  readonly counts: { readonly signatories: string; readonly countries: string; readonly width: number }
  /** Where the authors are reached: lines of HTML, with addresses as links. */
  readonly contact: LinesView | null
  /** The word for a draft, if it is one. */
  readonly draft: string | null
  /** A whole sentence: until when nothing is to be published. */
  readonly embargo: string | null
  readonly logo: (LogoView & { readonly lang: Tag }) | null
  readonly labels: Readonly<Record<string, string>>
  readonly wording: Readonly<Record<string, Said>>
  /** The paragraphs that have a number. */
  readonly paragraphs: readonly BlockView[]
  /** The text, block by block. */
  readonly blocks: readonly BlockView[]
  /** The same as it runs on: neighbouring numbered paragraphs are one list. */
  readonly flow: readonly FlowView[]
  /** Footnotes, of a template that places them itself. */
  readonly notes: readonly NoteView[]
  readonly groups: readonly GroupView[]
  /** The group, if there is one alone: the list then has its title, and no other. */
  readonly onlyGroup: GroupView | null
  /** How wide the title and its longest word are set, in em and roughly: so a template sets it as large as it can. */
  readonly titleWidth: { readonly whole: number; readonly word: number }
}

/** `html`: an element with the number and the text. */
export interface NoteView {
  readonly number: number
  readonly lang: Tag
  readonly html: string
}

/** Lines in one language: the wanted one, or the publication's first where there are none in that. */
export interface LinesView {
  readonly lang: Tag
  readonly lines: readonly string[]
}

/** A picture of a certain size. `style`: that, as CSS declares it. */
export interface LogoView {
  readonly url: string
  readonly alt: string
  readonly style: string
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
  /** Somebody in it has a detail: so names are set as heads of their details. */
  readonly detailed: boolean
  readonly signatories: readonly SignatoryView[]
  /** The same in pieces, each to be a list of its own. */
  readonly pieces: Pieces<SignatoryView>
  /** Of the largest number. */
  readonly digits: number
}

export interface SignatoryView {
  readonly number: number
  readonly name: NameView
  /** Only if the group prints countries. */
  readonly country: Said | null
  readonly logo: LogoView | null
}

/** A signatory in all languages. */
export type SignatoryRow = Row<NameView & Pick<SignatoryView, 'country'>> & Pick<SignatoryView, 'logo'>

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
  readonly authors: readonly string[]
  /** Whether any language of the file has such lines: where all stand side by side, a row of them is needed. */
  readonly any: Readonly<Record<'addressee' | 'contact', boolean>>
  readonly accent: string
  /** The accent as a colour of text: black, where it cannot be read on white. */
  readonly accentInk: string
  /** White cannot be read on the accent. */
  readonly accentIsPale: boolean
  readonly paper: Paper
  readonly margins: Margins
  readonly area: Area
  /** Values as CSS writes them. */
  readonly knobs: Readonly<Record<string, string>>
  /** Which of the template's conditions hold. */
  readonly conditions: Readonly<Record<string, boolean>>
  /** One column a language; a page in one language has one. */
  readonly columns: readonly ColumnView[]
  /** The paragraphs that have a number. */
  readonly paragraphRows: readonly Row<BlockView, number | null>[]
  readonly blockRows: readonly (Row<BlockView, number | null> & Pick<BlockView, 'kind' | 'numbered'>)[]
  readonly noteRows: readonly Row<NoteView>[]
  readonly groupRows: readonly {
    readonly titles: readonly Said[]
    /** Somebody in it has a detail. */
    readonly detailed: boolean
    readonly signatoryRows: readonly SignatoryRow[]
    /** The same in pieces, each to be a table within a cell that goes over all columns. */
    readonly pieces: Pieces<SignatoryRow>
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
  readonly sharedContact: readonly LinesView[]
}

export interface SharedSignatoryView {
  readonly number: number
  readonly names: readonly Said[]
  readonly countries: readonly Said[]
  readonly logo: LogoView | null
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

/** The family before the others of its part, if the publication sets the part in it at all. */
function familyKnob(family: string, { families, faces }: Template): string {
  const role = families.get(family)!
  const others = `var(${familyVariable(role)})`
  return familiesOf(faces.get(role)!).includes(family) ? `${cssString(family)}, ${others}` : others
}

/** The view of one deliverable: its first language's column, with the others beside it. */
export function view(
  publication: Publication,
  deliverable: Deliverable,
  labels: ReadonlyMap<Tag, Labels>,
  recall: Recall,
): View {
  const columns = deliverable.languages.map((lang) =>
    column(publication, deliverable, lang, labels.get(lang)!, recall),
  )
  const first = columns[0]!
  const accentIsPale = contrastOnWhite(publication.accent) < LEGIBLE
  const groupRows = first.groups.map((group, index) => {
    const signatoryRows = group.signatories.map(({ number, logo }, row): SignatoryRow => ({
      number,
      logo,
      cells: columns.map((each) => {
        const { name, country } = each.groups[index]!.signatories[row]!
        return { ...name, country }
      }),
    }))
    const titles = columns.map((each) => each.groups[index]!.title)
    const { detailed } = group
    return { titles, detailed, signatoryRows, pieces: inPieces(signatoryRows) }
  })
  return {
    ...first,
    slug: publication.slug,
    symbol: publication.symbol ?? null,
    publisher: publication.publisher ?? null,
    authors: publication.authors,
    any: {
      addressee: columns.some(({ addressee }) => addressee),
      contact: columns.some(({ contact }) => contact),
    },
    accent: publication.accent,
    accentInk: accentIsPale ? '#000000' : publication.accent,
    accentIsPale,
    paper: deliverable.edition.paper,
    margins: deliverable.template.margins,
    area: areaOf(deliverable.edition.paper, deliverable.template),
    knobs: Object.fromEntries(
      [...deliverable.edition.knobs].map(([key, value]) => [
        key,
        deliverable.template.knobs.get(key)!.kind === 'family'
          ? familyKnob(value, deliverable.template)
          : value,
      ]),
    ),
    conditions: Object.fromEntries(
      conditionsThatHold(deliverable.template, publication, deliverable.languages),
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
    noteRows: first.notes.map(({ number }, index) => ({
      number,
      cells: columns.map((each) => each.notes[index]!),
    })),
    groupRows,
    cellsInRow: 1 + columns.length,
    sharedGroups: groupRows.map(({ titles, signatoryRows }) => {
      const signatories = signatoryRows.map(({ number, logo, cells }) => ({
        number,
        names: eachOnce(cells),
        countries: eachOnce(cells.flatMap(({ country }) => country ?? [])),
        logo,
        details: eachOnce(cells.flatMap(({ detail }) => detail ?? [])),
      }))
      return { titles: eachOnce(titles), signatories, ...asPrinted(signatories) }
    }),
    sharedClosing: eachOnce(columns.flatMap(({ closing }) => closing ?? [])),
    sharedContact: columns
      .flatMap(({ contact }) => contact ?? [])
      .filter(({ lines }, at, all) => all.findIndex((each) => sameLines(each.lines, lines)) === at),
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

/** About as wide as a face for titles sets it. */
const emsOf = (text: string): number =>
  Array.from(text.replace(/[\p{M}\u00AD]/gu, '')).reduce((sum, letter) => sum + emOf(letter), 0)

function emOf(letter: string): number {
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(letter)) return 1
  if (/\s/.test(letter)) return 0.22
  return /\p{Lu}/u.test(letter) ? 0.66 : 0.53
}

const sameLines = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n')

/** The first of those that say the same. */
const eachOnce = (texts: readonly Said[]): readonly Said[] =>
  texts.filter(({ text }, index) => texts.findIndex((other) => other.text === text) === index)

function column(
  publication: Publication,
  { languages: [first], template }: Deliverable,
  lang: Tag,
  labels: Labels,
  recall: Recall,
): ColumnView {
  const fallback = publication.languages[0]
  const statement = statementIn(publication, lang)
  const spaced = (text: string, lang: Tag, kind: 'text' | 'title' = 'title') =>
    recall(`spaces ${kind} ${lang} ${text}`, () => setSpaces(text, lang, kind))
  const inSpaces = ({ lang, text }: Said): Said => ({ lang, text: spaced(text, lang) })
  const said = (text: Localised): Said => inSpaces(localise(text, lang, fallback)!)
  const [addressee, closing, contact] = [
    matterOf(publication, 'addressee', lang),
    matterOf(publication, 'closing', lang),
    matterOf(publication, 'contact', lang),
  ]
  const counts = countsOf(
    publication.groups.flatMap(({ signatories }) => signatories),
    [],
  )
  const group = (group: Group): GroupView => {
    // by the alphabet of the file's first language
    const signatories = inOrder(group, first, fallback, publication.countries).map((signatory, index) => {
      const detail = detailOf(signatory, lang, fallback)
      const country = group.countries ? countryOf(signatory, lang, publication.countries) : undefined
      return {
        number: index + 1,
        name: { ...said(signatory.names), detail: detail ? inSpaces(detail) : null },
        country: country ? inSpaces(country) : null,
        // Its name is beside it: to read it aloud, too, would say everything twice.
        logo: signatory.logo ? logoView(signatory.logo, '', OF_A_SIGNATORY) : null,
      }
    })
    const detailed = signatories.some(({ name }) => name.detail)
    return { id: group.id, title: said(group.title), detailed, signatories, ...asPrinted(signatories) }
  }
  const title = spaced(statement.title.text, lang)
  const notesBehind = template.notes === 'foot'
  const { hyphenation: exceptions, resolutions } = publication
  const setting = { lang, exceptions, recall, notesBehind, resolutions }
  const blocks = statement.body.map((block): BlockView => {
    const id = `${lang}-${block.id}`
    const numbered = block.kind === 'numbered'
    const html = blockHtml(block, setting, numbered ? undefined : id)
    const number = numbered ? block.number : null
    return { kind: block.kind, numbered, number, id, lang, html }
  })
  const { logo } = publication
  const logoAlt = logo && localise(logo.alt, lang, fallback)
  const wording = new Map([...publication.wording].map(([key, text]) => [key, said(text)] as const))
  const short = wording.get('short-title') ?? null
  const groups = publication.groups.filter(({ signatories }) => signatories.length).map(group)
  return {
    lang,
    languageName: capital(new Intl.DisplayNames(lang, { type: 'language' }).of(lang) ?? lang, lang),
    title,
    shortTitle: short ?? { lang, text: title },
    narrowTitle: short && { ...short, text: narrow(short, exceptions.get(short.lang)) },
    subtitle: statement.subtitle ? spaced(statement.subtitle.text, lang) : null,
    date: {
      iso: publication.date,
      text: statement.date?.text ?? capital(dateInWords(publication.date, lang), lang),
    },
    addressee: addressee ? linesView(addressee, ({ text, lang }) => spaced(text, lang)) : null,
    closing: closing ? { lang: closing.lang, text: spaced(closing.text, closing.lang, 'text') } : null,
    counts: {
      signatories: inFigures(counts.signatories, lang),
      countries: inFigures(counts.countries, lang),
      width: emsOf(inFigures(counts.signatories, lang)),
    },
    contact: contact
      ? linesView(
          contact.map((runs) => ({ runs, lang: runs[0]!.lang })),
          ({ runs, lang }) => lineHtml(runs, { ...setting, lang }),
        )
      : null,
    draft: publication.status ? labels.get(publication.status)! : null,
    embargo: publication.embargo
      ? spaced(embargoText(publication.embargo, lang, labels, 'full'), lang)
      : null,
    logo: logo
      ? {
          ...logoView(logo, logoAlt!.text, { heightMm: logo.heightMm, widthMm: LOGO_WIDTH_MM }),
          lang: logoAlt!.lang,
        }
      : null,
    labels: Object.fromEntries(labels),
    wording: Object.fromEntries(wording),
    paragraphs: blocks.filter(({ numbered }) => numbered),
    blocks,
    flow: flowOf(blocks),
    notes: (notesBehind ? [] : notesIn(statement.body.flatMap(inlinesOf))).map((note) => ({
      number: note.number,
      lang,
      html: noteHtml(note, setting),
    })),
    groups,
    onlyGroup: groups.length === 1 ? groups[0]! : null,
    titleWidth: {
      whole: emsOf(title),
      word: Math.max(...title.split(/\s+/).map(emsOf)),
    },
  }
}

const narrow = ({ lang, text }: Said, exceptions: readonly string[] | undefined): string =>
  text.replace(/\S+/g, (word) =>
    emsOf(word.toLocaleUpperCase(lang)) > NARROW_EM ? hyphenate(word, lang, exceptions) : word,
  )
/** What a column beside the axis takes of spaced capitals of the apparatus. */
const NARROW_EM = 7.5

/** The most that a logo takes of a line. */
const LOGO_WIDTH_MM = 44
const OF_A_SIGNATORY = { heightMm: 8, widthMm: 32 }

/** One that is wider for its height than there is room for is lower, not distorted. */
const logoView = (
  { url }: PictureFile,
  alt: string,
  { heightMm, widthMm }: { readonly heightMm: number; readonly widthMm: number },
): LogoView => ({
  url: pictureUrl(url),
  alt,
  style: `height:${heightMm}mm;max-width:${widthMm}mm;object-fit:contain`,
})

const linesView = <T extends { readonly lang: Tag }>(
  lines: readonly T[],
  set: (line: T) => string,
): LinesView => ({ lang: lines[0]!.lang, lines: lines.map(set) })

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

/** The date with its weekday, as the language writes it in full; no line ends between day and month, nor behind the year in «2022 г.». */
function dateInWords(date: IsoDate, lang: Tag): string {
  const format = new Intl.DateTimeFormat(lang, { dateStyle: 'full', timeZone: 'UTC' })
  const parts = format.formatToParts(new Date(`${date}T00:00:00Z`))
  const isDay = (at: number) => ['day', 'month'].includes(parts[at]?.type ?? '')
  return parts
    .map(({ value }, at) => {
      const text = value.replaceAll('\u202F', ' ') // which some versions of Node write and others do not
      if (isDay(at - 1) && isDay(at + 1)) return text.replaceAll(' ', '\u00A0')
      return parts[at - 1]?.type === 'year' ? text.replace(/^ /, '\u00A0') : text
    })
    .join('')
}
