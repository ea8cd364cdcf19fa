/** The publication as the rest of Broadside sees it: plain readonly values, each text knowing its language and origin. */

import { type Block, type Picture, picturesOf, type Run } from './block.js'
import type { Imposition } from './imposition.js'
import type { Range } from './template.js'

/** A BCP 47 language tag, in canonical form («en», «pt-BR»). */
export type Tag = string

/** A calendar date as ISO 8601 writes it: «2022-01-18». */
export type IsoDate = string

/** Where a value was written. `file` is an absolute path, `line` counts from 1. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** A run of text in one language. */
export interface Text {
  readonly lang: Tag
  readonly text: string
  readonly at: Place
}

/** One text in several languages; a language may be missing. */
export type Localised = ReadonlyMap<Tag, Text>

/**
 * A block of a statement's text, with what it is known by in all languages. `id` is made of small letters, figures and hyphens: «3» for the
 * paragraph of that number, else its kind and which of its kind it is. `name` says the same in a message: «Paragraph 3».
 */
export type BodyBlock = Block & { readonly id: string; readonly name: string }

/** One language's text of the publication. `date` is the date line as the authors wrote it. */
export interface Statement {
  readonly lang: Tag
  readonly file: string
  readonly title: Text
  readonly subtitle?: Text
  readonly date?: Text
  /** Whom it is written to, line by line. */
  readonly addressee?: readonly Text[]
  readonly closing?: Text
  /** Where the authors are reached, line by line; bare addresses are links. */
  readonly contact?: readonly (readonly Run[])[]
  /** What finished files say of themselves that they are about. */
  readonly keywords?: readonly Text[]
  readonly body: readonly BodyBlock[]
}

/** A picture file of the publication. `url` leads from the project's folder on, percent-encoded. */
export type PictureFile = Pick<Picture, 'url' | 'at'>

/** The picture that files carry at their head. `alt` says what it shows. */
export interface Logo extends PictureFile {
  readonly alt: Localised
  readonly heightMm: number
}

/** The date and hour until which nothing is to be published, as a clock shows them in the zone: «Europe/Berlin». */
export interface Embargo {
  readonly date: IsoDate
  /** «09:00» */
  readonly time: string
  readonly zone?: string
}

export interface Signatory {
  readonly group: string
  /** ISO 3166-1 alpha-2, where the signatory has a country that has a code. */
  readonly country?: string
  readonly names: Localised
  /** What a person belongs to, and is there. */
  readonly affiliations: Localised
  readonly roles: Localised
  readonly joined?: IsoDate
  readonly logo?: PictureFile
}

export const ORDERS = ['file', 'name', 'country', 'joined'] as const
export type Order = (typeof ORDERS)[number]

export interface Group {
  readonly id: string
  readonly title: Localised
  /** What its signatories are sorted by; see `inOrder`. */
  readonly order: Order
  /** Names are printed with their country. */
  readonly countries: boolean
  readonly signatories: readonly Signatory[]
}

export interface Publication {
  readonly slug: string
  /** A document symbol such as «A/C.3/76/L.1». */
  readonly symbol?: string
  /** Who hands the files out. */
  readonly publisher?: string
  /** Who wrote it, as finished files say of themselves. */
  readonly authors: readonly string[]
  /** `draft`: every page of every file says so. */
  readonly status?: 'draft'
  readonly embargo?: Embargo
  readonly logo?: Logo
  readonly date: IsoDate
  /** The order of columns and sections; what has no text of its own falls back to the first. */
  readonly languages: readonly [Tag, ...Tag[]]
  /** The accent colour as CSS writes it: «#9b1c20». */
  readonly accent: string
  /** Labels that belong to this text rather than to a template, such as the short title of running heads. */
  readonly wording: ReadonlyMap<string, Localised>
  /** Words with a hyphen wherever they may be divided, for which the patterns of their language do not hold. */
  readonly hyphenation: ReadonlyMap<Tag, readonly string[]>
  readonly countries: CountryNames
  readonly groups: readonly Group[]
  readonly statements: readonly Statement[]
  /** Pixels to an inch of the statements' pictures that say so, by their address. */
  readonly resolutions: ReadonlyMap<string, number>
  readonly editions: readonly Edition[]
}

/** Names of countries by their codes, where they differ from those that Unicode knows. */
export type CountryNames = ReadonlyMap<string, Localised>

