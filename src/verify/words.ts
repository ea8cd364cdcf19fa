/** Is every word of the source in the finished file, once, whole, in its order? */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Furniture, Passage } from '../model/passage.js'
import { align, isMarker, joined, type Slip, turnedOver, type Word } from './align.js'

/** A passage to be found, and where it is once that is known. */
interface Sought {
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

/** Words of the file, from one to before the other. */
interface Place {
  readonly from: number
  readonly to: number
}

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
  const text = new FileText(
    pages.flatMap((page, index) => withoutFurniture(wordsOf(page, index + 1), furniture, pages.length)),
  )
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

/** The words of a file, and which of them a passage has laid claim to. */
class FileText {
  readonly claimed: Uint8Array
  private readonly ids = new Map<string, number>()
  private readonly idAt: Int32Array
  private readonly places: number[][] = []

  constructor(readonly words: readonly Word[]) {
    this.claimed = new Uint8Array(words.length)
    this.idAt = new Int32Array(words.length)
    for (const [at, { text }] of words.entries()) {
      const id = this.ids.get(text) ?? this.places.push([]) - 1
      this.ids.set(text, id)
      this.idAt[at] = id
      this.places[id]!.push(at)
    }
  }

  /** Where nobody's words are all of these, one after the other. */
  wholePlaces(wanted: readonly string[]): readonly Place[] {
    const [first, second] = [this.idOf(wanted[0]!), this.idOf(wanted[1] ?? '')]
    const found: Place[] = []
    for (const from of this.places[first] ?? []) {
      // Most candidates fail at the second word; one that is parted by a line end has no id of its own.
      if (second >= 0 && this.idAt[from + 1] !== second && !isMarker(this.words[from + 1]?.text ?? ''))
        continue
      const to = from < (found.at(-1)?.to ?? 0) ? undefined : this.follow(wanted, from)
      if (to !== undefined) found.push({ from, to })
    }
    return found
  }

  /** Whether so many of the words stand there at all that an alignment is worth its while. */
  holdsHalf(wanted: readonly string[], free: readonly number[]): boolean {
    const here = new Set(free.map((at) => this.idAt[at]))
    const held = wanted.filter((word) => /[-–—/]/.test(word) || here.has(this.idOf(word)))
    return 2 * held.length >= wanted.length
  }

  free({ from, to }: Place): readonly number[] {
    const found: number[] = []
    for (let at = from; at < to; at++) if (!this.claimed[at]) found.push(at)
    return found
  }

  private idOf(word: string): number {
    return this.ids.get(word) ?? -1
  }

