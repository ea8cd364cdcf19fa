/** Files for an office printer, by the real command: printed from the same layout, read back in the order of reading. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { expect, test } from 'vitest'
import { readHalves, readText } from '../read-text.js'
import { openPages } from '../../src/verify/walk.js'
import { broadside, findings, project } from '../broadside.js'

/** The small publication with this for the leaflet's and the parallel edition's sheets. */
const editions = (leaflet: string, pair: string) => ({
  'source/publication.yaml': (text: string) =>
    text
      .replace('    set:', `    office: ${leaflet}\n    set:`)
      .replace('  pair:\n', `  pair:\n    office: ${pair}\n`),
})

const words = (pages: readonly string[]) => pages.map((text) => text.split(/\s+/).filter(Boolean))
const file = (folder: string, kind: string, name: string) =>
  readFileSync(join(folder, 'out', kind, `night-trains-${name}.pdf`))

test('The imposed file holds page by page what the screen file holds, and the manifest says what each is for', async () => {
  const folder = project(
    editions('{ scheme: 2-up, paper: Tabloid }', '{ scheme: cut-and-stack, paper: A4, flip: long-edge }'),
  )
  const { code, stdout, stderr } = await broadside(['build'], { cwd: folder })
  expect(stderr).not.toMatch(/^.*error/m)
  expect(code).toBe(0)
  expect(stdout).toContain('out/office/night-trains-leaflet-de.pdf')

  for (const name of ['leaflet-en', 'leaflet-de']) {
    const pages = words(await readText(file(folder, 'screen', name)))
    const halves = await readHalves(file(folder, 'office', name))
    for (const half of [0, 1] as const)
      // each sheet has two leaves: an odd last page has a blank behind it
      expect(words(halves.map((side) => side[half])).slice(0, pages.length)).toEqual(pages)
  }
  const [front, back] = await readHalves(file(folder, 'office', 'pair'))
  const pages = words(await readText(file(folder, 'screen', 'pair')))
  expect(words([front![0], back![0], front![1], back![1]]).slice(0, pages.length)).toEqual(pages)

  const manifest = JSON.parse(readFileSync(join(folder, 'out/manifest.json'), 'utf8')) as {
    files: { file: string; kind: string; standards: string[] }[]
  }
  expect(manifest.files.map(({ file, kind, standards }) => [file, kind, standards.length])).toEqual([
    ['screen/night-trains-leaflet-en.pdf', 'screen', 2],
    ['screen/night-trains-leaflet-de.pdf', 'screen', 2],
    ['office/night-trains-leaflet-en.pdf', 'office', 0],
    ['office/night-trains-leaflet-de.pdf', 'office', 0],
    ['screen/night-trains-pair.pdf', 'screen', 2],
    ['office/night-trains-pair.pdf', 'office', 0],
  ])
})

test('The colour of a folded cover goes over the fold on both sides, though there is no print shop', async () => {
  const folder = project({
    'source/publication.yaml': (text) =>
      text.replace('  pair:', '  booklet:\n    office: { scheme: saddle-stitch }\n  pair:'),
    'templates/labels/de.yaml': (text) =>
      `${text}contents: Inhalt\nlanguages: Sprachen\npublisher: Herausgabe\n`,
  })
  expect((await broadside(['build', 'booklet'], { cwd: folder })).code).toBe(0)
  const [cover] = (await PDFDocument.load(file(folder, 'office', 'booklet'))).getPages()
  const fold = cover!.getWidth() / 2
  const areas = openPages()(cover!).painted.filter(
    ({ kind, thickness = 0 }) => kind === 'fill' && thickness > 15,
  )
  const beyond = areas.map(({ box }) => (box.left < fold - 20 ? box.right - fold : fold - box.left))
  expect(new Set(areas.map(({ box }) => box.left < fold - 20))).toEqual(new Set([true, false]))
  expect(new Set(beyond.map((points) => ((points / 72) * 25.4).toFixed(2)))).toEqual(new Set(['0.10']))
})

test('A booklet of half letters is folded from Letter, at its own size, its colour going to the edge of the paper', async () => {
  const folder = project({
    'source/publication.yaml': (text) =>
      `${text.slice(0, text.indexOf('editions:'))}editions:\n  booklet: { paper: 5.5 x 8.5 in, office: { scheme: saddle-stitch } }\n`,
    'templates/labels/de.yaml': (text) =>
      `${text}contents: Inhalt\nlanguages: Sprachen\npublisher: Herausgabe\n`,
  })
  const ran = await broadside(['build'], { cwd: folder })
  expect([findings(ran), ran.code]).toEqual(['', 0])
  const sizes = async (kind: string) => {
    const [first] = (await PDFDocument.load(file(folder, kind, 'booklet'))).getPages()
    return first!.getTrimBox()
  }
  expect(await sizes('screen')).toMatchObject({ width: 396, height: 612 })
  expect(await sizes('office')).toMatchObject({ width: 792, height: 612 })
})

test('What cannot be folded is told with the line that asks for it, and nothing is written', async () => {
  const folder = project(editions('{ scheme: saddle-stitch, paper: Tabloid }', '{ scheme: 2-up }'))
  const { code, stderr } = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: folder })
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /publication\.yaml:\d+: error: night-trains-leaflet-en has \d pages?: a folded sheet has four\.\n {4}Print it as «scheme: 2-up»/,
  )
  expect(existsSync(join(folder, 'out'))).toBe(false)
})

test('A page that the browser lays out otherwise for the second print is told, and nothing is written', async () => {
  const base = `${readFileSync('templates/shared/base.css', 'utf8')} li { min-height: calc(10 * var(--edge)) }`
  const changes = editions('{ scheme: 2-up, paper: Tabloid }', '{ scheme: 2-up }')
  const publication = changes['source/publication.yaml']
  const folder = project({
    ...changes,
    'source/publication.yaml': (text: string) => `${publication(text)}\npress: {}\n`,
    'templates/shared/base.css': base,
  })
  const { code, stderr } = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: folder })
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /out\/press\/night-trains-leaflet-en\.pdf: error: The press file holds \d+ pages of the text, the screen file 1\./,
  )
})

test('A file for an office printer that is no longer asked for is told', async () => {
  const folder = project(editions('{ scheme: 2-up, paper: Tabloid }', '{ scheme: 2-up }'))
  expect((await broadside(['build'], { cwd: folder })).code).toBe(0)
  project({}, folder)
  const { stderr } = await broadside(['build'], { cwd: folder })
  expect(stderr).toContain('office/night-trains-pair.pdf is left from an earlier build')
})
