/** What a template folder holds and what it asks for. */
import type { Furniture, Stand } from './passage.js'
import type { Paper } from './publication.js'
import type { FaceName } from './face.js'

/** The parts that a template's faces set; each text of the source belongs to one of them. */
export const ROLES = ['title', 'subtitle', 'text', 'names', 'apparatus'] as const
export type Role = (typeof ROLES)[number]

/** What a knob's value may be. A `count` is a whole number from 1 on, a `family` one of the template's faces. */
export const KINDS = ['length', 'number', 'count', 'colour', 'family'] as const
export type Kind = (typeof KINDS)[number]

export interface Knob {
  readonly kind: Kind
  readonly default: string
  readonly about: string
  /** Between which lengths copyfit may turn it, if it may: a length. */
  readonly fit?: Range
}

/** Two lengths of one unit: «9pt..12pt». */
export interface Range {
  readonly from: number
  readonly to: number
  readonly unit: string
}

/** A text file of a template: Handlebars or a style sheet. */
export interface Source {
  readonly file: string
  readonly text: string
}

export interface Template {
  readonly name: string
  /** The folder that its style sheet and pictures are in. */
  readonly folder: string
  readonly about: string
  /** `each`: a file a language. `all`: one file with all languages in it. */
  readonly languages: 'each' | 'all'
  /** How many languages a file of it is made for; any number if it does not say. */
  readonly madeFor?: { readonly least: number; readonly most: number }
  readonly paper: string
  readonly orientation?: Paper['orientation']
  readonly margins: Margins
  /** The pages of the file are a multiple of this: 4 where sheets are folded and stitched, else 1. */
  readonly multiple: number
  /** Paragraphs are printed with their numbers. */
  readonly numbers: boolean
  /** What stands of a language's texts, in the order of its pages. */
  readonly texts: readonly Stand[]
  readonly faces: ReadonlyMap<Role, readonly FaceName[]>
  readonly knobs: ReadonlyMap<string, Knob>
  readonly limits: Limits
  /** Words that the template repeats on its pages; see `typeset/passages.ts`. */
  readonly furniture: readonly Furniture[]
  readonly page: Source
  readonly partials: ReadonlyMap<string, Source>
  readonly styles: readonly Source[]
}

/** The families that a template sets, each once. */
export const familiesOf = ({ faces }: Pick<Template, 'faces'>): readonly string[] => [
  ...new Set([...faces.values()].flat().map(({ family }) => family)),
]

/** What justified lines may look like before the build warns. */
export interface Limits {
  /** Word space of the worst line over its natural width. */
  readonly stretch: number
}

/** The page margins, in millimetres; of a right-hand page if they are mirrored on left-hand pages. */
export interface Margins {
  readonly mirrored: boolean
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** The words of the templates in one language, by key. */
export type Labels = ReadonlyMap<string, string>
