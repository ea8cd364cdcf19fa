/** Finds the places of texts that stand whole in a file: by their letters, in the order of their column, in their language. */
import { type FileText, PIECE, type Place, SIGN, type Unit, WORD } from './file-text.js'
import type { Tag } from '../model/publication.js'
import { matchInOrder } from './in-order.js'
import type { Sought } from './sought.js'

/** A place that holds the letters of a text. */
interface Candidate extends Place {
  readonly id: number
}

/**
 * What the structure parts is looked through first, then what stands between other words; a text's own language first, then any;
 * and texts of which the file holds fewer than it should last, when their neighbours tell which one is missing.
 * @param columns as `columnsOf` gives them
 */
export function placeWhole(columns: readonly (readonly Sought[])[], text: FileText): void {
  const strict = columns.length > 1 ? [true, false] : [false]
  for (const complete of [true, false])
    for (const inLanguage of strict)
      for (const edge of [PIECE, WORD | PIECE, SIGN | WORD | PIECE])
        for (const column of columns)
          for (const gap of gapsOf(column, text.key.length)) place(gap, text, { complete, inLanguage, edge })
}

/** Neighbours of a column whose places are not known, and where they must be. */
export interface Gap extends Place {
  readonly sought: readonly Sought[]
}

export function gapsOf(column: readonly Sought[], end: number): readonly Gap[] {
  const gaps: Gap[] = []
  let [from, run]: [number, Sought[]] = [0, []]
  const close = (to: number): void => {
    if (run.length) gaps.push({ sought: run, from, to })
    run = []
  }
  for (const each of column)
    if (each.place) {
      close(each.place.from)
      from = each.place.to
    } else run.push(each)
  close(end)
  return gaps
}

interface Search {
  /** Leave out what the gap holds too few of. */
  readonly complete: boolean
  readonly inLanguage: boolean
  /** What must end where a text begins and where it ends. */
  readonly edge: number
}

function place({ sought, from, to }: Gap, text: FileText, { complete, inLanguage, edge }: Search): void {
  const ids = new Map<string, number>()
  const groups: Sought[][] = []
  for (const each of sought) {
    const id = ids.get(each.text.key) ?? groups.push([]) - 1
    ids.set(each.text.key, id)
    groups[id]!.push(each)
  }
  const fits = (each: Sought, place: Place): boolean =>
    !inLanguage || speaks(text.unitAt(place.from)!, each, text.langAt(place.from))
  const candidates = candidatesIn({ from, to }, ids, text, edge).filter((each) =>
    groups[each.id]!.some((one) => fits(one, each)),
  )
  const tally = new Int32Array(groups.length)
  for (const { id } of candidates) tally[id]!++
  const wanted = sought.filter((each) => {
    const id = ids.get(each.text.key)!
    if (edge & SIGN && each.passage.section === 'body') return false // of which a sign would be a part
    return !complete || tally[id]! >= groups[id]!.length
  })
  const matched = matchInOrder(
    wanted.map((each) => ids.get(each.text.key)!),
    candidates.map(({ id }) => id),
  )
  let last = from
  for (const [index, each] of wanted.entries()) {
    const found = candidates[matched[index]!]
    if (!found || found.from < last || !text.isFree(found) || !fits(each, found)) continue
    each.place = { from: found.from, to: found.to }
    text.claim(found)
    last = found.to
  }
}

/**
 * Whether a block is of the text's language, and part of its column, which may be of another one.
 * @param inline the language of what stands in the block there
 */
export const speaks = ({ lang, home }: Unit, { leaf, passage }: Sought, inline?: Tag): boolean =>
  passage.shared || ([lang, inline].includes(leaf.lang) && home === passage.column)

/** Where one of the texts stands whole, in the order of the file. */
function candidatesIn(
  { from, to }: Place,
  ids: ReadonlyMap<string, number>,
  { key, ends, claimed }: FileText,
  edge: number,
): readonly Candidate[] {
  const lengths = [...new Set([...ids.keys()].map(({ length }) => length))].sort((a, b) => b - a)
  const found: Candidate[] = []
  for (let at = from; at < to; at++) {
    if (!(ends[at]! & edge) || claimed[at]) continue
    for (const length of lengths) {
      const end = at + length
      if (end > to || !(ends[end]! & edge) || claimed[end - 1]) continue
      const id = ids.get(key.slice(at, end))
      if (id !== undefined) found.push({ id, from: at, to: end })
    }
  }
  return found
}
