/** Numbers in figures that one language has and another has not. */
import { diagnose } from '../../diagnostic.js'
import type { Report } from '../text.js'
import { hasAlphabet } from './alphabets.js'
import { isYear, type Numeral, numeralsOf, readingsOf, romansOf } from './numeral.js'
import { nameOf, type Passage } from './passage.js'

/** The same number in several languages, by the index of the version that has it. */
type Shared = Map<number, Numeral>

/** Reports the numbers that a language lacks or has alone. */
export function compareNumerals({ name, kind, versions }: Passage, report: Report): void {
  const romans = versions.map((version) => romansOf(version.text))
  const lacks = (shared: Shared, index: number) =>
    !shared.has(index) && ![...shared.values()].some((numeral) => romans[index]!.has(numeral.value))
  const incomplete = share(versions.map(numeralsOf)).map((shared) => ({
    shared,
    without: [...versions.keys()].filter((index) => lacks(shared, index)),
  }))
  // Whoever is in the minority is told; of two equal halves, the one without the first language.
  const blamesLack = ({ shared, without }: (typeof incomplete)[number]) =>
    shared.size > without.length || (shared.size === without.length && shared.has(0))

  for (const [index, version] of versions.entries()) {
    const missing = incomplete.filter((one) => one.without.includes(index) && blamesLack(one))
    const extra = incomplete.filter(
      (one) => one.shared.has(index) && one.without.length > 0 && !blamesLack(one),
    )
    const own = extra.map(({ shared }) => shared.get(index)!)
    const theirs = missing.map(({ shared }) => [...shared.values()][0]!)
    if (digits(own) === digits(theirs)) continue // grouped in another way: «18 500», «18, 500»
    const where = version.at(own[0]?.offset ?? 0)
    const language = nameOf(version.lang)
    const instead = own.map((numeral) => numeral.text)

    const certain = missing.filter(
      (one) => kind === 'paragraph' && hasAlphabet(version.lang) && isCertain(one.shared, versions.length),
    )
    for (const { shared } of certain) {
      const others = [...shared.keys()].map((other) => nameOf(versions[other]!.lang))
      const year = [...shared.values()][0]!.text
      report(diagnose('year-missing', where, { passage: name, language, others, year, instead }))
    }
    const replaced = own.length > 0 && theirs.length > 0
    const rest = missing.filter((one) => !certain.includes(one))
    const told = (numerals: Numeral[]) =>
      numerals.filter((numeral) => replaced || !numeral.small).map((numeral) => numeral.text)
    const data = {
      missing: told(rest.map(({ shared }) => [...shared.values()][0]!)),
      extra: certain.length ? [] : told(own),
    }
    if (!data.missing.length && !data.extra.length) continue
    const others = new Set([
      ...rest.flatMap(({ shared }) => [...shared.keys()]),
      ...extra.flatMap(({ without }) => without),
    ])
    const names = [...others].sort((a, b) => a - b).map((other) => nameOf(versions[other]!.lang))
    report(diagnose('numbers-differ', where, { passage: name, language, others: names, ...data }))
  }
}

const digits = (numerals: readonly Numeral[]): string =>
  numerals.map(({ hour, value }) => (hour ?? value).replace('.', '')).join('')

/** A year in figures in every language but one; a round one may be a number that a language puts in words. */
const isCertain = (shared: Shared, languages: number): boolean =>
  shared.size > 1 &&
  shared.size === languages - 1 &&
  [...shared.values()].every(({ text, value }) => text === value && isYear(value) && !value.endsWith('00'))

/** Puts together what is the same number: first by its value, then by what it may stand for. */
function share(languages: readonly (readonly Numeral[])[]): readonly Shared[] {
  const found: Shared[] = []
  for (const [index, numerals] of languages.entries())
    for (const numeral of numerals) {
      const same = found.find(
        (shared) => !shared.has(index) && [...shared.values()].some((other) => other.value === numeral.value),
      )
      if (same) same.set(index, numeral)
      else found.push(new Map([[index, numeral]]))
    }
  const incomplete = found.filter((shared) => shared.size < languages.length)
  for (const [position, shared] of incomplete.entries())
    for (const other of incomplete.slice(position + 1)) {
      if ([...other.keys()].some((index) => shared.has(index)) || !shareReading(shared, other)) continue
      for (const [index, numeral] of other) shared.set(index, numeral)
      other.clear()
    }
  return found.filter((shared) => shared.size > 0)
}

function shareReading(a: Shared, b: Shared): boolean {
  const readings = new Set([...a.values()].flatMap(readingsOf))
  return [...b.values()].flatMap(readingsOf).some((reading) => readings.has(reading))
}
