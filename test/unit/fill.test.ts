/** Placeholders in a publication's own texts, and numbers that are written there by hand. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.js'
import { textOf } from '../../src/model/block.js'
import { countsOf } from '../../src/model/counts.js'
import type { Signatory, Tag } from '../../src/model/publication.js'
import { openProject } from '../../src/project.js'
import { fillWith } from '../../src/read/fill.js'
import { project } from '../broadside.js'

const signatories = (count: number, group: string, country: string): readonly Signatory[] =>
  Array.from({ length: count }, () => ({
    group,
    country,
    names: new Map(),
    affiliations: new Map(),
    roles: new Map(),
  }))

const AT = { file: 'x', line: 1 }

/** A line of 1,232 signatories in two groups, from two countries, filled. */
function fill(text: string, lang: Tag = 'en', titles: Readonly<Record<string, string>> = {}) {
  const told: Diagnostic[] = []
  const counts = countsOf(
    [...signatories(1200, 'unions', 'GR'), ...signatories(32, 'clubs', 'PT')],
    ['unions', 'clubs', 'late-ones'],
  )
  const fills = fillWith(counts, '2024-09-14', new Map([['clubs', titles]]), (finding) => told.push(finding))
  const { text: filled } = fills.line({ lang, text, at: AT }, '«title»')
  return { filled, told: told.map(({ message }) => message), fills }
}

test.each([
  ['en', '1,232 of 32, 0, 2; September 14, 2024'],
  ['fr', '1\u202F232 of 32, 0, 2; 14 septembre 2024'],
  ['es', '1232 of 32, 0, 2; 14 de septiembre de 2024'],
  ['fa', '۱٬۲۳۲ of ۳۲, ۰, ۲; ۲۴ شهریور ۱۴۰۳'],
])('placeholders become numbers and the date as the language writes them: %s', (lang, filled) => {
  const text = '{signatories} of {signatories:clubs}, {signatories:late-ones}, {countries}; {date}'
  expect(fill(text, lang)).toMatchObject({ filled, told: [] })
})

test('braces of another form are text, and so is what stands in a second pair of them', () => {
  const text = '{ signatories } {} {1} {a b} {{date}} {{sic}}'
  expect(fill(text)).toMatchObject({ filled: '{ signatories } {} {1} {a b} {date} {sic}', told: [] })
})

test('a placeholder that stands for nothing is told', () => {
  expect(fill('{signatorys} {signatories:club} {sic}').told).toEqual([
    '«{signatorys}» in «title» stands for nothing; it would be printed as it is.',
    '«{signatories:club}» in «title» stands for nothing; it would be printed as it is.',
    '«{sic}» in «title» stands for nothing; it would be printed as it is.',
  ])
})

test.each([
  ['en', 'Joint statement of 60 organisations', '60 organisations'],
  ['en', '60 international human-rights organizations ask', '60 international human-rights organizations'],
  ['en', 'An appeal from 14 countries', '14 countries'],
  ['ru', 'Заявление 60 коммунистических и рабочих партий', '60 коммунистических и рабочих партий'],
  ['ru', 'Из 14 стран', '14 стран'],
  ['es', 'Firmado por 60 organizaciones de 2 países', '60 organizaciones'],
  ['fr', '1\u202F500 signataires', '1\u202F500 signataires'],
  ['de', 'Aufruf von 60 zivilgesellschaftlichen Organisationen', '60 zivilgesellschaftlichen Organisationen'],
  ['sv', 'Ett upprop från 60 klubbar', '60 klubbar'],
])('a number of signatories or countries that is not theirs is told: %s, %s', (lang, text, written) => {
  const { filled, told } = fill(text, lang, { sv: 'Klubbar' })
  expect([filled, told]).toEqual([
    text,
    [expect.stringContaining(`«title» says “${written}”; the list has `)],
  ])
})

test.each([
  ['en', 'Of 1,232 signatories, 32 organisations and 1200 unions from 2 countries'],
  ['en', '12 demands of the organisations; 3 reasons for parties to sign; the 3rd organisation'],
  ['en', 'More than 60 organisations, almost 1300 signatories'],
  ['en', '60 swimmers and 3 groups; 20 September; organisations of 2 lakes; 60 % of unions'],
  ['ru', '10 требований организаций; более 60 организаций'],
  ['es', '10 demandas de organizaciones; más de 60 organizaciones'],
  ['de', '10 Forderungen der Organisationen; die 3. Partei; über 60 Vereine'],
  ['sv', '60 organisationer'],
])('a number that is right, or counts something else, is not: %s, %s', (lang, text) => {
  expect(fill(text, lang).told).toEqual([])
})

