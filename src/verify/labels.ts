/** The numbers and letters before the items of lists: no words of the texts, and not to be lost either. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Label } from '../model/passage.js'
import type { FileText, Place } from './file-text.js'
import { fold } from './normal.js'
import type { Sought, Told } from './sought.js'

/** What a label of a text is taken for. */
interface Found {
  readonly each: Sought
  readonly label: Label
  readonly printed: boolean
  /** What stands there instead. */
  readonly instead: string
}

/** Items of a numbered list without their number, and items whose numbers are needed, if no column has one. */
export function checkLabels(sought: readonly Sought[], text: FileText, told: Told): readonly Diagnostic[] {
  const all = sought.filter(({ place }) => place).flatMap((each) => labelsOf(each, text))
  const numbered = numberedLists(all)
  const served = new Set(all.filter((each) => numbered.has(nameOf(each))).map(({ label }) => label.list))
  return all
    .filter((found) => {
      const { each, label, printed } = found
      if (printed || !each.whole) return false
      if (numbered.has(nameOf(found))) return true
      return label.needed && (label.own || !served.has(label.list))
    })
    .map(({ each: { passage, place }, label, instead }) => {
      const where = { file: told.file, page: text.pageAt(place!.from) }
      return diagnose('number-lost', where, {
        what: passage.what,
        language: passage.column,
        number: label.text,
        instead,
      })
    })
}

/** Names a list of a column. */
const nameOf = ({ each, label }: Found): string => `${each.passage.column} ${label.list}`

/** Lists whose labels stand before half of the items at least, for some may be lost; of those that are needed one is enough. */
function numberedLists(all: readonly Found[]): ReadonlySet<string> {
  const tally = new Map<string, { least: number; printed: number }>()
  for (const found of all) {
    const count = tally.get(nameOf(found)) ?? { least: 0, printed: 0 }
    tally.set(nameOf(found), count)
    if (!found.label.needed) count.least += 1 / 2
    if (found.printed || (found.instead && found.label.text.endsWith(found.instead))) count.printed++
  }
  return new Set(
    [...tally].filter(([, { least, printed }]) => printed > 0 && printed >= least).map(([name]) => name),
  )
}

/** Those that the structure tells, else those that stand as words before the text: these are claimed. */
function labelsOf(each: Sought, text: FileText): readonly Found[] {
  const { from } = each.place!
  const unit = text.unitAt(from)!
  const isFirst = text.isFree({ from: unit.from, to: from })
  const tagged = isFirst ? unit.labels.map(bare) : []
  return each.leaf.labels.map((label) => {
    if (tagged.some((one) => isLabel(one, label.text))) return { each, label, printed: true, instead: '' }
    const place = wordBefore(each, text)
    const word = place ? bare(text.wordsAt(place)) : ''
    if (place && isLabel(word, label.text)) {
      text.claim(place)
      return { each, label, printed: true, instead: '' }
    }
    const instead = tagged.at(-1) ?? (word && label.text.endsWith(word) ? word : '')
    return { each, label, printed: false, instead }
  })
}

/** «12», «12.», «(12)», «a)». */
const bare = (text: string): string => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')

const isLabel = (found: string, wanted: string): boolean =>
  found.toLowerCase() === wanted || inAsciiDigits(found) === wanted

/** Digits of other scripts: they lie ten in a row, zero first. */
const inAsciiDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0)!
    let value = 0
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
    return String(value)
  })

/** The last word before a text that nobody has laid claim to; signs of a list do not count. */
function wordBefore({ place }: Sought, text: FileText): Place | undefined {
  let from = place!.from
  while (from > 0 && place!.from - from < 24 && !text.claimed[from - 1]) from--
  const words = text.wordsAt({ from, to: place!.from }).split(/\s/)
  let to = place!.from
  for (let word = words.pop(); word; word = words.pop()) {
    const start = to - fold(word).length
    if (bare(word)) return { from: start, to }
    to = start
  }
  return undefined
}
