/** Press files by the real command, looked at with other people's tools. */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { visitPages } from '../../src/pdfium.js'
import { openPages } from '../../src/verify/walk.js'
import { readText } from '../read-text.js'
import { broadside, findings, project, type Ran } from '../broadside.js'

/** The small publication with this for its print shop. */
const forPress = (settings: string) => (text: string) => `${text}\npress: ${settings}\n`
/** The spaces behind a number are told as one or as several. */
const squeeze = (line: string) => line.replace(/\s+/gu, ' ').trim()
const has = (tool: string) => !spawnSync(tool, ['--version']).error
const run = (tool: string, ...args: readonly string[]) => execFileSync(tool, args, { encoding: 'utf8' })

describe('The small publication for a print shop', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'broadside-test-')))
  let ran: Ran
  beforeAll(async () => {
    project({ 'source/publication.yaml': forPress('{ accent: [80, 20, 60, 30] }') }, folder)
    ran = await broadside(['build'], { cwd: folder })
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (kind: string, name: string) => join(folder, 'out', kind, `night-trains-${name}.pdf`)

  test('has a press file for each file to hand out, and the manifest says what it is', () => {
    expect(findings(ran)).toBe('')
    expect(ran.code).toBe(0)
    const { files } = JSON.parse(readFileSync(join(folder, 'out/manifest.json'), 'utf8')) as {
      files: { file: string; kind: string; standards: string[] }[]
    }
    expect(
      files.filter(({ kind }) => kind === 'press').map(({ file, standards }) => [file, standards]),
    ).toEqual(
      ['leaflet-en', 'leaflet-de', 'pair'].map((name) => [
        `press/night-trains-${name}.pdf`,
        ['PDF/X-4', 'PDF/A-2u'],
      ]),
    )
  })

  test('holds line by line what the screen file holds, and a slug line on each page', async () => {
    for (const name of ['leaflet-de', 'pair']) {
      const screen = await readText(readFileSync(file('screen', name)))
      const press = await readText(readFileSync(file('press', name)))
      const slug = (page: number) =>
        `night-trains-${name}, page ${page} of ${screen.length}, 2024-05-03, FOGRA39`
      const lines = (text: string) => text.split('\r\n').map(squeeze).filter(Boolean)
      for (const [index, text] of press.entries()) {
        expect(lines(text)).toContain(slug(index + 1))
        expect(lines(text).filter((line) => line !== slug(index + 1))).toEqual(lines(screen[index]!))
      }
    }
  })

  test.skipIf(!has('pdfinfo'))('has exact boxes, as poppler reads them', () => {
    const boxes = run('pdfinfo', '-box', file('press', 'leaflet-en'))
    const box = (name: string) =>
      new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(boxes)![1]!.trim().split(/\s+/).map(Number)
    const size = (name: string) => {
      const [left, bottom, right, top] = box(name) as [number, number, number, number]
      return [right - left, top - bottom]
    }
    for (const [name, width, height] of [
      ['TrimBox', 612, 792],
      ['BleedBox', 629.01, 809.01],
      ['MediaBox', 687, 867],
    ] as const) {
      expect(size(name)[0]).toBeCloseTo(width, 1)
      expect(size(name)[1]).toBeCloseTo(height, 1)
    }
    expect(boxes).toMatch(/PDF version: +1\.6/)
  })

  test.skipIf(!has('gs'))(
    'has the accent in the inks that the shop gives it, and text on the black plate',
    () => {
      const pages = run(
        'gs',
        '-q',
        '-o',
        '-',
        '-sDEVICE=ink_cov',
        '-dUseTrimBox',
        file('press', 'leaflet-en'),
      )
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/).slice(0, 4).map(Number))
      const [c, m, y, k] = pages[0]!
      expect(c).toBeGreaterThan(0)
      expect(m! / c!).toBeCloseTo(20 / 80, 1)
      expect(y! / c!).toBeCloseTo(60 / 80, 1)
      expect(k).toBeGreaterThan((30 / 80) * c! + 0.5) // what the accent has of it, and the text
    },
  )

  test.skipIf(!has('qpdf'))('is sound to qpdf', () => {
    expect(run('qpdf', '--check', file('press', 'pair'))).toContain(
      'No syntax or stream encoding errors found',
    )
  })
})

test.skipIf(!has('gs'))('A page in black alone needs one plate', async () => {
  const folder = project({
    'source/publication.yaml': (text) =>
      forPress('{ marks: false }')(text.replace('accent: "#0b5d4b"', 'accent: "#333333"')),
  })
  const ran = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: folder })
  expect(ran.code).toBe(0)
  const out = join(folder, 'out/press/night-trains-leaflet-en.pdf')
  expect(run('gs', '-q', '-o', '-', '-sDEVICE=inkcov', out)).toMatch(
    /^ 0\.00000 {2}0\.00000 {2}0\.00000 {2}0\.[1-9]/,
  )
})

test.skipIf(!has('gs'))('What reaches the edge of a page runs into the bleed, and no further', async () => {
  const folder = project({ 'source/publication.yaml': forPress('{}') })
  cpSync('templates/leaflet', join(folder, 'templates/leaflet'), { recursive: true })
  const edit = (name: string, change: (content: string) => string) => {
    const file = join(folder, 'templates/leaflet', name)
    writeFileSync(file, change(readFileSync(file, 'utf8')))
  }
  edit('page.hbs', (page) =>
    page.replace('<header class="field">', '<div class="cover"><p>&nbsp;</p></div><header>'),
  )
  edit(
    'style.css',
    (style) => `${style}
      @page cover { margin: calc(var(--edge) - var(--bleed)); @bottom-left { content: none } }
      .cover { page: cover; position: relative; height: 1px }
      .cover > * { position: absolute; top: 0; left: 0; width: 100vw; height: 100vh; background: #06c }`,
  )
  const ran = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: folder })
  expect(findings(ran)).toBe('')
  expect(ran.code).toBe(0)

  const out = join(folder, 'out/press/night-trains-leaflet-en.pdf')
  const cyan = (box: string) =>
    Number(run('gs', '-q', '-o', '-', '-r30', '-sDEVICE=inkcov', box, out).trim().split(/\s+/)[0])
  expect(cyan('-dUseBleedBox')).toBeGreaterThan(0.99)
  expect(cyan('-dUseMediaBox')).toBeCloseTo((629 * 809) / (687 * 867), 1)
})

