/** What a finished file must hold to the letter, and what its template sets beside that. */
import type { Tag } from './publication.js'

/** A text of the publication that the file holds, its words in this order. */
export interface Passage {
  /** What it is, as a message says it: «paragraph 3», «signatory 12 (other)». */
  readonly what: string
  /** The language whose column or file it stands in; passages of one column stand in their order. */
  readonly column: Tag
  readonly text: string
  /** Its number in a list of the column, which the template may print before it, or must if it is needed. */
  readonly item?: { readonly list: string; readonly number: number; readonly needed?: boolean }
}

/**
 * The texts of a publication as a template places them. What is shared stands in one place for all languages: a name or a
 * line that is the same in several of them stands there once.
 */
export const STANDS = [
  'title',
  'subtitle',
  'body',
  'signatories',
  'shared-signatories',
  'closing',
  'shared-closing',
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
