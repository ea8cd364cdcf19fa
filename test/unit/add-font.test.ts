/** `broadside fonts add`, and what a damaged font makes of it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { addFont } from '../../src/commands/add-font.js'
import type { Diagnostic } from '../../src/diagnostic.js'
import type { Reader } from '../../src/files/reader.js'
import { readFace } from '../../src/read/faces.js'
import { convertFont } from '../../src/read/font-convert.js'
import { openProject } from '../../src/project.js'
import { project, temporaryFolder } from '../broadside.js'
import {
  asPostScript,
  collectionOf,
  fontsYaml,
  shippedFont,
  tableOf,
  variableFont,
  withPermission,
} from '../fonts.js'

const WEIGHTS = [400, 600]

/** A folder with some files, as paths and contents. */
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** Adds a file that lies outside the project, and gives what was told and what is in fonts/ then. */
async function add(
  files: Readonly<Record<string, string | Uint8Array>>,
  { face, weights = WEIGHTS }: { face?: number; weights?: readonly number[] } = {},
) {
  const root = temporaryFolder()
  const source = join(folderOf(files), Object.keys(files)[0]!)
  const outcome = await addFont({ root, source, weights, ...(face !== undefined && { face }) })
  const fonts = join(root, 'fonts')
  return {
    status: outcome.status,
    told: outcome.findings.map(({ message }) => message.replaceAll(`${dirname(source)}/`, '')),
    hints: outcome.findings.map(({ hint }) => hint),
    faces: outcome.faces.map(({ family, weight, style }) => `${family} ${weight} ${style}`),
    files: existsSync(fonts) ? readdirSync(fonts).sort() : [],
    fonts,
  }
}

test('A variable WOFF2 gives a static face for each weight, with names of its own; its licence comes along.', async () => {
  const { status, told, faces, files, fonts } = await add({
    'Noto.woff2': variableFont(),
    'OFL.txt': 'The licence',
  })
  expect([status, told]).toEqual(['added', []])
  expect(faces).toEqual(['Noto Serif 400 normal', 'Noto Serif 600 normal'])
  expect(files).toEqual(['LICENSE-NotoSerif.txt', 'NotoSerif-400.ttf', 'NotoSerif-600.ttf', 'fonts.yaml'])
  expect(readFileSync(join(fonts, 'LICENSE-NotoSerif.txt'), 'utf8')).toBe('The licence')
  const opened = await openProject(
    project({
      'fonts/fonts.yaml': readFileSync(join(fonts, 'fonts.yaml')),
      ...Object.fromEntries(files.map((file) => [`fonts/${file}`, readFileSync(join(fonts, file))])),
      'source/publication.yaml': (text) =>
        text.replace('groups:', 'fonts: { fallback: Noto Serif }\ngroups:'),
    }),
    '',
  )
  expect(opened.findings).toEqual([])
  expect(
    opened
      .project!.faces.filter(({ family }) => family === 'Noto Serif')
      .map(({ postscriptName }) => postscriptName),
  ).toEqual(['NotoSerif-SemiBold', 'NotoSerif-Regular'])
})

test('Weights beyond those of a variable font give the nearest that it has.', async () => {
  const { faces } = await add({ 'Noto.woff2': variableFont() }, { weights: [250, 1000] })
  expect(faces).toEqual(['Noto Serif 250 normal', 'Noto Serif 900 normal'])
})

test('A static font is taken as it is; without a licence beside it a warning says so.', async () => {
  const font = shippedFont('SourceSerif4-It.ttf')
  const { status, told, files, fonts } = await add({ 'It.ttf': font })
  expect(status).toBe('added')
  expect(told).toEqual([
    expect.stringMatching(/^No licence lies beside the font Source Serif 4; the font itself says/),
  ])
  expect(files).toEqual(['SourceSerif4-400Italic.ttf', 'fonts.yaml'])
  expect(readFileSync(join(fonts, files[0]!)).equals(font)).toBe(true)
})

