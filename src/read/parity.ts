/** The languages of a text compared with one another before anything is set: what one of them lost or mistyped. */
import { diagnose } from '../diagnostic.js'
import { inlinesOf } from '../model/block.js'
import type { BodyBlock, Localised, Statement, Tag } from '../model/publication.js'
import { checkAlphabets } from './parity/alphabets.js'
import { compareLengths } from './parity/lengths.js'
import { checkMarks } from './parity/marks.js'
import { numberedOf, pairBlocks, referenceOf } from './parity/numbering.js'
import { compareNumerals } from './parity/numerals.js'
import { nameOf, type Passage, shortText, type Version, versionOf } from './parity/passage.js'
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
  const body = matchBlocks(statements, report)
  compare([...heads, ...body], report)
  checkCount(statements, report)
  compareSubtitles(statements, report)
  findUntranslated([...heads, ...body], report)
  compareLengths(
    body,
    statements.map((statement) => statement.lang),
    report,
  )
}

/** Numbers that do not go up by one, if all languages have the same; else there is more to say of them. */
function checkCount([first, ...others]: readonly Statement[], report: Report): void {
  const numbersOf = (statement: Statement): string =>
    numberedOf(statement)
      .map(({ number }) => number)
      .join()
  if (!first || others.some((other) => numbersOf(other) !== numbersOf(first))) return
  let before: number | undefined
  for (const block of first.body) {
    if (block.kind === 'heading') before = undefined // below it they may begin anew
    if (block.kind !== 'numbered') continue
    const { number, at } = block
    if (before !== undefined && number !== before + 1)
      report(diagnose('number-jumps', at, { number, before }))
    before = number
  }
}

/** A subtitle that some languages have and others lack; a closing line falls back on the first language. */
function compareSubtitles(statements: readonly Statement[], report: Report): void {
  const others = statements.filter(({ subtitle }) => subtitle).map(({ lang }) => nameOf(lang))
  if (!others.length) return
  for (const { lang, file, subtitle } of statements)
    if (!subtitle) report(diagnose('no-subtitle', { file, line: 1 }, { language: nameOf(lang), others }))
}

/** In characters: what is shorter may be a name, or an exclamation that nobody translates. */
const A_SENTENCE = 25

/** A text that two languages share was copied, to be translated later. */
function findUntranslated(passages: readonly Passage[], report: Report): void {
  for (const { name, versions } of passages)
    for (const [index, version] of versions.entries()) {
      const twin = versions.slice(0, index).find(({ text }) => text.trim() === version.text.trim())
      if (!twin || version.text.trim().length < A_SENTENCE) continue
      const [language, other] = [nameOf(version.lang), nameOf(twin.lang)]
      report(diagnose('not-translated', version.at(0), { passage: name, language, other }))
    }
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

/** A footnote that one language lacks. */
function compareNotes(
  [language, reference]: readonly [Tag, BodyBlock],
  [own, block]: readonly [Tag, BodyBlock],
  report: Report,
): void {
  const countOf = (each: BodyBlock): number => inlinesOf(each).filter(({ kind }) => kind === 'note').length
  const [count, others] = [countOf(block), countOf(reference)]
  if (count === others) return
  const data = { what: block.name, count, language: nameOf(own), others, other: nameOf(language) }
  report(diagnose('notes-differ', block.at, data))
}

/** The blocks of all languages, those together that say the same; one without a partner stands alone. */
function matchBlocks(statements: readonly Statement[], report: Report): Passage[] {
  const reference = referenceOf(statements)
  if (!reference) return []
  const versions = new Map<BodyBlock, Version[]>(reference.body.map((block) => [block, []]))
  for (const statement of statements) {
    const partners = pairBlocks(reference, statement, report)
    for (const block of statement.body) {
      const match = partners.get(block) ?? block
      if (match !== block) compareNotes([reference.lang, match], [statement.lang, block], report)
      versions.set(match, [...(versions.get(match) ?? []), versionOf(statement.lang, block)])
    }
  }
  return [...versions].map(([{ name }, same]) => ({ name, kind: 'paragraph', versions: same }))
}
