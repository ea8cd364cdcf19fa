/** The numbers before the items of a list: no words of the texts, and not to be lost either. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { isMarker } from './align.js'
import type { FileText } from './file-text.js'
import { type Sought, tellSlip } from './sought.js'

export const numberOf = ({ passage: { item } }: Sought): string | undefined => item && String(item.number)
/** Names a list of a column. */
export const listOf = ({ passage: { column, item } }: Sought): string => `${column} ${item?.list}`
export const beginsLikeItsNumber = (sought: Sought): boolean =>
  sought.words[0] !== undefined && sought.words[0] === numberOf(sought)

/**
 * In which lists of which columns the template prints the numbers: before half of the items at least, for some may be lost, or
 * before any if they are needed. A list without a telling item is not there.
 */
export function numberedLists(sought: readonly Sought[], text: FileText): ReadonlyMap<string, boolean> {
  const tally = new Map<string, { least: number; printed: number }>()
  for (const each of sought) {
    if (numberOf(each) === undefined || !each.place) continue
    const count = tally.get(listOf(each)) ?? { least: 0, printed: 0 }
    tally.set(listOf(each), count)
    if (!each.passage.item!.needed) count.least += 1 / 2
    if (placeOfNumber(each, text) !== undefined || restOfNumber(each, text)) count.printed++
  }
  return new Map([...tally].map(([list, { least, printed }]) => [list, printed > 0 && printed >= least]))
}

/** Where its number stands before an item that has its place, if nobody has laid claim to it; signs of a list may come between. */
export function placeOfNumber(each: Sought, { words, claimed }: FileText): number | undefined {
  if (numberOf(each) === undefined) return undefined
  for (let at = each.place!.from - 1; at >= 0 && !claimed[at]; at--) {
    if (isNumber(words[at]!.text, numberOf(each))) return at
    if (!isMarker(words[at]!.text)) return undefined
  }
  return undefined
}

/** What stands before an item if the edge of the page's area has cut its number off: «0» of «10». */
function restOfNumber(each: Sought, { words, claimed }: FileText): string {
  const at = each.place!.from - 1
  const digits = claimed[at] ? '' : (words[at]?.text ?? '').replace(/^\P{N}+|\P{N}+$/gu, '')
  const number = numberOf(each)!
  return digits !== number && number.endsWith(digits) ? digits : ''
}

/** «12», «12.», «(12)». */
const isNumber = (text: string | undefined, number: string | undefined): boolean =>
  text !== undefined &&
  number !== undefined &&
  (text === number || text.replace(/^\P{N}+|\P{N}+$/gu, '') === number)

/** The numbers before the items of a list are nobody's doubled words. */
export function claimNumbers(
  sought: readonly Sought[],
  numbered: ReadonlyMap<string, boolean>,
  text: FileText,
): void {
  for (const each of sought) {
    if (!each.place || beginsLikeItsNumber(each) || !numbered.get(listOf(each))) continue
    const at = placeOfNumber(each, text)
    if (at === undefined) continue
    text.claimed[at] = 1
    each.hasNumber = true
  }
}

/** The number before an item of a list cannot be the last word of the item before it as well. */
export function findBorrowed(
  sought: readonly Sought[],
  numbered: ReadonlyMap<string, boolean>,
  text: FileText,
  file: string,
): Diagnostic[] {
  const ending = new Map(sought.map((each) => [each.place?.to, each]))
  return sought.flatMap((each) => {
    if (!each.place || beginsLikeItsNumber(each) || !numbered.get(listOf(each))) return []
    const at = each.place.from - 1
    const before = ending.get(each.place.from)
    if (!before || !isNumber(text.words[at]?.text, numberOf(each))) return []
    const word = before.words.at(-1)!
    return [tellSlip(before.passage, { code: 'word-missing', word, instead: '', at }, text, file)]
  })
}

/**
 * Items of a numbered list without their number, and items whose numbers are needed, if none has one.
 * @param whole what stands in the file without a mistake
 */
export function findLostNumbers(
  whole: readonly Sought[],
  numbered: ReadonlyMap<string, boolean>,
  text: FileText,
  file: string,
): Diagnostic[] {
  const isNeeded = ({ passage }: Sought): boolean => passage.item?.needed === true
  const none = !whole.some((each) => isNeeded(each) && numbered.get(listOf(each)))
  return whole.flatMap((each) => {
    const number = numberOf(each)
    if (number === undefined || each.hasNumber || beginsLikeItsNumber(each)) return []
    if (!numbered.get(listOf(each)) && !(none && isNeeded(each))) return []
    const { from } = each.place!
    if (isNumber(text.words[from - 1]?.text, number)) return [] // somebody else's
    const { what, column } = each.passage
    const { page } = text.words[from]!
    const instead = restOfNumber(each, text)
    return [diagnose('number-lost', { file, page }, { what, language: column, number, instead })]
  })
}