/** A product: a template on a paper with its settings. It gives one file a language, one a pair of them or one for all. */
export interface Edition {
  readonly name: string
  readonly template: string
  /** Those of the publication that it takes, in the order of its columns and sections. */
  readonly languages: readonly [Tag, ...Tag[]]
  /** The language that stands beside each of the others, in a file of its own for each. */
  readonly pairs?: Tag
  readonly paper: Paper
  /** Values of the template's knobs, complete. */
  readonly knobs: ReadonlyMap<string, string>
  readonly fit?: Fit
  /** Whether there are files for a print shop, too. */
  readonly press: boolean
  /** With it there is a file for an office printer, too. */
  readonly office?: Imposition & { readonly at: Place }
}

/** Copyfit: the largest setting within the ranges at which each language has no more than so many pages. */
export interface Fit {
  readonly pages: number
  readonly ranges: ReadonlyMap<string, Range>
  readonly at: Place
}

export interface Paper {
  /** By its trade name, or else by its size as it was written: «A5», «5.5 × 8.5 in». */
  readonly name: string
  readonly orientation: 'portrait' | 'landscape'
  readonly widthMm: number
  readonly heightMm: number
}

/**
 * The signatories of a group as a file in this language lists them: by the language's own alphabet where they are sorted by
 * name or country, in the order of the file where these are the same.
 */
export function inOrder(
  { order, signatories }: Group,
  lang: Tag,
  fallback: Tag,
  names: CountryNames,
): readonly Signatory[] {
  if (order === 'file') return signatories
  const collator = new Intl.Collator(lang)
  const keyOf = (signatory: Signatory): string => {
    switch (order) {
      case 'name':
        return localise(signatory.names, lang, fallback)?.text ?? ''
      case 'country':
        return countryOf(signatory, lang, names)?.text ?? LAST
      case 'joined':
        return signatory.joined ?? LAST
      default:
        return order satisfies never
    }
  }
  return signatories
    .map((signatory) => ({ signatory, key: keyOf(signatory) }))
    .sort((a, b) =>
      a.key === LAST || b.key === LAST
        ? Number(a.key === LAST) - Number(b.key === LAST)
        : collator.compare(a.key, b.key),
    )
    .map(({ signatory }) => signatory)
}

/** What comes behind every other key. */
const LAST = '\uFFFF'

/** «Harbour Union, chair»: what is said of a signatory beside the name; undefined if there is nothing. */
export function detailOf({ affiliations, roles }: Signatory, lang: Tag, fallback: Tag): Text | undefined {
  const [affiliation, role] = [affiliations, roles].map((texts) => localise(texts, lang, fallback))
  if (!affiliation || !role) return affiliation ?? role
  return { ...affiliation, text: `${affiliation.text}, ${role.text}` }
}

/** The name of a signatory's country in the language. */
export function countryOf({ country, names }: Signatory, lang: Tag, own: CountryNames): Text | undefined {
  if (country === undefined) return undefined
  const regions = REGIONS.get(lang) ?? new Intl.DisplayNames(lang, { type: 'region' })
  REGIONS.set(lang, regions)
  const text = own.get(country)?.get(lang)?.text ?? regions.of(country) ?? country
  return { lang, text, at: [...names.values()][0]!.at }
}

/** By language: to make one takes longer than to ask it. */
const REGIONS = new Map<Tag, Intl.DisplayNames>()

/** What stands above and below a statement's text: in the language, else in the publication's first, whose tag it then keeps. */
export function matterOf<K extends 'addressee' | 'closing' | 'contact'>(
  { statements, languages }: Pick<Publication, 'statements' | 'languages'>,
  key: K,
  wanted: Tag,
): Statement[K] | undefined {
  const inLanguage = (tag: Tag) => statements.find(({ lang }) => lang === tag)?.[key]
  return inLanguage(wanted) ?? inLanguage(languages[0])
}

/** Every picture that the publication asks for. */
export const pictureFilesOf = ({
  statements,
  groups,
  logo,
}: Pick<Publication, 'statements' | 'groups' | 'logo'>): readonly PictureFile[] => [
  ...statements.flatMap(({ body }) => body.flatMap(picturesOf)),
  ...(logo ? [logo] : []),
  ...groups.flatMap(({ signatories }) => signatories.flatMap(({ logo }) => logo ?? [])),
]

/** The text in the wanted language, else in the fallback, whose tag it then keeps. */
export function localise(text: Localised, wanted: Tag, fallback: Tag): Text | undefined {
  return text.get(wanted) ?? text.get(fallback)
}
