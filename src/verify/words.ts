/** Is every word of the source in the finished file, once, whole, in its order? */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Furniture, Passage } from '../model/passage.js'
import { align, turnedOver } from './align.js'
import { type FileText, openFileText } from './file-text.js'
import {
  beginsLikeItsNumber,
  claimNumbers,
  findBorrowed,
  findLostNumbers,
  listOf,
  numberedLists,
  numberOf,
  placeOfNumber,
} from './list-numbers.js'
import { columnsOf, isInRow, type Sought, spaceFor, tellSlip } from './sought.js'

/** Findings of one file that are told one by one. */
const TOLD = 10

/**
 * Takes the passages that stand whole in the file first, long ones before short ones, so that no text is taken for part
 * of another; then aligns what is left with what is left of the file.
 * @param pages the text of each page, as `readText` gives it
 * @param passages language by language, each in the order of the source
 * @param furniture words that the template sets on every page, such as folios; «{page}» and «{pages}» are filled in
 * @param file for findings
 * @param cutOff words that are known to leave the page: nothing is said of these
 */
export function checkWords(
  pages: readonly string[],
  passages: readonly Passage[],
  furniture: readonly Furniture[],
  file: string,
  cutOff: readonly string[] = [],
): readonly Diagnostic[] {
  const text = openFileText(pages, furniture)
  const sought = columnsOf(passages)
  const [ambiguous, plain] = [
    sought.filter(beginsLikeItsNumber),
    sought.filter((s) => !beginsLikeItsNumber(s)),
  ]
  placeWhole(plain, text)
  const numbered = numberedLists(plain, text)
  for (const each of ambiguous) if (numbered.get(listOf(each))) each.words = [numberOf(each)!, ...each.words]
  placeWhole(ambiguous, text)
  claimNumbers(sought, numbered, text)
  const whole = sought.filter(({ place }) => place)
  const findings = placeRest(sought, text, file, cutOff)
  claimNumbers(sought, numbered, text)
  findings.push(
    ...findDoubled(sought, numbered, text, file),
    ...findBorrowed(sought, numbered, text, file),
    ...findLostNumbers(whole, numbered, text, file),
  )
  findings.sort((a, b) => a.where!.page! - b.where!.page!)
  const more = findings.length - TOLD
  return more > 1 ? [...findings.slice(0, TOLD), diagnose('more-words', { file }, { more })] : findings
}

/** Gives places to passages that stand in the file without a mistake. */
function placeWhole(sought: readonly Sought[], text: FileText): void {
  const alike = new Map<string, Sought[]>()
  for (const each of sought) {
    const key = each.words.join(' ')
    const group = alike.get(key)
    if (group) group.push(each)
    else alike.set(key, [each])
  }
  const longestFirst = [...alike.values()].sort((a, b) => b[0]!.words.length - a[0]!.words.length)
  // Row by row: a column may lack a text that others have, so its own count tells nothing.
  const ranks = new Map<string, number>()
  for (const { passage } of sought) if (!ranks.has(passage.what)) ranks.set(passage.what, ranks.size)
  const rank = ({ passage }: Sought): number => ranks.get(passage.what)!
  for (const group of longestFirst) group.sort((a, b) => rank(a) - rank(b))
  // A text that the file holds less often than it should is placed last: its neighbours tell which one is missing.
  for (const complete of [true, false])
    for (const group of longestFirst) {
      if (group.every(({ place }) => place)) continue
      const places = text.wholePlaces(group[0]!.words)
      if (complete && places.length < group.length) continue
      for (const each of group.filter(({ place }) => !place)) {
        const space = spaceFor(each, text)
        const possible = places.filter(
          ({ from, to }) => from >= space.from && to <= space.to && !text.claimed[from],
        )
        const place =
          possible.find((one) => placeOfNumber({ ...each, place: one }, text) !== undefined) ??
          possible.find((one) => isInRow(each, one)) ??
          possible[0]
        if (!place) continue
        each.place = place
        text.claimed.fill(1, place.from, place.to)
      }
    }
}

/**
 * Whether the languages stand beside one another, row by row, and not one after the other; nobody knows of a single row. Only
 * then may another text come between two words where the page turns.
 */
function standSideBySide(sought: readonly Sought[]): boolean {
  const languages = new Set(sought.map(({ passage }) => passage.column)).size
  const paragraphs = sought
    .filter(({ place, passage }) => place && passage.item?.list === 'paragraphs')
    .sort((a, b) => a.place!.from - b.place!.from)
    .map(({ passage }) => passage.column)
  const changes = paragraphs.filter((column, i) => i > 0 && column !== paragraphs[i - 1]).length
  return languages > 1 && (paragraphs.length <= languages || changes >= languages)
}

/** Gives places to the other passages, those without a mistake first, and tells the mistakes. */
function placeRest(
  sought: readonly Sought[],
  text: FileText,
  file: string,
  cutOff: readonly string[],
): Diagnostic[] {
  const columns = standSideBySide(sought)
  const findings: Diagnostic[] = []
  for (const mistakes of [false, true])
    for (const each of sought) {
      if (each.place) continue
      const { passage, words } = each
      const space = spaceFor(each, text)
      const free = text.free(space)
      const found = text.holdsHalf(words, free)
        ? ((columns ? turnedOver(words, text.words, free) : undefined) ??
          align(words, text.words, free, { columns, number: numberOf(each) }))
        : undefined
      const there = found !== undefined && 2 * found.matched >= words.length
      if (there && (mistakes || found.slips.length === 0)) {
        for (const at of found.taken) text.claimed[at] = 1
        each.place = { from: found.taken[0]!, to: found.taken.at(-1)! + 1 }
        const slips = found.slips.filter(({ word }) => !cutOff.some((whole) => whole.startsWith(word)))
        findings.push(...slips.map((slip) => tellSlip(passage, slip, text, file)))
      } else if (mistakes && !words.some((word) => cutOff.includes(word))) {
        const slip = { word: words.slice(0, 4).join(' '), instead: '', at: space.from }
        const [elsewhere] = text.wholePlaces(words)
        findings.push(
          elsewhere
            ? tellSlip(passage, { ...slip, at: elsewhere.from, code: 'passage-moved' }, text, file)
            : tellSlip(passage, { ...slip, code: 'passage-missing' }, text, file),
        )
      }
    }
  return findings
}

/** A word that stands twice at an end of its passage belongs to nobody. */
function findDoubled(
  sought: readonly Sought[],
  numbered: ReadonlyMap<string, boolean>,
  text: FileText,
  file: string,
): Diagnostic[] {
  return sought.flatMap((each) => {
    if (!each.place) return []
    const { from, to } = each.place
    const ends = [
      [from - 1, each.words[0]!],
      [to, each.words.at(-1)!],
    ] as const
    return ends.flatMap(([at, word]) => {
      const here = text.words[at]
      if (!here || text.claimed[at] || here.text !== word) return []
      if (here.text === numberOf(each) && !numbered.has(listOf(each))) return [] // it may be just that
      return [tellSlip(each.passage, { code: 'word-doubled', word, instead: word, at }, text, file)]
    })
  })
}
