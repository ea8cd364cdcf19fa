/** The texts that a file must hold, each with its neighbours, and with its place once that is known. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Passage } from '../model/passage.js'
import type { Slip } from './align.js'
import { type FileText, type Place, wordsOfSource } from './file-text.js'

/** A passage to be found, and where it is once that is known. */
export interface Sought {
  readonly passage: Passage
  /** Beginning with its number in a list where that could be taken for the text. */
  words: readonly string[]
  /** All that its column holds, and which of these it is. */
  readonly column: readonly Sought[]
  readonly index: number
  /** The same thing in all columns, in their order. */
  readonly row: readonly Sought[]
  place?: Place
  /** Its number in a list stands before it. */
  hasNumber?: boolean
}

export function columnsOf(passages: readonly Passage[]): readonly Sought[] {
  const [columns, rows] = [new Map<string, Sought[]>(), new Map<string, Sought[]>()]
  return passages.map((passage) => {
    const [column, row] = [columns.get(passage.column) ?? [], rows.get(passage.what) ?? []]
    columns.set(passage.column, column)
    rows.set(passage.what, row)
    const words = wordsOfSource(passage.text)
    const sought: Sought = { passage, words, column, index: column.length, row }
    column.push(sought)
    row.push(sought)
    return sought
  })
}

/** Between its nearest neighbours whose places are known: a column keeps its order. */
export function spaceFor({ column, index }: Sought, { words }: FileText): Place {
  let [before, after] = [index - 1, index + 1]
  while (before >= 0 && !column[before]!.place) before--
  while (after < column.length && !column[after]!.place) after++
  return { from: column[before]?.place!.to ?? 0, to: column[after]?.place!.from ?? words.length }
}

/** Whether the cells of its row would then stand in the order of the columns, as most templates have it. */
export function isInRow(sought: Sought, { from }: Place): boolean {
  const at = sought.row.indexOf(sought)
  return sought.row.every(
    ({ place }, index) => !place || (index < at ? place.from < from : index === at || place.from > from),
  )
}

type Finding = Omit<Slip, 'code'> & { readonly code: Slip['code'] | 'passage-missing' | 'passage-moved' }

export function tellSlip(
  { what, column }: Passage,
  slip: Finding,
  { words }: FileText,
  file: string,
): Diagnostic {
  const page = words[Math.min(slip.at, words.length - 1)]?.page ?? 1
  return diagnose(slip.code, { file, page }, { ...slip, what, language: column })
}