const collection = collectionOf(
  shippedFont('SourceSans3-Regular.ttf'),
  shippedFont('SourceSans3-SemiBold.ttf'),
)

test('A collection lists its faces until one is asked for by its number.', async () => {
  const { status, told, hints, files } = await add({ 'Two.ttc': collection })
  expect([status, files]).toEqual(['misused', []])
  expect(told).toEqual([
    'Two.ttc is a collection of 2 fonts: 1 Source Sans 3 Regular and 2 Source Sans 3 SemiBold.',
  ])
  expect(hints).toEqual(['Say which one you want by its number: “--face 1”.'])
  expect((await add({ 'Two.ttc': collection }, { face: 3 })).told).toEqual([
    'Two.ttc has no face 3, but 2 fonts: 1 Source Sans 3 Regular and 2 Source Sans 3 SemiBold.',
  ])
})

test('The face that is asked for comes out of a collection as a font of its own.', async () => {
  const { faces, fonts } = await add({ 'Two.ttc': collection, 'OFL.txt': 'x' }, { face: 2 })
  expect(faces).toEqual(['Source Sans 3 600 normal'])
  const [one, other] = [
    readFileSync(join(fonts, 'SourceSans3-600.ttf')),
    shippedFont('SourceSans3-SemiBold.ttf'),
  ]
  for (const tag of ['glyf', 'cmap', 'GSUB']) {
    const [at, from] = [tableOf(one, tag), tableOf(other, tag)]
    const length = other.readUInt32BE(from.record + 12)
    expect(one.subarray(at.offset, at.offset + length)).toEqual(
      other.subarray(from.offset, from.offset + length),
    )
  }
})

test('A font with PostScript outlines is refused in a sentence that names the package of its TrueType version.', async () => {
  const { status, told, hints, files } = await add({ 'Sans.otf': asPostScript(shippedFont()) })
  expect([status, files]).toEqual(['failed', []])
  expect(told).toEqual([
    expect.stringMatching(/Sans\.otf cannot be used: it has PostScript outlines \(OpenType CFF\)\.$/),
  ])
  expect(hints).toEqual([
    'Take its TrueType version, since Chromium embeds this one as Type 3: run “npm install --prefix . @expo-google-fonts/source-sans-3” in the publication’s folder, if Google Fonts has it.',
  ])
})

test('A font that may not be embedded is refused, and nothing is written.', async () => {
  const { status, told, files } = await add({ 'Locked.ttf': withPermission(shippedFont(), 0x0002) })
  expect([status, files]).toEqual(['failed', []])
  expect(told).toEqual([expect.stringContaining('says “Restricted License embedding (0x0002)”')])
})

test('Of a package come the faces of the wanted weights, and the licence of the font, not of the package.', async () => {
  const home = 'node_modules/@expo-google-fonts/lantern-sans'
  const root = folderOf({
    [`${home}/package.json`]: '{ "name": "@expo-google-fonts/lantern-sans", "version": "0.4.2" }',
    [`${home}/LICENSE`]: 'MIT',
    [`${home}/LICENSE_FONT`]: 'OFL',
    [`${home}/400Regular/A_400Regular.ttf`]: shippedFont('SourceSans3-Regular.ttf'),
    [`${home}/600SemiBold/A_600SemiBold.ttf`]: shippedFont('SourceSans3-SemiBold.ttf'),
  })
  const { faces } = await addFont({ root, source: '@expo-google-fonts/lantern-sans', weights: [600] })
  expect(faces.map(({ weight }) => weight)).toEqual([600])
  expect(readFileSync(join(root, 'fonts/fonts.yaml'), 'utf8')).toContain(
    'origin: npm @expo-google-fonts/lantern-sans 0.4.2, 600SemiBold/A_600SemiBold.ttf\n    licence: LICENSE-SourceSans3.txt\n',
  )
  expect(readFileSync(join(root, 'fonts/LICENSE-SourceSans3.txt'), 'utf8')).toBe('OFL')
})