test('The field of a leaflet runs into the bleed on three sides, and no further', async () => {
  const folder = project({ 'source/publication.yaml': forPress('{}') })
  expect((await broadside(['build', 'leaflet', '-l', 'en'], { cwd: folder })).code).toBe(0)
  const file = readFileSync(join(folder, 'out/press/night-trains-leaflet-en.pdf'))
  const page = (await PDFDocument.load(file)).getPage(0)
  const [field] = openPages()(page).painted.filter(
    ({ kind, thickness = 0 }) => kind === 'fill' && thickness > 99,
  )
  const { x, y, width, height } = page.getBleedBox()
  const { left, top, right } = field!.box
  const beyond = [left - x, y + height - top, x + width - right]
  for (const points of beyond) expect(Math.abs(points)).toBeLessThan(1) // a pixel, to which Chromium snaps
})

test('The job ticket of a publication that has no print shop any more is told as its press files are', async () => {
  const folder = project({ 'source/publication.yaml': forPress('{}') })
  expect((await broadside(['build', 'pair'], { cwd: folder })).code).toBe(0)
  project({}, folder)
  const { code, stderr } = await broadside(['build'], { cwd: folder })
  expect(code).toBe(0)
  for (const name of ['night-trains-pair.pdf', 'night-trains.txt'])
    expect(stderr).toContain(
      `press/${name} is left from an earlier build; this publication does not make it any more.\n    Delete it`,
    )
})

test.each(['0', '1mm', '5mm'])(
  'A cover reaches a bleed of %s on any paper, and its words stay in place',
  async (bleed) => {
    const folder = project({
      'source/publication.yaml': (text) =>
        forPress(`{ bleed: ${bleed}, marks: false }`)(
          text.replace('  pair:\n', '  booklet:\n  small:\n    template: booklet\n    paper: A6\n  pair:\n'),
        ),
      'templates/labels/de.yaml': (text) =>
        `${text}contents: Inhalt\nlanguages: Sprachen\npublisher: Herausgabe\n`,
    })
    const ran = await broadside(['build', 'booklet', 'small'], { cwd: folder })
    expect(findings(ran)).not.toContain('error')
    expect(ran.code).toBe(0)
    const [screen, press] = await Promise.all(
      ['screen', 'press'].map((kind) =>
        placeOfWords(readFileSync(join(folder, 'out', kind, 'night-trains-booklet.pdf'))),
      ),
    )
    expect(press).toEqual(screen)
  },
)

/** Where the first word of a file begins, in points from the trim's top left corner. */
async function placeOfWords(pdf: Uint8Array): Promise<readonly string[]> {
  const trim = (await PDFDocument.load(pdf)).getPage(0).getTrimBox()
  const [first] = await visitPages(pdf, (pdfium, page) => {
    const text = pdfium.FPDFText_LoadPage(page)
    const origin = pdfium.pdfium.wasmExports.malloc(16)
    pdfium.FPDFText_GetCharOrigin(text, 0, origin, origin + 8)
    const [x, y] = [origin, origin + 8].map((at) => pdfium.pdfium.getValue(at, 'double'))
    pdfium.pdfium.wasmExports.free(origin)
    pdfium.FPDFText_ClosePage(text)
    return [x! - trim.x, trim.y + trim.height - y!]
  })
  return first!.map((points) => points.toFixed(2))
}

test('An edition may do without a press file', async () => {
  const folder = project({
    'source/publication.yaml': (text) =>
      forPress('{}')(text.replace('  pair:\n', '  pair:\n    press: false\n')),
  })
  const ran = await broadside(['build', 'pair'], { cwd: folder })
  expect(ran.code).toBe(0)
  expect(existsSync(join(folder, 'out/press'))).toBe(false)
})

test('What a print shop cannot be asked for is told with its line', async () => {
  const told = async (settings: string, edit = (text: string) => text) => {
    const folder = project({ 'source/publication.yaml': (text) => edit(forPress(settings)(text)) })
    writeFileSync(join(folder, 'shop.icc'), readFileSync('profiles/sRGB.icc'))
    const ran = await broadside(['build'], { cwd: folder })
    expect(ran.code).toBe(1)
    return findings(ran)
  }
  expect(await told('{ profile: shop.icc, condition: PSO }')).toMatch(
    /^source\/publication\.yaml:\d+: error: shop\.icc is no profile to print by: its colours are «RGB», not CMYK\./,
  )
  expect(await told('{ profile: away.icc, condition: PSO }')).toMatch(/:\d+: error: away\.icc is missing/)
  expect(await told('{ bleed: 3pt }')).toMatch(
    /:\d+: error: «press\.bleed» is no length in millimetres or inches/,
  )
  expect(await told('{ accent: [15, 100, 90] }')).toMatch(/:\d+: error: «press\.accent»/)
  expect(await told('{ ink: 500 }')).toMatch(/:\d+: error: «press\.ink» is more than 400/)
})
