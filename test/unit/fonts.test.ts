/** Which families set which part, and whether they have the letters. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nearestFace } from '../../src/model/face.js'
import { openProject } from '../../src/project.js'
import { checkCoverage } from '../../src/typeset/coverage.js'
import { typeset } from '../../src/typeset/typeset.js'
import { type Change, project } from '../broadside.js'
import { shippedFont } from '../fonts.js'

type Changes = Readonly<Record<string, Change>>

const open = async (changes: Changes) => {
  const root = project(changes)
  return openProject(root, join(root, 'out'))
}

/** What is told of the fonts, without hints. */
async function told(changes: Changes): Promise<readonly string[]> {
  const { findings, project: opened } = await open(changes)
  const coverage = opened ? checkCoverage(opened.publication, opened.deliverables, opened.faces) : []
  return [...findings, ...coverage].map(
    ({ severity, message, where }) => `${where?.line ?? ''} ${severity}: ${message}`,
  )
}

/** The families of a part, as the English leaflet's page has them. */
async function familiesOf(part: string, changes: Changes): Promise<string> {
  const { project: opened } = await open(changes)
  const { publication, deliverables, labels, faces } = opened!
  const { html } = typeset(publication, deliverables[0]!, labels, faces)
  return new RegExp(`--${part}-family: (.*) }`).exec(html)![1]!
}

const fonts = (section: string): Changes => ({
  'source/publication.yaml': (text) => text.replace('groups:', `fonts: ${section}\ngroups:`),
})
const named = (name: string): Changes => ({ 'source/signatories.csv': `group,name\nsigned,${name}\n` })
const said = (text: string): Changes => ({
  'source/statement/en.md': (file) => file.replace('with lanterns', text),
})

/** A package of Google Fonts beside the publication, with faces of the shipped family. */
const lanternSans = (...faces: readonly (readonly [path: string, file: string])[]): Changes => ({
  'package.json': '{ "dependencies": { "@expo-google-fonts/lantern-sans": "^0.4.0" } }',
  ...Object.fromEntries(
    faces.map(([path, file]) => [`node_modules/@expo-google-fonts/lantern-sans/${path}`, shippedFont(file)]),
  ),
})
const REGULAR = ['400Regular/LanternSans_400Regular.ttf', 'SourceSans3-Regular.ttf'] as const
const SEMIBOLD = ['600SemiBold/LanternSans_600SemiBold.ttf', 'SourceSans3-SemiBold.ttf'] as const

test('A name in letters that no face has is one error, which lists the letters.', async () => {
  expect(await told(named('საქართველო'))).toEqual([
    '2 error: No glyph for «ს», «ა», «ქ», «რ», «თ», «ვ», «ე», «ლ» and «ო» in Source Sans 3: “საქართველო”.',
  ])
})

test('The hint names a family for the script, and the line that installs it.', async () => {
  const { project: opened } = await open(named('საქართველო'))
  const [finding] = checkCoverage(opened!.publication, opened!.deliverables, opened!.faces)
  expect(finding!.hint).toBe(
    'Add Noto Sans Georgian to “fonts: { fallback: [ … ] }” in publication.yaml, which stands in for all parts, and run “npm install --prefix . @expo-google-fonts/noto-sans-georgian” in the publication’s folder.',
  )
})

test('A letter with a mark is one cluster: a face that has the letter alone does not set it.', async () => {
  expect(await told(said('kr̥ta'))).toEqual([
    '11 error: No glyph for «r̥» in Source Serif 4 and Source Serif 4 SmText: “kr̥ta:”.',
  ])
})

test('A letter and its mark are found, too, where a face has them as one glyph.', async () => {
  expect(await told(said('U\u0304ber'))).toEqual([]) // Ū
})

test('The fallback of the publication has what the faces of a part lack.', async () => {
  const changes = { ...said('kr̥ta, Ἀθήνα'), ...fonts('{ fallback: Source Sans 3 }') }
  expect(await told(changes)).toEqual([])
  expect(await familiesOf('text', changes)).toBe('"Source Serif 4", "Source Sans 3"')
  expect(await familiesOf('names', changes)).toBe('"Source Sans 3"')
})

test('A letter is fine only if each weight and style of the part has it.', async () => {
  const changes = {
    ...lanternSans(REGULAR),
    'node_modules/@expo-google-fonts/lantern-sans/400Regular_Italic/LanternSans_400Regular_Italic.ttf':
      shippedFont('SourceSerif4-It.ttf'),
    ...said('Ἀθήνα'),
    ...fonts('{ text: Lantern Sans }'),
  }
  expect(await told(changes)).toEqual([
    '7 warning: Lantern Sans has no 600, in which the templates set the text: 400 stands in.',
    '11 error: No glyph for «Ἀ» (U+1F08) in Lantern Sans: “Ἀθήνα:”.',
  ])
})

