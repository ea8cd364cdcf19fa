/** Which paragraphs of two languages say the same, and which one is missing. */
import { basename } from 'node:path'
import { diagnose } from '../../diagnostic.js'
import type { Paragraph, Statement } from '../../model/publication.js'
import type { Report } from '../text.js'
import { letters, median } from './lengths.js'
import { numeralsOf } from './numeral.js'
import { versionOf } from './passage.js'

const numbersOf = (statement: Statement): readonly number[] => statement.paragraphs.map((p) => p.number)
const sameNumbers = (a: Statement, b: Statement): boolean => numbersOf(a).join() === numbersOf(b).join()

/** The language that the others are measured by: the first, unless all others agree against it. */
export function referenceOf(statements: readonly Statement[]): Statement | undefined {
  const [first, second, ...others] = statements
  const outvoted = first && second && others.length > 0 && others.every((other) => sameNumbers(other, second))
  return outvoted && !sameNumbers(first, second) ? second : first
}

/**
 * The partner in `reference` of each paragraph of `other`. Another numbering is reported; where paragraphs were
 * numbered anew and nobody can tell which is missing, none has a partner.
 */
export function pairParagraphs(
  reference: Statement,
  other: Statement,
  report: Report,
): ReadonlyMap<Paragraph, Paragraph> {
  const numbered = new Map(reference.paragraphs.map((p) => [p.number, p]))
  const pairs = other.paragraphs.map((p) => [p, numbered.get(p.number)] as const)
  const byNumber = new Map(pairs.filter((pair): pair is [Paragraph, Paragraph] => pair[1] !== undefined))
  if (sameNumbers(reference, other)) return byNumber

  const lacks = other.paragraphs.length < reference.paragraphs.length
  const [shorter, longer] = lacks ? [other, reference] : [reference, other]
  const renumbered = shorter.paragraphs.every((p, index) => p.number === longer.paragraphs[index]?.number)
  const gap = renumbered ? findGap(longer, shorter) : undefined
  if (gap === undefined) {
    reportNumbers(reference, other, report)
    return renumbered ? new Map() : byNumber
  }
  reportGap(reference, other, gap, report)
  const rest = longer.paragraphs.toSpliced(gap, 1)
  return new Map(shorter.paragraphs.map((p, index) => (lacks ? [p, rest[index]!] : [rest[index]!, p])))
}

const names = (reference: Statement, other: Statement) => ({
  file: basename(other.file),
  first: basename(reference.file),
})

/** `gap` is the index of the paragraph that only the longer of the two has. */
function reportGap(reference: Statement, other: Statement, gap: number, report: Report): void {
  const [count, firstCount] = [other.paragraphs.length, reference.paragraphs.length]
  const lacks = count < firstCount
  const neighbours = [gap - 1, lacks ? gap + 1 : gap].flatMap((i) => reference.paragraphs[i]?.number ?? [])
  const { number } = (lacks ? reference : other).paragraphs[gap]!
  const where = (other.paragraphs[gap] ?? other.paragraphs.at(-1))?.at
  const data = { ...names(reference, other), count, firstCount, number, neighbours }
  report(diagnose(lacks ? 'paragraph-missing' : 'paragraph-added', where, data))
}

function reportNumbers(reference: Statement, other: Statement, report: Report): void {
  const [numbers, firstNumbers] = [numbersOf(other), numbersOf(reference)]
  const missing = firstNumbers.filter((n) => !numbers.includes(n))
  const extra = numbers.filter((n) => !firstNumbers.includes(n))
  const line = other.paragraphs.find((p, index) => p.number !== firstNumbers[index])?.at.line
  const where = { file: other.file, line: line ?? other.paragraphs.at(-1)?.at.line ?? 1 }
  const data = { ...names(reference, other), numbers, firstNumbers, missing, extra }
  report(diagnose('paragraph-numbers', where, data))
}

/** What two paragraphs are recognised by. */
interface Features {
  readonly letters: number
  readonly sentences: number
  readonly numerals: readonly string[]
}

const featuresOf = (statement: Statement): Features[] =>
  statement.paragraphs.map((paragraph) => {
    const version = versionOf(statement, paragraph)
    return {
      letters: Math.max(1, letters(version.text)),
      sentences: version.text.split(/[.!?…。][\s»”’"')]*(?=\s\p{Lu}|$)/u).length,
      numerals: numeralsOf(version).map((numeral) => numeral.value),
    }
  })

/**
 * By how much the best place of the gap must beat the second best, in logarithms of length. Tried on all choices of
 * three and more paragraphs of the first publication, some 1900: 0.1 names a wrong one, 0.2 none and nine in ten.
 */
const CLEARLY = 0.2

/** The index in `longer` of the paragraph that `shorter`, which has one fewer, lacks; undefined if unclear. */
function findGap(longer: Statement, shorter: Statement): number | undefined {
  if (longer.paragraphs.length !== shorter.paragraphs.length + 1) return undefined
  const long = featuresOf(longer)
  const short = featuresOf(shorter)
  const costs = long.map((_, gap) => {
    const rest = long.filter((_, index) => index !== gap)
    const ratios = short.map((features, index) => Math.log(features.letters / rest[index]!.letters))
    const usual = median(ratios)
    return short.reduce((sum, features, index) => {
      const partner = rest[index]!
      const odd = features.numerals.filter((n) => !partner.numerals.includes(n)).length
      const lacking = partner.numerals.filter((n) => !features.numerals.includes(n)).length
      const sentences = Math.abs(Math.log(features.sentences / partner.sentences))
      return sum + Math.abs(ratios[index]! - usual) + sentences / 2 + (odd + lacking) / 2
    }, 0)
  })
  const [best, second] = [...costs].sort((a, b) => a - b)
  return second! - best! > CLEARLY ? costs.indexOf(best!) : undefined
}
