/** The publication as the rest of Broadside sees it: plain readonly values, each text knowing its language and origin. */

import type { Block } from './block.js'
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
  readonly closing?: Text
  readonly body: readonly BodyBlock[]
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
}

export const ORDERS = ['file', 'name', 'country', 'joined'] as const
export type Order = (typeof ORDERS)[number]

export interface Group {
  readonly id: string
  readonly title: Localised
  /** What its signatories are sorted by; see `inOrder`. */
  readonly order: Order
  readonly signatories: readonly Signatory[]
}

export interface Publication {
  readonly slug: string
  /** A document symbol such as «A/C.3/76/L.1». */
  readonly symbol?: string
  /** Who hands the files out. */
  readonly publisher?: string
  readonly date: IsoDate
  /** The order of columns and sections; what has no text of its own falls back to the first. */
  readonly languages: readonly [Tag, ...Tag[]]
  /** The accent colour as CSS writes it: «#9b1c20». */
  readonly accent: string
  /** Labels that belong to this text rather than to a template, such as the short title of running heads. */
  readonly wording: ReadonlyMap<string, Localised>
  /** Words with a hyphen wherever they may be divided, for which the patterns of their language do not hold. */
  readonly hyphenation: ReadonlyMap<Tag, readonly string[]>
  readonly groups: readonly Group[]
  readonly statements: readonly Statement[]
  /** Pixels to an inch of the statements' pictures that say so, by their address. */
  readonly resolutions: ReadonlyMap<string, number>
  readonly editions: readonly Edition[]
}

/** A product: a template on a paper with its settings. It gives one file a language or one file for all. */
export interface Edition {
  readonly name: string
  readonly template: string
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
  readonly name: string
  readonly orientation: 'portrait' | 'landscape'
  readonly widthMm: number
  readonly heightMm: number
}

/**
 * The signatories of a group as a file in this language lists them: by the language's own alphabet where they are sorted by
 * name or country, in the order of the file where these are the same.
 */
export function inOrder({ order, signatories }: Group, lang: Tag, fallback: Tag): readonly Signatory[] {
  if (order === 'file') return signatories
  const collator = new Intl.Collator(lang)
  const countries = new Intl.DisplayNames(lang, { type: 'region' })
  const keyOf = ({ names, country, joined }: Signatory): string => {
    switch (order) {
      case 'name':
        return localise(names, lang, fallback)?.text ?? ''
      case 'country':
        return country === undefined ? LAST : (countries.of(country) ?? country)
      case 'joined':
        return joined ?? LAST
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

/** The text in the wanted language, else in the fallback, whose tag it then keeps. */
export function localise(text: Localised, wanted: Tag, fallback: Tag): Text | undefined {
  return text.get(wanted) ?? text.get(fallback)
}