test('The families of a part take the place of the template’s, in their order, the fallback behind them.', async () => {
  const changes = {
    ...lanternSans(REGULAR, SEMIBOLD),
    ...fonts('{ names: [Source Serif 4, Lantern Sans], fallback: [Source Sans 3, Lantern Sans] }'),
  }
  expect(await familiesOf('names', changes)).toBe('"Source Serif 4", "Lantern Sans", "Source Sans 3"')
  expect(await familiesOf('apparatus', changes)).toBe('"Source Sans 3", "Lantern Sans"')
  expect(await familiesOf('title', changes)).toBe('"Source Serif 4 Display", "Source Sans 3", "Lantern Sans"')
})

test('A template that says nothing of headings sets them like the text.', async () => {
  const changes = {
    'templates/leaflet/page.hbs': '{{> head}}',
    'templates/leaflet/template.yaml':
      'about: x\nlanguages: each\nmargins: { top: 1, right: 1, bottom: 1, left: 1 }\nfaces: { text: [{ family: Source Serif 4 }] }\nknobs: { text: { default: 1pt, about: x }, leading: { default: 1pt, about: x } }\n',
  }
  expect(await familiesOf('headings', { ...changes, ...fonts('{ text: Source Sans 3 }') })).toBe(
    '"Source Sans 3"',
  )
})

test('A family is found in a package that package.json names, each weight and style by its file.', async () => {
  const { project: opened } = await open({
    ...lanternSans(REGULAR, SEMIBOLD),
    ...fonts('{ apparatus: Lantern Sans }'),
  })
  const own = opened!.faces.filter(({ family }) => family === 'Lantern Sans')
  expect(own.map(({ weight, postscriptName }) => [weight, postscriptName])).toEqual([
    [400, 'SourceSans3-Regular'],
    [600, 'SourceSans3-SemiBold'],
  ])
})

test.each([
  [
    'that nothing has',
    {},
    '“fonts.names” asks for Lantern Sans, which neither fonts/ nor an npm package of this publication has.',
    'If Google Fonts has it, run “npm install --prefix . @expo-google-fonts/lantern-sans” in the publication’s folder; otherwise run “broadside fonts add FILE” with a font file of it.',
  ],
  [
    'whose package is in node_modules, but not in package.json',
    { ...lanternSans(REGULAR), 'package.json': '{}' },
    '“fonts.names” asks for Lantern Sans, which neither fonts/ nor an npm package of this publication has.',
    'If Google Fonts has it, run “npm install --prefix . @expo-google-fonts/lantern-sans” in the publication’s folder; otherwise run “broadside fonts add FILE” with a font file of it.',
  ],
  [
    'whose package is not installed',
    lanternSans(),
    'package.json names @expo-google-fonts/lantern-sans, which is not in node_modules: “fonts.names” asks for its family, Lantern Sans.',
    'Run “npm install” in the folder of that package.json.',
  ],
  [
    'with a package.json that is not valid',
    { 'package.json': '{ "dependencies": [' },
    expect.stringMatching(/^This is not valid JSON: /),
    'Mend the line; quotes, indentation and colons are the usual suspects.',
  ],
])('A family %s: an error that says what to do.', async (_, changes: Changes, message, hint) => {
  const { findings } = await open({ ...changes, ...fonts('{ names: Lantern Sans }') })
  expect([findings[0]!.message, findings[0]!.hint]).toEqual([message, hint])
})

test('A family that is almost the name of one there is: the hint asks whether that was meant.', async () => {
  const { findings } = await open(fonts('{ names: Source Sans }'))
  expect(findings.map(({ hint }) => hint)).toEqual(['Did you mean «Source Sans 3»?'])
})

test('A part that there is not is an error with the parts that there are.', async () => {
  const { findings } = await open(fonts('{ name: Source Sans 3 }'))
  expect(findings.map(({ hint }) => hint)).toEqual([
    'Known keys are title, subtitle, headings, text, names, apparatus and fallback.',
  ])
})

test.each([
  [400, [300, 500], 500],
  [500, [400, 600], 400],
  [600, [400, 500, 700], 700],
  [600, [400, 500], 500],
  [300, [200, 400], 200],
])('For a weight of %d a family of %j gives %d, as in a browser.', (weight, weights, taken) => {
  const faces = weights.map((weight) => ({ family: 'A', weight, style: 'normal' as const }))
  expect(nearestFace(faces, { weight, style: 'normal' })!.weight).toBe(taken)
})
