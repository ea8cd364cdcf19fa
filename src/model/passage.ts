/** What a finished file must hold to the letter, and what its template sets beside that. */
import type { Tag } from './publication.js'

/** A text of the publication that the file holds, its words in this order. */
export interface Passage {
  /** What it is, as a message says it: «paragraph 3», «signatory 12 (other)». */
  readonly what: string
  /** The language whose column or file it stands in; passages of one column stand in their order. */
  readonly column: Tag
  readonly text: string
  /** Its number in a list of the column, which the template may print before it. */
  readonly item?: { readonly list: string; readonly number: number }
}

/** Words that the template sets on every page from the given one on. «{page}» and «{pages}» stand for numbers. */
export interface Furniture {
  readonly text: string
  readonly from: number
}
