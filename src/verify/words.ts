/** Is every word of the source in the finished file, once, whole, in its order, in its language? */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Passage } from '../model/passage.js'
import { align, type Word } from './align.js'
import { isReordered, placeReordered, tellReordered } from './doubtful.js'
import { findDoubled } from './doubled.js'
import { type FileText, type Place, WORD } from './file-text.js'
import { checkLabels } from './labels.js'
import { checkLanguages } from './languages.js'
import { PERHAPS, wordsIn } from './normal.js'
import { type Gap, gapsOf, placeWhole, speaks } from './place.js'
import { beginningOf, columnsOf, type Sought, tellSlip, type Told } from './sought.js'

/** Findings of one file that are told one by one. */
const TOLD = 10
/** Words of a short text. */
const SHORT = 3
/** Pairs of words that are compared to say what is wrong; with more, it is only said that something is. */
const COMPARED = 20_000_000

/**
 * Finds the texts that stand whole in the file by their letters, and compares only the others with what is left between their
 * neighbours: so a mistake costs no more than its own text.
 * @param cutOff words that are known to leave the page: nothing is said of these
 */
export function checkWords(
  text: FileText,
  passages: readonly Passage[],
  told: Told,
  cutOff: readonly string[] = [],
): readonly Diagnostic[] {
  const columns = columnsOf(passages)
  const sought = columns.flat()
  placeWhole(columns, text)
  const whole = sought.filter(({ place }) => place)
  const doubtful = [...placeReordered(columns, text)]
  const findings = [
    ...whole.flatMap((each) => compareLetters(each, text, told, doubtful)),
    ...placeRest(columns, text, told, cutOff),
    ...checkLabels(sought, text, told),
    ...findDoubled(sought, text, told, columns.length > 1),
    ...(columns.length > 1 ? checkLanguages(sought, text, told) : []),
    ...tellReordered(doubtful, text, told),
  ]
  findings.sort((a, b) => (a.where!.page ?? 1) - (b.where!.page ?? 1))
  const more = findings.length - TOLD
  return more > 1
    ? [...findings.slice(0, TOLD), diagnose('more-words', { file: told.file }, { more })]
    : findings
}

/** A text whose letters are all there: words, marks and capitals may still be other ones. */
function compareLetters(each: Sought, text: FileText, told: Told, doubtful: Sought[]): readonly Diagnostic[] {
  const place = each.place!
  const found = text.wordsAt(place)
  if (isSameText(found, each.text.plain)) {
    each.whole = true
    return []
  }
  if (isReordered(found, each.text.plain, text)) {
    doubtful.push(each)
    return []
  }
  const words = wordsOf(place, text)
  const { slips } = align(wordsIn(each.text.plain), words)
  each.whole = slips.length === 0
  return slips.map((slip) => tellSlip(each.passage, slip, words[slip.at]!.from, text, told))
}

/** With spaces where there may be some. */
function isSameText(found: string, wanted: string): boolean {
  if (found === wanted) return true
  let at = 0
  for (const unit of found) {
    if (wanted.startsWith(unit, at)) at += unit.length
    else if (unit !== PERHAPS) return false
    else if (wanted[at] === ' ') at++
  }
  return at === wanted.length
}

/** A word of the file, and where its letters begin. */
interface FileWord extends Word {
  readonly from: number
  readonly to: number
}

/** The words between two places that nobody has laid claim to, in blocks that may hold the text. */
function wordsOf(place: Place, text: FileText, fits?: (at: number) => boolean): readonly FileWord[] {
  const words: Omit<FileWord, 'follows'>[] = []
  for (let from = place.from; from < place.to;) {
    const unit = text.unitAt(from)!
    const end = Math.min(unit.to, place.to)
    if (fits && (text.claimed[from] || !fits(from))) {
      from = text.claimed[from] ? from + 1 : end
      continue
    }
    let to = from
    while (to < end && !(fits && text.claimed[to])) to++
    words.push(...text.wordsWithin({ from, to }))
    from = to
  }
  return words.map((word, index) => ({ ...word, follows: word.from === words[index - 1]?.to }))
}

