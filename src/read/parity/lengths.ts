/** Paragraphs that are far longer or shorter than this pair of languages has them: a sentence lost, or twice. */
import { diagnose } from '../../diagnostic.js'
import type { Tag } from '../../model/publication.js'
import type { Report } from '../text.js'
import { nameOf, type Passage, type Version } from './passage.js'

/** The norm is the median of the pair's paragraphs; fewer than these have none, and then languages count as equal. */
const ENOUGH = 4
const FACTOR = { withNorm: 1.6, withoutNorm: 2.5 }

/** In characters: what differs by less, a short sentence, may be style. */
const LEAST = 60

/** Kana, Han, Hangul. Ranges, because property classes of scripts take 20 ms to build. */
const DENSE = /[\u3041-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\u{20000}-\u{323AF}]/gu

/** Characters without spaces; one of Chinese, Japanese or Korean says about as much as two or three letters. */
export const letters = (text: string): number => {
  const characters = text.replace(/\s+/gu, '')
  return Array.from(characters).length + Math.round(1.5 * (characters.match(DENSE)?.length ?? 0))
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

interface Oddity {
  readonly passage: Passage
  readonly version: Version
  readonly model: Version
  readonly ratio: number
  readonly usual: number
}

/** Measures every language by the first. Where all others are off in the same way, it is the first that is odd. */
export function compareLengths(
  paragraphs: readonly Passage[],
  [first, ...others]: readonly Tag[],
  report: Report,
): void {
  if (first === undefined) return
  const odd = others.flatMap((lang) => oddities(paragraphs, first, lang))
  for (const passage of paragraphs) {
    const here = odd.filter((oddity) => oddity.passage === passage)
    const longer = here.filter(({ ratio, usual }) => ratio > usual).length
    const all = here.length > 1 && here.length === passage.versions.length - 1
    if (all && (longer === 0 || longer === here.length)) {
      const { version, model, ratio, usual } = here[0]!
      tell({ passage, version: model, model: version, ratio: 1 / ratio, usual: 1 / usual }, report)
    } else for (const oddity of here) tell(oddity, report)
  }
}

function oddities(paragraphs: readonly Passage[], first: Tag, lang: Tag): Oddity[] {
  const pairs = paragraphs.flatMap((passage) => {
    const model = passage.versions.find((v) => v.lang === first)
    const version = passage.versions.find((v) => v.lang === lang)
    if (!model || !version) return []
    const ratio = Math.max(1, letters(version.text)) / Math.max(1, letters(model.text))
    return [{ passage, model, version, ratio }]
  })
  const hasNorm = pairs.length >= ENOUGH
  const usual = hasNorm ? median(pairs.map((pair) => pair.ratio)) : 1
  const limit = Math.log(hasNorm ? FACTOR.withNorm : FACTOR.withoutNorm)
  return pairs
    .map((pair) => ({ ...pair, usual }))
    .filter(({ ratio, model, version }) => {
      const difference = letters(version.text) - usual * letters(model.text)
      return Math.abs(Math.log(ratio / usual)) > limit && Math.abs(difference) >= LEAST
    })
}

function tell({ passage, version, model, usual }: Oddity, report: Report): void {
  const other = letters(model.text)
  report(
    diagnose('length-differs', version.at(0), {
      passage: passage.name,
      language: nameOf(version.lang),
      characters: letters(version.text),
      otherLanguage: nameOf(model.lang),
      otherCharacters: other,
      expected: Math.round(usual * other),
    }),
  )
}