  /** Where the words end if they begin at `from`. */
  private follow(wanted: readonly string[], from: number): number | undefined {
    let at = from
    for (const word of wanted) {
      for (;;) {
        const here = this.words[at]
        if (!here || this.claimed[at]) return undefined
        if (here.text === word) {
          at++
          break
        }
        const parts = here.endsLine ? joined(this.words, at, word) : 0
        at += parts || 1
        if (parts) break
        if (!isMarker(here.text)) return undefined
      }
    }
    return at
  }
}

function columnsOf(passages: readonly Passage[]): readonly Sought[] {
  const [columns, rows] = [new Map<string, Sought[]>(), new Map<string, Sought[]>()]
  return passages.map((passage) => {
    const [column, row] = [columns.get(passage.column) ?? [], rows.get(passage.what) ?? []]
    columns.set(passage.column, column)
    rows.set(passage.what, row)
    const words = normal(passage.text).split(/\s+/u).filter(Boolean)
    const sought: Sought = { passage, words, column, index: column.length, row }
    column.push(sought)
    row.push(sought)
    return sought
  })
}

/** Between its nearest neighbours whose places are known: a column keeps its order. */
function spaceFor({ column, index }: Sought, { words }: FileText): Place {
  let [before, after] = [index - 1, index + 1]
  while (before >= 0 && !column[before]!.place) before--
  while (after < column.length && !column[after]!.place) after++
  return { from: column[before]?.place!.to ?? 0, to: column[after]?.place!.from ?? words.length }
}

/** Whether the cells of its row would then stand in the order of the columns, as most templates have it. */
function isInRow(sought: Sought, { from }: Place): boolean {
  const at = sought.row.indexOf(sought)
  return sought.row.every(
    ({ place }, index) => !place || (index < at ? place.from < from : index === at || place.from > from),
  )
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
  for (const group of longestFirst) group.sort((a, b) => a.index - b.index)
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

const numberOf = ({ passage: { item } }: Sought): string | undefined => item && String(item.number)
/** What stands before an item if the edge of the page's area has cut its number off: «0» of «10». */
function restOfNumber(each: Sought, { words, claimed }: FileText): string {
  const at = each.place!.from - 1
  const digits = claimed[at] ? '' : (words[at]?.text ?? '').replace(/^\P{N}+|\P{N}+$/gu, '')
  const number = numberOf(each)!
  return digits !== number && number.endsWith(digits) ? digits : ''
}

const listOf = ({ passage: { column, item } }: Sought): string => `${column} ${item?.list}`
const beginsLikeItsNumber = (sought: Sought): boolean =>
  sought.words[0] !== undefined && sought.words[0] === numberOf(sought)

/**
 * In which lists of which columns the template prints the numbers: before half of the items at least, for some may be lost, or
 * before any if they are needed. A list without a telling item is not there.
 */
function numberedLists(sought: readonly Sought[], text: FileText): ReadonlyMap<string, boolean> {
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
function placeOfNumber(each: Sought, { words, claimed }: FileText): number | undefined {
  if (numberOf(each) === undefined) return undefined
  for (let at = each.place!.from - 1; at >= 0 && !claimed[at]; at--) {
    if (isNumber(words[at]!.text, numberOf(each))) return at
    if (!isMarker(words[at]!.text)) return undefined
  }
  return undefined
}

/** «12», «12.», «(12)». */
const isNumber = (text: string | undefined, number: string | undefined): boolean =>
  text !== undefined &&
  number !== undefined &&
  (text === number || text.replace(/^\P{N}+|\P{N}+$/gu, '') === number)

/** The numbers before the items of a list are nobody's doubled words. */
function claimNumbers(
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
        findings.push(tellSlip(passage, { ...slip, code: 'passage-missing' }, text, file))
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

/** The number before an item of a list cannot be the last word of the item before it as well. */
function findBorrowed(
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
function findLostNumbers(
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

type Finding = Omit<Slip, 'code'> & { readonly code: Slip['code'] | 'passage-missing' }

function tellSlip({ what, column }: Passage, slip: Finding, { words }: FileText, file: string): Diagnostic {
  const page = words[Math.min(slip.at, words.length - 1)]?.page ?? 1
  return diagnose(slip.code, { file, page }, { ...slip, what, language: column })
}

/** A source may hold them as characters; a face draws the same for their letters. */
const LIGATURES = /[\uFB00-\uFB06]/g

const normal = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u00A0\u202F]/g, ' ')
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(LIGATURES, (ligature) => ligature.normalize('NFKC'))
    .replace(/\u2010/g, '-') // at a line's end PDFium does not tell one from the other

function wordsOf(page: string, number: number): Word[] {
  const text = page
    .normalize('NFC')
    .replace(/\u2010/g, '-')
    .replace(/\u00AD+(?=\S)/g, '') // where the text goes on elsewhere it stays
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(LIGATURES, (ligature) => ligature.normalize('NFKC'))
  return [...text.matchAll(/[^\s\u00A0\u202F]+/gu)].map((match) => {
    const behind = /^\s*/u.exec(text.slice(match.index + match[0].length))![0]
    return { text: match[0], page: number, endsLine: behind === '' || /[\r\n]/.test(behind) }
  })
}

/**
 * Takes the furniture away that the page begins with, each piece once, in capitals or not: margin boxes come first in the
 * text layer, and a title that is a running head, too, must stay in the text. A head of two lines has the folio between
 * them if that stands beside it.
 */
function withoutFurniture(
  words: readonly Word[],
  furniture: readonly Furniture[],
  pages: number,
): readonly Word[] {
  const page = words[0]?.page ?? 1
  const pieces = furniture
    .filter(({ from, on }) => page >= from && (on === undefined || (on === 'left') === (page % 2 === 0)))
    .map(({ text }) => {
      const filled = text.replace('{page}', String(page)).replace('{pages}', String(pages))
      return { wanted: normal(filled).split(/\s+/u).filter(Boolean), done: 0 }
    })
  type Piece = (typeof pieces)[number]
  let at = 0
  const goesOn = ({ wanted, done }: Piece, by = 0): boolean => {
    const [word, found] = [wanted[done + by], words[at + by]?.text]
    if (word === undefined || found === undefined) return false
    return found === word || [word.toLocaleUpperCase(), word.toLocaleUpperCase('el')].includes(found) // Greek capitals drop accents
  }
  const standsWhole = (piece: Piece): boolean =>
    piece.done === 0 && piece.wanted.every((_, by) => goesOn(piece, by))
  let last: Piece | undefined
  let whole = 0 // words of pieces that are there to their end
  for (;;) {
    last = last && goesOn(last) ? last : (pieces.find(standsWhole) ?? pieces.find((piece) => goesOn(piece)))
    if (!last) return words.slice(whole)
    at++
    last.done++
    if (pieces.every(({ wanted, done }) => done === 0 || done === wanted.length)) whole = at
  }
}
