/** What a template folder holds and what it asks for. */
import type { Furniture, Stand } from './passage.js'
import type { Paper, Publication, Tag } from './publication.js'
import type { FaceName } from './face.js'

/** The parts that a template's faces set; each text of the source belongs to one of them. */
export const ROLES = ['title', 'subtitle', 'headings', 'text', 'names', 'apparatus'] as const
export type Role = (typeof ROLES)[number]

/** Families of a publication's own: by the part that they set in place of the template's, and those that come behind every part's. */
export interface Fonts {
  readonly parts: ReadonlyMap<Role, readonly string[]>
  readonly fallback: readonly string[]
}

/**
 * What a knob's value may be. A `count` is a whole number from 1 on; a `family` is one of the template's and stands for the
 * families of its part; a `choice` is one of the knob's own words.
 */
export const KINDS = ['length', 'number', 'count', 'colour', 'family', 'choice'] as const
export type Kind = (typeof KINDS)[number]

export interface Knob {
  readonly kind: Kind
  readonly default: string
  readonly about: string
  /** What may be chosen, where it is a choice. */
  readonly choices: readonly string[]
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
  /** Footnotes stand at the foot of the page, or where the template places them. */
  readonly notes: 'foot' | 'end'
  /** What stands of a language's texts, in the order of its pages. */
  readonly texts: readonly PlacedText[]
  /** What depends on how much there is to print, by name. */
  readonly conditions: ReadonlyMap<string, Condition>
  /** The faces that set each part, family by family in the order in which they fall back. */
  readonly faces: ReadonlyMap<Role, readonly FaceName[]>
  /** The families that template.yaml names, each with the part that it sets. */
  readonly families: ReadonlyMap<string, Role>
  readonly knobs: ReadonlyMap<string, Knob>
  readonly limits: Limits
  /** Words that the template repeats on its pages; see `typeset/passages.ts`. */
  readonly furniture: readonly Furniture[]
  readonly page: Source
  readonly partials: ReadonlyMap<string, Source>
  readonly styles: readonly Source[]
}

/** By this knob a template offers a field of colour over the edges of the paper, and a band for who prints to the margins alone. */
export const hasField = ({ knobs }: Pick<Template, 'knobs'>): boolean => knobs.has('masthead')

/** A text that a template places, always or under one of its conditions. */
export interface PlacedText {
  readonly text: Stand
  readonly when?: string
  readonly unless?: string
}

/** Holds if all of it does. */
export interface Condition {
  readonly languages?: Bounds
  readonly signatories?: Bounds
}

/** Both of them included: «..40», «41..», «2..4». */
export interface Bounds {
  readonly from: number
  readonly to: number
}

/** Which of a template's conditions hold for a file in these languages. */
export function conditionsThatHold(
  { conditions }: Pick<Template, 'conditions'>,
  { groups }: Pick<Publication, 'groups'>,
  languages: readonly Tag[],
): ReadonlyMap<string, boolean> {
  const signed = groups.reduce((sum, { signatories }) => sum + signatories.length, 0)
  const within = (count: number, bounds?: Bounds) => !bounds || (count >= bounds.from && count <= bounds.to)
  return new Map(
    [...conditions].map(([name, condition]) => [
      name,
      within(languages.length, condition.languages) && within(signed, condition.signatories),
    ]),
  )
}

/** What the template places then. */
export const textsWhere = (
  { texts }: Pick<Template, 'texts'>,
  holds: ReadonlyMap<string, boolean>,
): readonly Stand[] =>
  texts
    .filter(({ when, unless }) => (!when || holds.get(when)) && !(unless && holds.get(unless)))
    .map(({ text }) => text)

/** The families of some faces, each once. */
export const familiesOf = (faces: readonly FaceName[]): readonly string[] => [
  ...new Set(faces.map(({ family }) => family)),
]

/** The weights and styles of some faces, each once. */
export const slotsOf = (faces: readonly FaceName[]): readonly Omit<FaceName, 'family'>[] => [
  ...new Map(faces.map(({ weight, style }) => [`${weight} ${style}`, { weight, style }])).values(),
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
