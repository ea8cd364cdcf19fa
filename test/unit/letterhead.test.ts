/** What a statement carries beside its text: addressee, contact, keywords, logos, authors, draft, embargo, countries. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Diagnostic, isError } from '../../src/diagnostic.js'
import type { Statement } from '../../src/model/publication.js'
import { openProject, type Project } from '../../src/project.js'
import { checkCoverage } from '../../src/typeset/coverage.js'
import { embargoText, pageMark } from '../../src/typeset/page-mark.js'
import { type Page, typeset } from '../../src/typeset/typeset.js'
import { type Change, PNG, project } from '../broadside.js'

type Changes = Readonly<Record<string, Change>>

const front = (lines: string): Change => `---\ntitle: T\n${lines}---\nText.\n`
const settings =
  (lines: string): Change =>
  (text) =>
    text.replace('accent:', `${lines}accent:`)

async function open(changes: Changes): Promise<{ project?: Project; findings: readonly Diagnostic[] }> {
  const root = project(changes)
  return openProject(root, join(root, 'out'))
}
async function opened(changes: Changes): Promise<Project> {
  const { project, findings } = await open(changes)
  expect(findings.filter(isError)).toEqual([])
  return project!
}
async function told(changes: Changes): Promise<readonly string[]> {
  const { findings } = await open(changes)
  return findings.map(({ where, message }) => `${where?.file.split('/').at(-1)}:${where?.line} ${message}`)
}
async function page(name: string, changes: Changes): Promise<Page> {
  const { publication, labels, faces, deliverables } = await opened(changes)
  return typeset(
    publication,
    deliverables.find((each) => each.name === name)!,
    labels,
    faces,
  )
}

const TEXTS: Changes = {
  'source/statement/en.md': front(
    'addressee: |\n  The Harbour Council\n  Quay Street 4\ncontact: |\n  The & Committee\n  office@example.org\nkeywords: quay, night boats\n',
  ),
  'source/statement/de.md': front('keywords: [Kai]\n'),
}

test('addressee and contact have lines, each with its place; addresses in a contact are links', async () => {
  const { publication } = await opened(TEXTS)
  const [{ addressee, contact, keywords }] = publication.statements as [Statement]
  expect(addressee!.map(({ text, at }) => [text, at.line])).toEqual([
    ['The Harbour Council', 4],
    ['Quay Street 4', 5],
  ])
  expect(contact![1]).toMatchObject([
    { text: 'office@example.org', marks: [{ href: 'mailto:office@example.org' }], at: { line: 8 } },
  ])
  expect(keywords!.map(({ text }) => text)).toEqual(['quay', 'night boats'])
})

test('where a language has none, addressee and contact stand in the first one, and say so', async () => {
  const { html: set, passages } = await page('night-trains-leaflet-de', TEXTS)
  const html = set.replaceAll('\u00A0', ' ').replaceAll('<wbr>', '')
  expect(html).toContain('<p class="addressee" lang="en">The Harbour Council<br>\nQuay Street 4</p>')
  expect(html).toContain(
    '<p class="contact" lang="en">The &amp; Committee<br>\n<a href="mailto:office@example.org">office@example.org</a></p>',
  )
  expect(passages.map(({ what, leaves }) => [what, leaves[0]!.text])).toEqual(
    expect.arrayContaining([
      ['addressee', 'The Harbour Council\nQuay Street 4'],
      ['contact', 'The & Committee\noffice@example.org'],
    ]),
  )
})

test('in the parallel edition a language may have an addressee that the first one lacks', async () => {
  const { html } = await page('night-trains-pair', {
    'source/statement/en.md': front(''),
    'source/statement/de.md': front('addressee: An den Rat\n'),
  })
  expect(html).toContain('<p class="addressee" lang="de">An den Rat</p>')
})

test('front matter is looked through like the text: HTML, and characters without a glyph', async () => {
  const changes = {
    'source/statement/en.md': front('addressee: |\n  The Council\n  <b>Quay</b>\ncontact: Pier \u4e2d\n'),
    'source/statement/de.md': front('addressee: Rat\ncontact: Kai\n'),
  }
  expect(await told(changes)).toEqual([expect.stringMatching(/^en.md:5 .*<b>/)])
  const { publication, deliverables, faces } = await opened(changes)
  expect(checkCoverage(publication, deliverables, faces).map(({ where }) => where!.line)).toEqual([6])
})

const LOGO = 'logo: { file: logo.png, alt: { en: A boat, de: Ein Boot } }\n'

test('a logo has its text in each language and a size that nothing distorts', async () => {
  const changes = { 'source/publication.yaml': settings(LOGO), 'source/logo.png': PNG }
  expect((await page('night-trains-leaflet-de', changes)).html).toContain(
    '<img class="logo" src="../../source/logo.png" alt="Ein Boot" lang="de" style="height:16mm;max-width:44mm;object-fit:contain">',
  )
})

test.each([
  ['logo.png', 'publication.yaml asks for a file that is not there: source/logo.png.'],
  ['../logo.png', 'The picture ../logo.png lies outside source/.'],
  [
    'https://example.org/logo.png',
    'The picture https://example.org/logo.png lies outside the publication. Nothing is loaded from elsewhere, so it would be missing.',
  ],
  ['Boat.png', 'There is no file “Boat.png”; there is one whose name is spelled differently.'],
  ['empty.png', 'The picture source/empty.png is empty.'],
])('a logo that cannot be printed is told at its line: %s', async (file, message) => {
  const changes = {
    'source/publication.yaml': settings(`logo:\n  file: ${file}\n  alt: { en: A boat, de: Ein Boot }\n`),
    'source/boat.png': PNG,
    'source/empty.png': '',
  }
  expect(await told(changes)).toEqual([`publication.yaml:6 ${message}`])
})

test('a signatory’s logo that is not there is told at its row', async () => {
  const list = (logo: string): Changes => ({
    'source/signatories.csv': `name_en,logo\nRiders,\nCrews,${logo}\n`,
    'source/badge (2).png': PNG,
  })
  expect(await told(list('badge.png'))).toEqual([
    'signatories.csv:3 The list asks for a file that is not there: source/badge.png.',
  ])
  expect((await page('night-trains-leaflet-en', list('badge (2).png'))).html).toContain(
    'Crews<img src="../../source/badge%20(2).png" alt="" style="height:8mm;max-width:32mm;object-fit:contain"></li>',
  )
})

test('a group may print countries, by their names in the language; each stands among the texts of the file', async () => {
  const { html, passages } = await page('night-trains-leaflet-de', {
    'source/publication.yaml': (text) => text.replace('- id: signed', '- id: signed\n    countries: true'),
  })
  expect(html).toContain('Nachtreisende <em class="country" lang="de">(Deutschland)</em>')
  expect(passages.map(({ what }) => what).filter((what) => what.startsWith('country'))).toEqual([
    'country of signatory 1 of «signed»',
    'country of signatory 2 of «signed»',
  ])
})

const MARKS: Changes = {
  'source/publication.yaml': settings('status: draft\nembargo: 2026-12-01 9:00 Europe/Berlin\n'),
  'templates/labels/de.yaml': (text) => `${text}draft: Entwurf\nembargo: 'Sperrfrist: {date}'\n`,
}

test('a draft under embargo says so at the head of every page, in all languages of the file', async () => {
  const { rulesFor } = await page('night-trains-pair', MARKS)
  expect(rulesFor({ edgeMm: 9, bleedMm: 3 }).replaceAll('\u00A0', ' ')).toContain(
    '@page { @top-right-corner { content: "DRAFT · ENTWURF · Embargoed until Dec 1, 2026, 09:00 · Sperrfrist: 01.12.2026, 09:00"; font: normal 600',
  )
  expect((await page('night-trains-pair', {})).rulesFor({ edgeMm: 9, bleedMm: 3 })).not.toContain('corner')
})

test('the first page has the whole sentence, with the time zone', async () => {
  expect((await page('night-trains-leaflet-de', MARKS)).html).toContain(
    '<p class="embargo" lang="de">Sperrfrist: Dienstag, 1. Dezember 2026 um 09:00 (Mitteleuropäische Zeit)</p>',
  )
})

const labels = new Map([['embargo', 'Till {date}']])

test('an embargo is written as the language does, without the zone where none is named', () => {
  const embargo = { date: '2026-12-01', time: '09:00' }
  expect(embargoText(embargo, 'en', labels, 'full')).toBe('Till Tuesday, December 1, 2026 at 09:00')
  expect(embargoText({ ...embargo, zone: 'UTC' }, 'en', labels, 'full')).toMatch(/ 09:00 \(UTC\)$/)
})

test('what is for everybody has no mark; what languages share stands there once', () => {
  const both = new Map(['en', 'fr'].map((lang) => [lang, new Map([['draft', 'Draft']])]))
  expect(pageMark({}, ['en', 'fr'], both)).toBeUndefined()
  expect(pageMark({ status: 'draft' }, ['en', 'fr'], both)).toBe('DRAFT')
})

test.each([
  ['2026-12-01', '«embargo» is no date with an hour: «2026-12-01»'],
  ['2026-02-30 09:00', '«embargo» is no date with an hour: «2026-02-30 09:00»'],
  ['2026-12-01 24:00', '«embargo» is no date with an hour: «2026-12-01 24:00»'],
  ['2026-12-01 09:00 Berlin', '«embargo» names a time zone that there is not: «Berlin»'],
])('an embargo that is none is told with its line: %s', async (embargo, message) => {
  expect(await told({ 'source/publication.yaml': settings(`embargo: ${embargo}\n`) })).toEqual([
    `publication.yaml:5 ${message}.`,
  ])
})

test('a language without the words for a draft or an embargo is told, and words that leave out the date', async () => {
  const publication = settings('status: draft\nembargo: 2026-12-01 09:00\n')
  expect(await told({ 'source/publication.yaml': publication })).toEqual([
    'de.yaml:undefined The label «draft» is missing (de), and every page prints it.',
    'de.yaml:undefined The label «embargo» is missing (de), and every page prints it.',
  ])
  const words = (text: string) => `${text}draft: Entwurf\nembargo: Gesperrt\n`
  expect(await told({ 'source/publication.yaml': publication, 'templates/labels/de.yaml': words })).toEqual([
    'de.yaml:4 “embargo” does not say where {date} is to be printed.',
  ])
})

test('authors are one or several', async () => {
  const authorsOf = async (authors: string) =>
    (await opened({ 'source/publication.yaml': settings(`authors: ${authors}\n`) })).publication.authors
  expect(await authorsOf('Lake Swimmers, Northern Section')).toEqual(['Lake Swimmers, Northern Section'])
  expect(await authorsOf('[Lake Swimmers, Anglers]')).toEqual(['Lake Swimmers', 'Anglers'])
})
