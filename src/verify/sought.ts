/** The texts that a file must hold, each with its neighbours, and with its place once that is known. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Leaf, Passage } from '../model/passage.js'
import type { FileText, Place } from './file-text.js'
import { type Comparable, comparable } from './normal.js'

/** A leaf of a passage to be found, and where it is once that is known. */
export interface Sought {
  readonly passage: Passage
  readonly leaf: Leaf
  readonly text: Comparable
  /** All that its column holds, and which of these it is. */
  readonly column: readonly Sought[]
  readonly index: number
  place?: Place
  /** It stands there to the letter. */
  whole?: boolean
}

/** Column by column, in the order of the source. */
export function columnsOf(passages: readonly Passage[]): readonly (readonly Sought[])[] {
  const columns = new Map<string, Sought[]>()
  for (const passage of passages) {
    const column = columns.get(passage.column) ?? []
    columns.set(passage.column, column)
    for (const leaf of passage.leaves) {
      const text = comparable(leaf.text)
      if (text.key) column.push({ passage, leaf, text, column, index: column.length })
    }
  }
  return [...columns.values()]
}

export interface Slip {
  readonly code:
    | 'passage-missing'
    | 'passage-moved'
    | 'passage-doubled'
    | 'word-missing'
    | 'word-doubled'
    | 'word-changed'
    | 'word-broken'
  readonly word: string
  readonly instead: string
}

/** What findings of a file have in common. */
export interface Told {
  readonly file: string
  /** The template that sets it is Broadside's own. */
  readonly stock: boolean
}

/** @param at a place of the file's key */
export function tellSlip(
  { what, column }: Passage,
  { code, ...slip }: Slip,
  at: number,
  text: FileText,
  { file, stock }: Told,
): Diagnostic {
  return diagnose(code, { file, page: text.pageAt(at) }, { ...slip, what, language: column, stock })
}

/** How a text begins, as a message quotes it. */
export const beginningOf = (plain: string): string => plain.split(/\s/).slice(0, 4).join(' ')
