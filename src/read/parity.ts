/** The languages of a text compared with one another before anything is set: what one of them lost or mistyped. */
import type { Localised, Paragraph, Statement } from '../model/publication.js'
import { checkAlphabets } from './parity/alphabets.js'
import { compareLengths } from './parity/lengths.js'
import { checkMarks } from './parity/marks.js'
import { pairParagraphs, referenceOf } from './parity/numbering.js'
import { compareNumerals } from './parity/numerals.js'
import { type Passage, shortText, type Version, versionOf } from './parity/passage.js'
import type { Report } from './text.js'

/**
 * Compares the languages of a statement. An error is what cannot be meant: another number of paragraphs, a year that
 * one language alone lacks, a letter of the wrong alphabet inside a word. What only looks odd is a warning.
 */
export function compareLanguages(statements: readonly Statement[], report: Report): void {
  const heads = (['title', 'subtitle', 'date', 'closing'] as const).map((key) =>
    shortText(
      `The ${key}`,
      statements.flatMap(({ [key]: text }) => text ?? []),
    ),
  )
  const paragraphs = matchParagraphs(statements, report)
  compare([...heads, ...paragraphs], report)
  compareLengths(
    paragraphs,
    statements.map((statement) => statement.lang),
    report,
  )
}

/** Compares short texts in the same way, such as signatories' names: numbers, quotation marks, brackets, alphabets. */
export function compareTexts(texts: Iterable<Localised>, report: Report): void {
  const passages = [...texts].map((text) => {
    const versions = [...text.values()]
    return shortText(`«${versions[0]?.text ?? ''}»`, versions)
  })
  compare(passages, report)
}

function compare(passages: readonly Passage[], report: Report): void {
  for (const passage of passages) {
    compareNumerals(passage, report)
    checkMarks(passage, report)
  }
  checkAlphabets(passages, report)
}

/** The paragraphs of all languages, those together that say the same; one without a partner stands alone. */
function matchParagraphs(statements: readonly Statement[], report: Report): Passage[] {
  const reference = referenceOf(statements)
  if (!reference) return []
  const versions = new Map<Paragraph, Version[]>(reference.paragraphs.map((p) => [p, []]))
  for (const statement of statements) {
    const partners = pairParagraphs(reference, statement, report)
    for (const paragraph of statement.paragraphs) {
      const match = partners.get(paragraph) ?? paragraph
      versions.set(match, [...(versions.get(match) ?? []), versionOf(statement, paragraph)])
    }
  }
  return [...versions].map(([{ number }, same]) => ({
    name: `Paragraph ${number}`,
    kind: 'paragraph',
    versions: same,
  }))
}
