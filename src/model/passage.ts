/** What a finished file must hold to the letter, and what its template sets beside that. */
import type { Tag } from './publication.js'

/** A text of the publication that the file holds. */
export interface Passage {
  /** What it is, as a message says it: «paragraph 3», «signatory 12 (other)». */
  readonly what: string
  /** The language whose column or file it stands in; passages of one column stand in their order. */
  readonly column: Tag
  /** What of the publication it is part of: the statement's text, a group of signatories, or a line of its own. */
  readonly section: string
  /** Its parts in their order, each set as one: paragraphs, items, cells. */
  readonly leaves: readonly Leaf[]
  /** Stands in one place for all languages, whatever that is tagged with. */
  readonly shared: boolean
}

/** A text without blocks within it. */
export interface Leaf {
  readonly text: string
  readonly lang: Tag
  /** What stands before it as the first thing in an item of a list, or in several that begin with it. */
  readonly labels: readonly Label[]
}

/** The number of an item, or its letter. */
export interface Label {
  /** Names the list within its column. */
  readonly list: string
  readonly text: string
  /** The template must print it; else it may. */
  readonly needed: boolean
  /** Each column has labels of its own; else one may serve all that stand beside it. */
  readonly own: boolean
}

/**
 * The texts of a publication as a template places them. What is shared stands in one place for all languages: a name or a
 * line that is the same in several of them stands there once.
 */
export const STANDS = [
  'title',
  'subtitle',
  'addressee',
  'paragraphs',
  'signatories',
  'shared-signatories',
  'closing',
  'shared-closing',
  'shared-contact',
  'contact',
] as const
export type Stand = (typeof STANDS)[number]

/**
 * Words that the template sets at the head of its pages' text from the given page on, or of all left or right ones.
 * «{page}» and «{pages}» stand for numbers.
 */
export interface Furniture {
  readonly text: string
  readonly from: number
  readonly on?: 'left' | 'right'
}

/** A page number, from 1, that was written for what has the id; 0 if there is nothing of that id. */
export interface PageNumber {
  readonly id: string
  readonly page: number
}
