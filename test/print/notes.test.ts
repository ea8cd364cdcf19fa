/** Footnotes, through the real command: each on the page that refers to it, in every template, at every size. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName } from 'pdf-lib'
import { expect, test } from 'vitest'
import { broadside, findings, project } from '../broadside.js'

const WORDS = {
  en: 'The night trains carry those who work before dawn to the places that a day train does not reach and nobody else serves',
  de: 'Die Nachtzüge bringen alle, die vor Morgengrauen arbeiten, an Orte, die kein Tageszug erreicht und die sonst niemand bedient',
}

/** Numbered paragraphs of all lengths, two headings, a table and a list, with references in all of them; every sixth note is long. */
function statement(lang: keyof typeof WORDS): string {
  const words = WORDS[lang].split(' ')
  const text = (length: number, from: number) =>
    Array.from({ length }, (_, i) => words[(from + i) % words.length]!).join(' ')
  let state = 7
  const random = (below: number) => (state = (state * 16807) % 2147483647) % below
  const notes: string[] = []
  const reference = () => {
    notes.push(text(notes.length % 6 === 5 ? 300 : 8 + random(40), notes.length))
    return `[^${notes.length}]`
  }
  const blocks = Array.from({ length: 20 }, (_, i) => {
    const length = 25 + random(90)
    const at = 3 + random(length - 6)
    const own = i % 4 === 3 ? '' : reference()
    const paragraph = `${i + 1}. ${text(at, 0)}${own} ${text(length - at, at)}.`
    if (i === 6 || i === 13) return `## ${text(3, i)}\n\n${paragraph}`
    if (i === 10)
      return `${paragraph}\n\n| A | B |\n|---|---|\n| ${text(4, 1)}${reference()} | 1 |\n| ${text(4, 3)} | 2 |`
    if (i === 12) return `${paragraph}\n\n   - ${text(30, 4)}${reference()}\n   - ${text(20, 5)}`
    return paragraph
  })
  const texts = notes.map((note, i) => `[^${i + 1}]: ${note}.`)
  return `---\ntitle: ${text(4, 0)}\n---\n\n${[...blocks, ...texts].join('\n\n')}\n`
}

/** The page, from 0, of each place that the file's links lead to. */
async function placesIn(file: string): Promise<ReadonlyMap<string, number>> {
  const document = await PDFDocument.load(readFileSync(file))
  const pages = document.getPages().map(({ ref }) => ref)
  const places = document.catalog.lookup(PDFName.of('Dests'), PDFDict)
  return new Map(
    places.keys().map((name) => {
      const place = places.lookup(name, PDFArray).get(0)
      return [name.decodeText(), pages.findIndex((page) => page === place)]
    }),
  )
}

/** What the file's links say of themselves, by their places. */
async function linksIn(file: string): Promise<ReadonlyMap<string, string>> {
  const document = await PDFDocument.load(readFileSync(file))
  const links = document.getPages().flatMap((page) => page.node.Annots()?.asArray() ?? [])
  return new Map(
    links.map((link) => {
      const dict = document.context.lookup(link, PDFDict)
      const place = dict.lookup(PDFName.of('Dest'), PDFName)
      return [place.decodeText(), dict.lookup(PDFName.of('Contents'), PDFHexString).decodeText()]
    }),
  )
}

test('footnotes are on the page that refers to them, in every template and at every size', async () => {
  const root = project({
    'source/statement/en.md': statement('en'),
    'source/statement/de.md': statement('de'),
    'source/publication.yaml': (content) =>
      `${content}  fitted: { template: leaflet, fit: { pages: 7 } }\n  booklet: {}\n`,
    'templates/labels/de.yaml': (content) =>
      `${content}contents: Inhalt\nlanguages: Sprachen\npublisher: Herausgeber\nnote: Fußnote {number}\n`,
  })
  const file = (name: string) => join(root, `out/screen/night-trains-${name}.pdf`)
  const ran = await broadside(['build'], { cwd: root })
  expect(findings(ran)).not.toContain('error')
  expect(ran.code).toBe(0)

  for (const name of ['leaflet-en', 'leaflet-de', 'fitted-en', 'fitted-de', 'booklet']) {
    const places = await placesIn(file(name))
    const references = [...places].filter(([place]) => place.includes('-reference-'))
    expect(references).toHaveLength(name === 'booklet' ? 34 : 17)
    for (const [place, page] of references)
      expect([name, place, places.get(place.replace('reference', 'note'))]).toEqual([name, place, page])
  }

  // In the parallel edition they stand below the text.
  const places = await placesIn(file('pair'))
  for (let number = 1; number <= 17; number++)
    expect(places.get(`en-note-${number}`)).toBeGreaterThanOrEqual(places.get('en-reference-17')!)

  const tags = await linksIn(file('leaflet-de'))
  expect(tags.get('de-note-3')).toBe('Fußnote 3')
  expect(tags.get('de-reference-3')).toBe('3')
  const document = await PDFDocument.load(readFileSync(file('leaflet-de')))
  const objects = document.context.enumerateIndirectObjects().map(([, object]) => String(object))
  expect(objects.filter((object) => object.includes('/S /Note'))).toHaveLength(17)
  expect(objects.join('')).not.toContain('-x-fn')
})
