/** The languages of a text compared with one another before anything is set: what one of them lost or mistyped. */
import { diagnose } from '../diagnostic.js'
import { inlinesOf, type Run, wordsOf } from '../model/block.js'
import type { BodyBlock, Localised, Statement, Tag, Text } from '../model/publication.js'
import { checkAlphabets } from './parity/alphabets.js'
import { compareLengths } from './parity/lengths.js'
import { checkMarks } from './parity/marks.js'
import { numberedOf, pairBlocks, referenceOf } from './parity/numbering.js'
import { compareNumerals } from './parity/numerals.js'
import { nameOf, type Passage, shortLines, shortText, type Version, versionOf } from './parity/passage.js'
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
  const addressee = shortLines(
    'The addressee',
    statements.flatMap(({ addressee }) => (addressee ? [addressee] : [])),
  )
  // Whoever is reached in several languages may have one address, or one for each.
  const contact = shortLines(
    'The contact',
    statements.flatMap(({ contact }) => (contact ? [contact.map(lineOf)] : [])),
  )
  const body = matchBlocks(statements, report)
  const texts = [...heads, addressee, ...body]
  compare(texts, report)
  checkWriting([contact], report)
  checkCount(statements, report)
  compareMatter(statements, report)
  findUntranslated(texts, report)
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

const lineOf = (runs: readonly Run[]): Text => ({ ...runs[0]!, text: wordsOf(runs) })

/** What some languages have and others lack, a closing line aside: “others may sign” may hold for one language alone. */
function compareMatter(statements: readonly Statement[], report: Report): void {
  for (const what of ['subtitle', 'addressee', 'contact', 'keywords'] as const) {
    const having = statements.filter((statement) => statement[what])
    const others = having.map(({ lang }) => nameOf(lang))
    const standsIn = (what === 'addressee' || what === 'contact') && having[0] === statements[0]
    if (!having.length) continue
    for (const { lang, file, [what]: own } of statements)
      if (!own)
        report(
          diagnose(
            'front-matter-missing',
            { file, line: 1 },
            { what, language: nameOf(lang), others, standIn: standsIn ? others[0] : undefined },
          ),
        )
  }
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
  for (const passage of passages) compareNumerals(passage, report)
  checkWriting(passages, report)
}

function checkWriting(passages: readonly Passage[], report: Report): void {
  for (const passage of passages) checkMarks(passage, report)
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