test('Nothing of the name: the call is wrong.', async () => {
  const { status, findings } = await addFont({
    root: temporaryFolder(),
    source: 'no-such-font',
    weights: WEIGHTS,
  })
  expect([status, findings.map(({ message }) => message)]).toEqual([
    'misused',
    ['There is neither a file “no-such-font” nor a package of that name in the publication’s node_modules.'],
  ])
})

test('A file in fonts/ that is listed keeps its place and family, and gets the sum of what it is now.', async () => {
  const [old, font] = [shippedFont('SourceSans3-Regular.ttf'), shippedFont('SourceSans3-SemiBold.ttf')]
  const list = `# Ours.\n${fontsYaml([
    { family: 'Hand', file: 'Hand.ttf', bytes: old, weight: 600 },
    { family: 'Two', file: 'Two.ttc', bytes: collection },
  ])}`
  const root = folderOf({ 'fonts/fonts.yaml': list, 'fonts/Hand.ttf': font, 'fonts/Two.ttc': collection })
  await addFont({ root, source: join(root, 'fonts/Hand.ttf'), weights: WEIGHTS })
  await addFont({ root, source: join(root, 'fonts/Two.ttc'), face: 1, weights: WEIGHTS })
  const written = readFileSync(join(root, 'fonts/fonts.yaml'), 'utf8')
  expect(written).toMatch(/^# Ours\.\n/)
  expect([...written.matchAll(/(family|file): (.*)/g)].map(([, , value]) => value)).toEqual([
    'Hand',
    'Hand.ttf',
    'Two',
    'Two-400.ttf',
  ])
})

test('Another font of the same name in fonts/ is not written over.', async () => {
  const root = folderOf({
    'fonts/SourceSans3-400.ttf': shippedFont('SourceSerif4-It.ttf'),
    'a/A.ttf': shippedFont(),
  })
  const { status, findings } = await addFont({ root, source: join(root, 'a/A.ttf'), weights: WEIGHTS })
  expect([status, findings.at(-1)!.message]).toEqual([
    'failed',
    'fonts/SourceSans3-400.ttf is there already, and is another font than Source Sans 3, 400.',
  ])
  expect(readdirSync(join(root, 'fonts'))).toEqual(['SourceSans3-400.ttf'])
})

/** Numbers from 0 to below 1, the same each time (Park and Miller). */
function seeded(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

/** The font cut off, or with eight bytes turned round, at a place by chance. */
function* damaged(font: Buffer, times: number): Generator<Buffer> {
  const random = seeded(17)
  for (let i = 0; i < times; i++) {
    const at = Math.floor(random() * font.length)
    const copy = Buffer.from(font)
    if (i % 2) for (let byte = at; byte < Math.min(at + 8, copy.length); byte++) copy[byte]! ^= 0xff
    yield i % 2 ? copy : copy.subarray(0, at)
  }
}

test.each([
  ['a static font', shippedFont('SourceSerif4Subhead-It.ttf')],
  ['a collection', collection],
  ['a variable WOFF2', variableFont()],
])('%s damaged in 200 places never throws when it is added', async (_, font) => {
  const kinds = new Set<string>()
  for (const bytes of damaged(font, 200))
    kinds.add((await convertFont(bytes, { face: 1, weights: WEIGHTS })).kind)
  expect(kinds).toContain('fault')
})

test('A font damaged in 200 places never throws when it is read for a build.', async () => {
  const told = new Set<string>()
  const listed = {
    family: 'A',
    weight: 400,
    style: 'normal',
    file: 'A.ttf',
    name: 'A.ttf',
    at: { file: '', line: 1 },
  } as const
  for (const bytes of damaged(shippedFont('SourceSerif4Subhead-It.ttf'), 200)) {
    const reader = { bytes: () => Promise.resolve(bytes) } as unknown as Reader
    await readFace(reader, listed, undefined, ({ code }: Diagnostic) => told.add(code))
  }
  expect([...told]).toEqual(['font-damaged'])
})
