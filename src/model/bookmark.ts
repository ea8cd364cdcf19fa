/** The outline of a finished file, as readers show it beside the pages. */
import type { Tag } from './publication.js'

export interface Bookmark {
  readonly title: string
  /** The language in whose part of the file it leads somewhere. */
  readonly lang: Tag
  /** What it leads to begins with these words; without them it leads to the first of those below it. */
  readonly text?: string
  /** A heading if there is one that begins so, wherever else the words stand before it: on a cover, in the contents. */
  readonly heading?: boolean
  readonly below: readonly Bookmark[]
}