test('a year is no count, unless there are so many', () => {
  expect(fill('2024 organisations').told).toHaveLength(1)
  const few = fillWith(countsOf(signatories(3, 'a', 'PT'), ['a']), '2024-09-14', new Map(), () => {
    throw new Error('a year was taken for a count')
  })
  expect(few.line({ lang: 'en', text: 'The 2024 parties', at: AT }, '«title»').text).toBe('The 2024 parties')
})

test('every text of a publication is filled before it is compared and printed, and who has withdrawn is not counted', async () => {
  const root = project({
    'source/publication.yaml': (text) =>
      text
        .replace('en: Signed by', 'en: "{signatories} have signed"')
        .replace('de: Unterzeichnet von', 'de: "{signatories:signed} haben unterzeichnet"')
        .replace('groups:', 'wording: { short-title: { en: "Of {date}", de: "Vom {date}" } }\ngroups:'),
    'source/statement/en.md':
      '---\ntitle: We {signatories}\nclosing: From {countries} countries\n---\n\nA *{signatories} strong* \\{signatories} {sic} [{countries} here](https://example.org) <https://example.org/{x}>.\n',
    'source/statement/de.md':
      '---\ntitle: Wir {signatories}\nclosing: Aus {countries} Ländern\n---\n\nEin *{signatories} starkes* \\{signatories} {sic} [{countries} hier](https://example.org) <https://example.org/{x}>.\n',
    'source/signatories.csv':
      'name_en,name_de,country,withdrawn\nRiders,Reiter,DE,\nCrews,Mannschaften,DE,\nBoats,Boote,AT,\nUnions,Vereine,CH,yes\n',
  })
  const { project: opened, findings } = await openProject(root, join(root, 'out'))
  const { statements, groups, wording } = opened!.publication
  expect(statements.map(({ title, closing, body }) => [title.text, closing!.text, textOf(body[0]!)])).toEqual(
    [
      ['We 3', 'From 2 countries', 'A 3 strong {signatories} {sic} 2 here https://example.org/{x}.'],
      ['Wir 3', 'Aus 2 Ländern', 'Ein 3 starkes {signatories} {sic} 2 hier https://example.org/{x}.'],
    ],
  )
  expect(
    [...groups[0]!.title.values(), ...wording.get('short-title')!.values()].map(({ text }) => text),
  ).toEqual(['3 have signed', '3 haben unterzeichnet', 'Of May 3, 2024', 'Vom 3. Mai 2024'])
  expect(findings.map(({ where, message }) => `${where!.line}: ${message}`)).toEqual([
    '6: “{sic}” is printed as it is: it stands for nothing.',
    '6: “{sic}” is printed as it is: it stands for nothing.',
  ])
})

test('countries that nobody names are told where they are to be counted', async () => {
  const root = project({
    'source/statement/en.md': (text) => text.replace(/^title: .*/m, 'title: From {countries} countries'),
    'source/signatories.csv': 'name_en\nRiders\n',
  })
  const { findings } = await openProject(root, join(root, 'out'))
  expect(findings.map(({ message }) => message)).toContain(
    '“{countries}” becomes 0: no signatory has a country.',
  )
})

test('a publication has its own names for countries, by their codes', async () => {
  const read = (countries: string) => {
    const root = project({ 'source/publication.yaml': (text) => `${text}countries: ${countries}\n` })
    return openProject(root, join(root, 'out'))
  }
  const { project: opened } = await read('{ CZ: { en: Czech Republic }, XK: { en: Kosovo*, de: Kosovo* } }')
  expect([...opened!.publication.countries].map(([code, names]) => [code, ...names.keys()])).toEqual([
    ['CZ', 'en'],
    ['XK', 'en', 'de'],
  ])
  const { findings } = await read('{ UK: { en: Britain }, AT: { english: Austria } }')
  expect(findings.map(({ message }) => message)).toEqual([
    '«UK» is no country code of ISO 3166.',
    '«english» is no language of this publication (in «countries.AT»).',
  ])
})