/** Gives places to the texts that do not stand there whole, and tells what is wrong with each. */
function placeRest(
  columns: readonly (readonly Sought[])[],
  text: FileText,
  told: Told,
  cutOff: readonly string[],
): Diagnostic[] {
  let left = COMPARED
  const missing: { readonly each: Sought; readonly at: number }[] = []
  const findings: Diagnostic[] = []
  const several = columns.length > 1
  const isCutOff = (word: string) => cutOff.some((whole) => whole.startsWith(word))
  const find = (each: Sought, { from, to }: Gap): boolean => {
    const wanted = wordsIn(each.text.plain)
    const words = wordsOf(
      { from, to },
      text,
      (at) => !several || speaks(text.unitAt(at)!, each, text.langAt(at)),
    )
    left -= wanted.length * words.length
    if (left < 0 || !words.length) return false
    const { matched, slips, ...found } = align(wanted, words)
    if (2 * matched < wanted.length) return tellOther(each, words)
    const [first, last] = [words[found.from]!, words[found.to - 1]!]
    each.place = { from: first.from, to: last.to }
    text.claim(each.place)
    for (const slip of slips)
      if (!isCutOff(slip.word)) findings.push(tellSlip(each.passage, slip, words[slip.at]!.from, text, told))
    return true
  }
  /** A short text has nothing that tells it; but a block like its neighbours in its place is another text. */
  const tellOther = (each: Sought, words: readonly FileWord[]): boolean => {
    const [first, last] = [words[0]!, words.at(-1)!]
    const unit = text.unitAt(first.from)!
    const isAlone = unit.from === first.from && unit.to === last.to && words.length <= SHORT
    const isLikeIt = [each.column[each.index - 1], each.column[each.index + 1]].some(
      (near) =>
        near?.place &&
        near.passage.section === each.passage.section &&
        text.unitAt(near.place.from)!.type === unit.type,
    )
    if (wordsIn(each.text.plain).length > SHORT || !isAlone || !isLikeIt) return false
    each.place = { from: first.from, to: last.to }
    text.claim(each.place)
    const slip = { code: 'word-changed', word: each.text.plain, instead: text.wordsAt(each.place) } as const
    if (!isCutOff(slip.word)) findings.push(tellSlip(each.passage, slip, first.from, text, told))
    return true
  }
  for (const column of columns)
    for (const gap of gapsOf(column, text.key.length)) {
      let { from } = gap
      for (const each of gap.sought)
        if (find(each, { ...gap, from })) from = each.place!.to
        else if (!wordsIn(each.text.plain).some(isWholeCutOff)) missing.push({ each, at: from })
    }
  return [...findings, ...tellMissing(missing, text, told, several)]

  function isWholeCutOff(word: string): boolean {
    return cutOff.includes(word)
  }
}

/** Of a passage that is missing altogether it is told once. */
function tellMissing(
  missing: readonly { readonly each: Sought; readonly at: number }[],
  text: FileText,
  told: Told,
  several: boolean,
): Diagnostic[] {
  const lost = new Set(missing.map(({ each }) => each))
  const done = new Set<Passage>()
  return missing.flatMap(({ each, at }, index) => {
    const { passage } = each
    const own = each.column.filter((one) => one.passage === passage)
    if (own.every((one) => lost.has(one))) {
      if (done.has(passage)) return []
      done.add(passage)
    }
    const word = beginningOf(each.text.plain)
    const elsewhere = index < 2 * TOLD ? freePlace(each, text) : undefined
    if (!elsewhere) return [tellSlip(passage, { code: 'passage-missing', word, instead: '' }, at, text, told)]
    text.claim(elsewhere)
    const unit = text.unitAt(elsewhere.from)!
    if (!several || speaks(unit, each))
      return [tellSlip(passage, { code: 'passage-moved', word, instead: '' }, elsewhere.from, text, told)]
    const where = { file: told.file, page: text.pageAt(elsewhere.from) }
    const data = { what: passage.what, language: passage.column, word, tagged: unit.lang }
    return [diagnose('passage-astray', where, data)]
  })
}

/** Where a text stands that is not where it should be. */
function freePlace({ text: { key } }: Sought, text: FileText): Place | undefined {
  for (let from = text.key.indexOf(key); from >= 0; from = text.key.indexOf(key, from + 1)) {
    const place = { from, to: from + key.length }
    if (text.ends[from]! & WORD && text.ends[place.to]! & WORD && text.isFree(place)) return place
  }
  return undefined
}
