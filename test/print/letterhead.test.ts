/** What a statement carries beside its text, through the real command, in every template and every kind of file. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodesOf, readTags } from '../../src/verify/tags.js'
import { tellDocument } from '../../src/verify/tell.js'
import { broadside, findings, project } from '../broadside.js'
import { readMarkedText, readText } from '../read-text.js'

const BOAT = (width: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 60"><path fill="#1d5a7a" d="M0 0h${width}v60H0z"/></svg>`

const LETTERHEAD = {
  'source/publication.yaml': (text: string) =>
    `${text
      .replace(
        'accent:',
        `status: draft
embargo: 2026-12-01 09:00 Europe/Berlin
authors: [Lake Swimmers, "Anglers, Northern Section"]
logo: { file: pictures/my boat.svg, alt: { en: A boat, de: Ein Boot }, height: 12mm }
press: {}
accent:`,
      )
      .replace(
        '- id: signed',
        '- id: signed\n    countries: true',
      )}  booklet: { office: { scheme: saddle-stitch } }\n`,
  'source/pictures/my boat.svg': BOAT(600), // wider than there is room for
  'source/pictures/lantern.svg': BOAT(60),
  'source/signatories.csv': `name_en,name_de,affiliation_en,country,logo
Riders,Reisende,Harbour Union,DE,
Crews,,,CL,pictures/lantern.svg
Friends of Chile,Freunde Chiles,,,
`,
  'source/statement/en.md': (text: string) =>
    text.replace(
      'closing:',
      `addressee: |
  The Board of the Railways
  Station Square 4
contact: |
  Night Riders, 12 Pier Road
  office@example.org
keywords: night trains, sleeping cars
closing:`,
    ),
  'source/statement/de.md': (text: string) =>
    text.replace('subtitle:', 'addressee: An den Vorstand der Bahnen\nsubtitle:'),
  'templates/labels/de.yaml': (text: string) =>
    `${text}contents: Inhalt\nlanguages: Sprachen\npublisher: Herausgeber\ndraft: Entwurf\nembargo: 'Sperrfrist: {date}'\n`,
}

describe('a draft with a letterhead', () => {
  let root: string
  let out: string
  const pdf = (file: string) => readFileSync(join(out, `${file}.pdf`))
  const documentOf = (file: string) => PDFDocument.load(pdf(file), { updateMetadata: false })

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'broadside-test-'))
    project(LETTERHEAD, root)
    out = join(root, 'out')
    const ran = await broadside(['build'], { cwd: root })
    expect(findings(ran)).not.toContain('error')
    expect(ran.code).toBe(0)
  })
  afterAll(() => rmSync(root, { recursive: true }))

  test('says on every page of every file that it is one, and until when it is under embargo', async () => {
    for (const kind of ['screen', 'press', 'office'])
      for (const name of readdirSync(join(out, kind)).filter((file) => file.endsWith('.pdf')))
        for (const page of await readText(readFileSync(join(out, kind, name)))) {
          const text = page.replace(/\s+/g, ' ')
          if (!name.includes('-leaflet-de'))
            expect(text).toMatch(/DRAFT .*Embargoed until (Dec 1, 2026,|Tuesday, December 1, 2026 at) 09:00/)
          if (!name.includes('-leaflet-en'))
            expect(text).toMatch(/ENTWURF .*Sperrfrist: (01\.12\.2026,|Dienstag, 1\. Dezember 2026 um) 09:00/)
        }
  })

  test('has the mark beside its structure, and logo, embargo, addressee and contact within', async () => {
    const file = pdf('screen/night-trains-leaflet-en')
    const document = await PDFDocument.load(file, { updateMetadata: false })
    const told = tellDocument(document, await readMarkedText(file))
    for (const text of [
      '«Embargoed until Tuesday, December 1, … 09:00 (Central European Time)»',
      'The Board of the Railways Station Square 4',
      'Crews (Chile)',
      'office@example.org',
    ])
      expect(told.replace(/[\s\u00A0]+/g, ' ')).toContain(text)
    expect(told).not.toContain('Embargoed until Dec')
  })

  test.each([
    ['leaflet-de', ['Ein Boot']],
    ['pair', ['A boat']],
    ['booklet', ['A boat']],
  ])(
    '%s has the logo once, as a figure that says what it shows; a signatory’s only decorates',
    async (name, alts) => {
      const figures = [...nodesOf(readTags(await documentOf(`screen/night-trains-${name}`)))].filter(
        ({ type }) => type === 'Figure',
      )
      expect(figures.map(({ alt }) => alt)).toEqual(alts)
    },
  )

  test.each(['screen/night-trains-leaflet-en', 'press/night-trains-booklet', 'office/night-trains-booklet'])(
    '%s says who wrote it and what it is about, in Info and XMP alike',
    async (name) => {
      const document = await documentOf(name)
      expect(document.getAuthor()).toBe('Lake Swimmers; Anglers, Northern Section')
      expect(document.getKeywords()).toBe('night trains; sleeping cars')
      const xmp = pdf(name).toString('utf8')
      expect(xmp).toContain(
        '<dc:creator><rdf:Seq><rdf:li>Lake Swimmers</rdf:li><rdf:li>Anglers, Northern Section</rdf:li></rdf:Seq></dc:creator>',
      )
      expect(xmp).toContain(
        '<dc:subject><rdf:Bag><rdf:li>night trains</rdf:li><rdf:li>sleeping cars</rdf:li></rdf:Bag></dc:subject>',
      )
    },
  )

  test('whose first language has no keywords in a file has none there', async () => {
    expect((await documentOf('screen/night-trains-leaflet-de')).getKeywords()).toBeUndefined()
  })
})

test('a template that leaves out the contact, or a country, is found out', async () => {
  const leaflet = (name: string) => readFileSync(join('templates/leaflet', name), 'utf8')
  const root = project({
    ...LETTERHEAD,
    'templates/leaflet/template.yaml': leaflet('template.yaml'),
    'templates/leaflet/style.css': leaflet('style.css'),
    'templates/leaflet/page.hbs': leaflet('page.hbs').replace('{{> contact}}', ''),
    'templates/leaflet/groups.hbs': readFileSync('templates/shared/groups.hbs', 'utf8').replace(
      ' country=../country',
      '',
    ),
  })
  const ran = await broadside(['build', 'leaflet', '-l', 'en'], {
    cwd: root,
  })
  expect(findings(ran)).toMatch(/Contact \(en\)/)
  expect(findings(ran)).toMatch(/Country of signatory 2 of «signed» \(en\)/)
  expect(ran.code).toBe(1)
})
