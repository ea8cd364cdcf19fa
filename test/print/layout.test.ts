/** How the type is set: lines, hyphens, copyfit; with the real command and the real browser. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readText } from '../read-text.js'
import { broadside, findings, project, type Ran, temporaryFolder } from '../broadside.js'
import { openBrowser } from '../browser.js'
import { grown } from '../grown.js'

/** The row of the table that the build ends with: file, pages, size, unit, time, unit, text/leading, slack … */
const row = ({ stdout }: Ran, name: string): string =>
  stdout.split('\n').find((line) => line.includes(name)) ?? ''

describe('copyfit', () => {
  test.each([
    [23, 'columns'],
    [60, 'columns'],
    [120, 'running'],
  ])(
    'with %i signatories in %s each leaflet has two pages, all at one size of 9.6 pt or more',
    async (count, signatures) => {
      const change = (text: string) =>
        text.replace('    fit: { pages: 2 }', `    set: { signatures: ${signatures} }\n    fit: { pages: 2 }`)
      const ran = await broadside(['build', 'leaflet'], { cwd: grown(count, change) })
      expect(findings(ran)).toBe('')
      const rows = ['en', 'ru', 'es'].map((tag) => row(ran, `leaflet-${tag}.pdf`))
      const sizes = rows.map((line) =>
        /\.pdf +2 .* ([\d.]+)pt\/([\d.]+)pt +\d+ mm/.exec(line)!.slice(1).map(Number),
      )
      expect(sizes[1]).toEqual(sizes[0])
      expect(sizes[2]).toEqual(sizes[0])
      expect(sizes[0]![0]).toBeGreaterThanOrEqual(9.6)
    },
  )

  test('what does not fit at the smallest setting is told, with the ways out', async () => {
    const ran = await broadside(['build', 'leaflet'], { cwd: grown(400) })
    expect(findings(ran)).toMatch(
      /^source\/publication\.yaml:\d+: error: kazakhstan-2022-leaflet-en needs \d pages, 2 are allowed: at the smallest setting \(text 9\.6pt, leading 12\.75pt, .*\) \d+ mm are too much\.\n {4}Allow a smaller setting under «fit», or more pages; or set the list of names in less room, with «signatures: running» under «set» in a leaflet or letter\. To see the pages, take «fit» out and build again\.\n/,
    )
    expect(ran.code).toBe(1)
  })

  test('an edition has bounds of its own', async () => {
    const root = project({
      'source/publication.yaml': (text) =>
        text.replace('set: { text: 11pt, leading: 15pt }', 'fit: { pages: 1, text: 10pt..10.5pt }'),
    })
    const ran = await broadside(['build', 'leaflet'], { cwd: root })
    expect(findings(ran)).toBe('')
    expect(row(ran, 'leaflet-de.pdf')).toMatch(/ 10\.50pt\/17\.25pt /)
  })

  test('one language alone is set as it is beside the others', async () => {
    const all = await broadside(['build', 'leaflet'], { cwd: grown(23) })
    const one = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: grown(23) })
    const size = (ran: Ran) => / [\d.]+pt\/[\d.]+pt /.exec(row(ran, 'leaflet-en.pdf'))![0]
    expect(size(one)).toBe(size(all))
  })

  test.each([
    ['fit: { pages: 2, txt: 9pt..10pt }', 'Unknown key «txt» in «editions.leaflet.fit».'],
    [
      'fit: { pages: 2, text: 10pt..9pt }',
      '«editions.leaflet.fit.text» is no range of lengths: «10pt..9pt».',
    ],
    ['fit: { pages: 0 }', '«editions.leaflet.fit.pages» is less than 1.'],
  ])('%s is told', async (fit, told) => {
    const change = (text: string) => text.replace('set: { text: 11pt, leading: 15pt }', fit)
    const ran = await broadside(['build'], { cwd: project({ 'source/publication.yaml': change }) })
    expect(findings(ran).split('\n')[0]).toContain(told)
    expect(ran.code).toBe(1)
  })
})

test('no name stands alone in a column of the list', async () => {
  const browser = await openBrowser(temporaryFolder())
  try {
    const [page] = await browser.pages()
    const columns: number[][] = []
    for (const count of [1, 2, 3, 4, 5]) {
      const rows = Array.from({ length: count }, (_, i) => `id${i},signed,Night Riders ${i}\n`)
      const root = project({ 'source/signatories.csv': `id,group,name_en\n${rows.join('')}` })
      const { stdout } = await broadside(['build', 'leaflet', '-l', 'en', '--keep-work'], { cwd: root })
      const pages = /^The typeset pages are in (.+)$/m.exec(stdout)![1]!
      const file = join(pages, 'templates/leaflet/night-trains-leaflet-en.html')
      await page!.goto(pathToFileURL(file).href)
      const lefts = await page!.evaluate(() =>
        [...document.querySelectorAll('.names > li')].map((name) => name.getBoundingClientRect().left),
      )
      rmSync(dirname(pages), { recursive: true })
      columns.push([...new Set(lefts)].map((left) => lefts.filter((each) => each === left).length))
    }
    expect(columns).toEqual([[1], [2], [3], [2, 2], [3, 2]])
  } finally {
    await browser.close()
  }
})

test.each([
  'https://example.org/petitions/2024/night-trains/in-the-north/every-week/open-letter-to-the-railways',
  'railways.example.org/petitions/2024/night-trains/northern-stations/weekly/open-letter-to-the-northern-railways/that-all-may-sign',
])(
  'a long address ends its line behind a slash, without a hyphen, and stretches no other line: %s',
  async (address) => {
    const more = `We ask, as ${address} has it, that they go on, and so do all who have signed: we ask`
    const root = project({ 'source/statement/en.md': (text) => text.replace('2. We ask', `2. ${more}`) })
    const ran = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: root })
    expect(ran.code).toBe(0)
    expect(findings(ran)).not.toContain('stretch')
    const pages = await readText(readFileSync(join(root, 'out/screen/night-trains-leaflet-en.pdf')))
    const lines = pages[0]!.split('\r\n')
    const first = lines.findIndex((line) => line.includes('example.org/'))
    expect(lines[first]).toMatch(/^2\s+We ask, as \S+\/$/)
    expect(`${lines[first]}${lines[first + 1]}`).toContain(address)
  },
)

test('no page of a long text ends within a word', async () => {
  const root = grown(23, (text) => text.replace(/^ +fit: .*\n/m, ''))
  for (const tag of ['en', 'ru', 'es']) {
    const file = join(root, 'source/statement', `${tag}.md`)
    const [, matter, list] = /^(---\n.*?\n---\n)(.*)$/s.exec(readFileSync(file, 'utf8'))!
    const paragraphs = list!.trim().split(/\n\n/)
    const long = Array.from({ length: 120 }, (_, i) =>
      paragraphs[i % paragraphs.length]!.replace(/^\d+/, `${i + 1}`),
    )
    writeFileSync(file, `${matter}\n${long.join('\n\n')}\n`)
  }
  const ran = await broadside(['build', 'leaflet', '-l', 'ru'], { cwd: root })
  expect(ran.code).toBe(0)
  const pages = await readText(readFileSync(join(root, 'out/screen/kazakhstan-2022-leaflet-ru.pdf')))
  expect(pages.length).toBeGreaterThan(15)
  expect(pages.filter((text) => /[\u00AD\u2010\uFFFE-]$/.test(text.trimEnd()))).toEqual([])
})
