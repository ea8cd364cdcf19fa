/** What becomes of the files without errors, and of older versions of the others. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { broadside, project, type Ran } from '../broadside.js'

interface Manifest {
  readonly files: readonly { readonly file: string; readonly date: string }[]
  readonly missing?: readonly { readonly file: string; readonly codes: readonly string[] }[]
}

const SCHEMA = z.fromJSONSchema(
  JSON.parse(readFileSync('schema/manifest.schema.json', 'utf8')) as z.core.JSONSchema.JSONSchema,
)
const [EN, DE, PAIR] = ['leaflet-en', 'leaflet-de', 'pair'].map((name) => `night-trains-${name}.pdf`)
const WORD = 'w'.repeat(58)
const press = { 'source/publication.yaml': (text: string) => `${text}press: {}\n` }

const build = (root: string, ...args: string[]) => broadside(['build', ...args], { cwd: root })
const edit = (root: string, file: string, change: (text: string) => string) =>
  writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')))
const filesIn = (root: string, folder: string) => readdirSync(join(root, 'out', folder)).sort()
const lastLine = ({ stderr }: Ran) => stderr.trimEnd().split('\n').at(-1)

/** The manifest, which keeps to its schema, and the sums of which are right. */
function stock(root: string): Manifest {
  execFileSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: join(root, 'out') })
  const manifest = JSON.parse(readFileSync(join(root, 'out/manifest.json'), 'utf8')) as Manifest
  expect(SCHEMA.parse(manifest)).toEqual(manifest)
  return manifest
}

test('an error on the pages of one text: the other files are published, older versions of its own go, and all say so', async () => {
  const root = project(press)
  expect((await build(root)).code).toBe(0)
  const whole = stock(root)
  expect(whole).not.toHaveProperty('missing')

  edit(root, 'source/publication.yaml', (text) => text.replace('2024-05-03', '2024-05-04'))
  edit(root, 'source/statement/en.md', (text) => text.replace('We ask', `We ask ${WORD}`))
  const failed = await build(root, 'leaflet')
  expect(failed.code).toBe(1)
  expect(lastLine(failed)).toBe(
    '1 error; nothing was written. “--keep-going” builds the 2 of 4 files that no error concerns: ' +
      `out/screen/${DE}, out/press/${DE}`,
  )
  expect(stock(root)).toEqual(whole)

  const ran = await build(root, 'leaflet', '--keep-going')
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain(`out/press/${EN}: failed\n`) // it is as wrong as the file for the screen
  expect(ran.stdout).toContain(`out/screen/${DE} `)
  expect(lastLine(ran)).toBe(
    `1 error; 2 of 4 files written. Not there, because of errors: out/screen/${EN}, out/press/${EN}`,
  )
  expect([filesIn(root, 'screen'), filesIn(root, 'press')]).toEqual([
    [DE, PAIR],
    [DE, PAIR, 'night-trains.txt'],
  ])
  const { files, missing } = stock(root)
  expect(files.map(({ file, date }) => `${file} ${date}`)).toEqual([
    `screen/${DE} 2024-05-04`,
    `press/${DE} 2024-05-04`,
    `screen/${PAIR} 2024-05-03`,
    `press/${PAIR} 2024-05-03`,
  ])
  expect(missing).toEqual(
    ['screen', 'press'].map((kind) => ({
      file: `${kind}/${EN}`,
      kind,
      edition: 'leaflet',
      languages: ['en'],
      codes: ['word-cut-off'],
    })),
  )
  const ticket = readFileSync(join(root, 'out/press/night-trains.txt'), 'utf8')
  expect(ticket).toContain(`\nBuilt at another time, and not told here: ${PAIR}\n`)
  expect(ticket).toContain(`\nNot here, because they have errors: ${EN}\n`)

  // A build of others leaves them missing, one of their own brings them back.
  expect((await build(root, 'leaflet', '-l', 'de')).code).toBe(0)
  expect(stock(root).missing).toEqual(missing)
  edit(root, 'source/statement/en.md', (text) => text.replace(WORD, ''))
  expect((await build(root)).code).toBe(0)
  expect(stock(root)).not.toHaveProperty('missing')
  expect(stock(root).files.map(({ file }) => file)).toEqual(whole.files.map(({ file }) => file))
})

test('an error of a statement concerns the files that hold its language; the others are set without it', async () => {
  const root = project({
    'source/publication.yaml': (text) =>
      text.replace('set: { text: 11pt, leading: 15pt }', 'fit: { pages: 1 }'),
    'source/statement/de.md': 'Kein Vorspann.',
  })
  const failed = await build(root)
  expect(lastLine(failed)).toMatch(
    `1 error; nothing was written. “--keep-going” builds the 1 of 3 files that no error concerns: out/screen/${EN}`,
  )
  expect(failed.stderr).not.toContain('Making')
  const ran = await build(root, '--keep-going')
  expect([ran.code, filesIn(root, 'screen')]).toEqual([1, [EN]])
  expect(stock(root).missing?.map(({ file, codes }) => [file, codes])).toEqual([
    [`screen/${DE}`, ['no-front-matter']],
    [`screen/${PAIR}`, ['no-front-matter']],
  ])
})

test('without the first language’s statement, who takes its closing line has errors, too', async () => {
  const root = project({ 'source/statement/en.md': null })
  expect(lastLine(await build(root, '--keep-going'))).toBe('1 error; nothing was written.')
  edit(root, 'source/statement/de.md', (text) => text.replace('subtitle:', 'closing: Gute Nacht.\nsubtitle:'))
  expect((await build(root, '--keep-going')).code).toBe(1)
  expect(filesIn(root, 'screen')).toEqual([DE])
})

test('an error of the list concerns all files: none is published, none is taken away', async () => {
  const root = project()
  await build(root, 'leaflet')
  const before = stock(root)
  edit(root, 'source/signatories.csv', (text) => text.replace(';signed;', ';sined;'))
  const ran = await build(root, '--keep-going')
  expect([ran.code, lastLine(ran)]).toEqual([1, '1 error; nothing was written.'])
  expect(stock(root)).toEqual(before)
})

test('an error of a press file alone leaves the file for the screen; with the last press file the ticket goes', async () => {
  const shades = Uint8Array.from({ length: 30 * 30 * 3 }, (_, index) => (index * 37) % 256)
  const root = project({
    ...press,
    'source/statement/quay.png': encode({ width: 30, height: 30, channels: 3, data: shades }),
  })
  await build(root, 'leaflet', '-l', 'en')
  expect(filesIn(root, 'press')).toEqual([EN, 'night-trains.txt'])
  edit(root, 'source/statement/en.md', (text) =>
    text.replace('We ask', '![A quay](quay.png){width=60mm} We ask'),
  )
  edit(root, 'source/statement/de.md', (text) =>
    text.replace('Wir bitten', '![Kai](quay.png){width=60mm} $&'),
  )
  const ran = await build(root, 'leaflet', '-l', 'en', '--keep-going')
  expect(lastLine(ran)).toBe(`1 error; 1 of 2 files written. Not there, because of errors: out/press/${EN}`)
  expect([filesIn(root, 'screen'), filesIn(root, 'press')]).toEqual([[EN], []])
  expect(stock(root).missing?.map(({ codes }) => codes)).toEqual([['coarse-picture']])
})
