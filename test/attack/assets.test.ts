/** Fonts and pictures that are broken, hostile, or would be missing from the page: nothing of them is lost in silence. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { expect, test } from 'vitest'
import { readFacts } from '../../src/verify/facts.js'
import { broadside, type Change, findings, project, PNG } from '../broadside.js'
import { fontsYaml, renamed, shippedFont, withPermission } from '../fonts.js'

const template = (file: string) => readFileSync(`templates/leaflet/${file}`, 'utf8')
const svg = (content: string, size = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 240 60"${size}>\n${content}\n</svg>`
const RULE = '<rect width="240" height="60" fill="#0b5d4b"/>'

async function build(changes: Readonly<Record<string, Change>>) {
  const root = project(changes)
  const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
  const pdf = join(root, 'out/screen/night-trains-leaflet-en.pdf')
  return { told: findings(ran), code: ran.code, pdf: existsSync(pdf) ? readFileSync(pdf) : undefined }
}
/** The findings without their hints, of a build that ends in errors. */
async function errors(changes: Readonly<Record<string, Change>>): Promise<string[]> {
  const { told, code, pdf } = await build(changes)
  expect([code, pdf]).toEqual([1, undefined])
  return told.split('\n').filter((line) => line.includes('error: '))
}
const picture =
  (address: string): Change =>
  (text) =>
    text.replace('Four night', `![A lantern](${address}) Four night`)
const withPicture = (name: string, content: string | Uint8Array) => ({
  'source/statement/en.md': picture(name),
  [`source/statement/${name}`]: content,
})
const own = (edits: Readonly<Record<string, (text: string) => string>>) =>
  Object.fromEntries(
    ['template.yaml', 'page.hbs', 'style.css'].map((file) => [
      `templates/leaflet/${file}`,
      (edits[file] ?? ((text: string) => text))(template(file)),
    ]),
  )

const twoFaces = (first: Buffer, second: Buffer) => ({
  ...own({
    'template.yaml': (text) =>
      text
        .replace(/( {2}title:\n)[^\n]*\n/, '$1    - { family: Title }\n')
        .replace(/( {2}names:\n)[^\n]*\n/, '$1    - { family: Hand }\n'),
    'style.css': (text) => `${text}\nh1 { font: 400 25pt/28pt "Title" }\n.names li { font-family: "Hand" }\n`,
  }),
  'fonts/fonts.yaml': fontsYaml([
    { family: 'Title', file: 'Title.ttf', bytes: first },
    { family: 'Hand', file: 'Hand.ttf', bytes: second },
  ]),
  'fonts/Title.ttf': first,
  'fonts/Hand.ttf': second,
})

test('two faces of one PostScript name: each text is set in its own', async () => {
  const { told, code, pdf } = await build(
    twoFaces(
      renamed(shippedFont('SourceSerif4-It.ttf'), 'Untitled'),
      renamed(shippedFont('SourceSans3-SemiBold.ttf'), 'Untitled'),
    ),
  )
  expect([told, code]).toEqual(['', 0])
  const { fonts } = readFacts(await PDFDocument.load(pdf!, { updateMetadata: false }))
  expect(fonts.filter(({ name }) => name === 'Untitled')).toHaveLength(2)
})

test('a font whose PostScript name is a path: refused at its line, no file is named by it', async () => {
  const path = renamed(shippedFont('SourceSerif4-It.ttf'), '../../../x')
  expect(await errors(twoFaces(path, shippedFont()))).toEqual([
    'fonts/fonts.yaml:2: error: fonts/Title.ttf cannot be used: its PostScript name “../../../x” has characters that such a name cannot have (OpenType, table “name”, ID 6).',
  ])
})

test('a font that may not be embedded: refused for that, at its line in fonts.yaml', async () => {
  const locked = withPermission(shippedFont('SourceSerif4-It.ttf'), 0x0002)
  expect(await errors(twoFaces(shippedFont(), locked))).toEqual([
    'fonts/fonts.yaml:3: error: fonts/Hand.ttf may not be embedded in a PDF: its own table “OS/2” says “Restricted License embedding (0x0002)”.',
  ])
})

test('a web page saved under the name of a font: told as that', async () => {
  expect(await errors(twoFaces(Buffer.from('<!doctype html><title>404</title>'), shippedFont()))).toEqual([
    'fonts/fonts.yaml:2: error: fonts/Title.ttf cannot be used: it is a web page.',
  ])
})

test('a font that is cut off: damaged, with the table that is not whole', async () => {
  const [error] = await errors(twoFaces(shippedFont().subarray(0, 150_000), shippedFont()))
  expect(error).toMatch(
    /^fonts\/fonts\.yaml:2: error: fonts\/Title\.ttf is damaged: its table “.{4}” ends at byte \d+/,
  )
})

test('a font that is empty: damaged', async () => {
  expect(await errors(twoFaces(Buffer.alloc(0), shippedFont()))).toEqual([
    'fonts/fonts.yaml:2: error: fonts/Title.ttf is damaged: it is empty.',
  ])
})

test('a face that is listed twice: an error at the second entry', async () => {
  const bytes = shippedFont()
  const changes = twoFaces(bytes, bytes)
  const entry = { family: 'Hand', file: 'Hand.ttf', bytes }
  const yaml = fontsYaml([{ family: 'Title', file: 'Title.ttf', bytes }, entry, entry])
  expect(await errors({ ...changes, 'fonts/fonts.yaml': yaml })).toEqual([
    'fonts/fonts.yaml:4: error: The face Hand, 400 is listed a second time; the first entry is in line 3.',
  ])
})

test('an SVG that links a picture: an error at its line in the SVG', async () => {
  expect(
    await errors({
      ...withPicture('p.svg', svg('<image xlink:href="q.png"/>')),
      'source/statement/q.png': PNG,
    }),
  ).toEqual([
    'source/statement/p.svg:2: error: This SVG asks for the picture q.png. A browser loads nothing from within a picture, so it would be missing.',
  ])
})

test('an SVG with an entity that makes others: refused, not expanded', async () => {
  const bomb = `<!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>${svg('<title>&b;</title>')}`
  expect(await errors(withPicture('p.svg', bomb))).toEqual([
    'source/statement/p.svg:1: error: This SVG is not well-formed, and the browser shows nothing of it: its entity “b” holds other entities or elements.',
  ])
})

test('an SVG with live text: one error, which names the SVG', async () => {
  const text = svg('<text x="68" y="40" font-family="Arial">Open Borders</text>', ' width="212" height="53"')
  expect(await errors(withPicture('logo.svg', text))).toEqual([
    'source/statement/logo.svg:2: error: This SVG has live text, “Open Borders”, in Arial. A picture does not see the fonts of the page.',
  ])
})

test('an SVG of the style sheet with live text: one error, none about fonts of the system', async () => {
  expect(
    await errors({
      ...own({ 'style.css': (text) => `${text}\nheader { background: url(logo.svg) }` }),
      'templates/leaflet/logo.svg': svg('<text x="68" y="40">Open Borders</text>'),
    }),
  ).toEqual([
    'templates/leaflet/logo.svg:2: error: This SVG has live text, “Open Borders”. A picture does not see the fonts of the page.',
  ])
})

test('an SVG drawn smaller than its units: printed, no page is told to be shrunk', async () => {
  const { told, code } = await build(withPicture('logo.svg', svg(RULE, ' width="212" height="53"')))
  expect([told, code]).toEqual(['', 0])
})

test('drawings smaller and larger than their units, turned, and with text of the page: printed', async () => {
  const { told, code } = await build({
    ...own({
      'page.hbs': (text) =>
        text.replace(
          '<header class="field">',
          `<svg viewBox="0 0 120 30" width="100" height="25" role="img" aria-label="Night trains">${RULE}</svg>
           <img src="logo.svg" alt="" style="height: 9mm"><img src="logo.svg" alt="" style="width: 90mm; transform: rotate(3deg) scale(0.9)"><header class="field">`,
        ),
      'style.css': (text) =>
        `${text}\nh1 { background: url(logo.svg) no-repeat 0 0 / 30px 8px }\n.meta { transform: scale(0.9) }`,
    }),
    'templates/leaflet/logo.svg': svg(RULE),
  })
  expect([told, code]).toEqual(['', 0])
})

test('a picture of more pixels than a machine holds: an error before the browser sees it', async () => {
  const bomb = Buffer.from(PNG)
  bomb.writeUInt32BE(100_000, 16)
  bomb.writeUInt32BE(100_000, 20)
  expect(await errors(withPicture('bomb.png', bomb))).toEqual([
    'source/statement/en.md:7: error: The picture source/statement/bomb.png has 100000 × 100000 pixels, and 300 million are the most that can be printed.',
  ])
})

test.each([
  'https://example.org/p.png',
  'HTTP://example.org/p.png',
  '//example.org/p.png',
  'ftp://example.org/p.png',
])('a picture of the net in a statement, %s: an error at its line', async (address) => {
  expect(await errors({ 'source/statement/en.md': picture(address) })).toEqual([
    `source/statement/en.md:7: error: The picture ${address} lies outside the publication. Nothing is loaded from elsewhere, so it would be missing.`,
  ])
})

test('a picture of the net in a style sheet: an error, and a hint to later pages is only a warning', async () => {
  const { told, code } = await build(
    own({
      'page.hbs': (text) =>
        text.replace('</head>', '<link rel="prefetch" href="https://example.org/next.html"></head>'),
      'style.css': (text) => `${text}\nheader { background: url(https://example.org/p.png) }`,
    }),
  )
  expect(code).toBe(1)
  const line = template('style.css').split('\n').length + 1
  const about = told.split('\n').filter((each) => each.includes('example.org'))
  expect(about.sort()).toEqual([
    expect.stringMatching(/page\.hbs:\d+: warning: The page asked for https:\/\/example\.org\/next\.html/),
    `templates/leaflet/style.css:${line}: error: The page asks for https://example.org/p.png. The browser reads only the files of the publication, so this would be missing.`,
  ])
})

test.each([
  ['![A lantern](my lantern.png)', '![A lantern](my lantern.png)'],
  ['![A lantern] (lantern.png)', '![A lantern] (lantern.png)'],
  ['![A lantern](lantern.png', '![A lantern](lantern.png'],
  ['![A lantern](lan\n   tern.png)', '![A lantern](lan'],
  ['![A lantern][1]', '![A lantern][1]'],
  ['![A lantern](file:///etc/passwd)', '![A lantern](file:///etc/passwd)'],
])('a picture whose address Markdown does not read, %j: an error at its line', async (written, quoted) => {
  const [error] = await errors({
    'source/statement/en.md': (text) => text.replace('Four', `${written}\n   Four`),
  })
  expect(error!.startsWith(`source/statement/en.md:7: error: “${quoted}`)).toBe(true)
  expect(error).toMatch(/” is not read as a picture; its signs would be printed instead\.$/)
})

test('a picture in an address that is none: an error in statement and template', async () => {
  expect(await errors({ 'source/statement/en.md': picture('data:image/png;base64,AAAA') })).toEqual([
    'source/statement/en.md:7: error: The picture in the data: URI is no picture that the browser can read.',
  ])
  const page = (text: string) =>
    text.replace(
      '<header class="field">',
      '<img alt="" src="data:image/png;base64,AAAA"><header class="field">',
    )
  const line =
    page(template('page.hbs'))
      .split('\n')
      .findIndex((each) => each.includes('data:image')) + 1
  expect(await errors(own({ 'page.hbs': page }))).toEqual([
    `templates/leaflet/page.hbs:${line}: error: The picture in the data: URI is no picture that the browser can read.`,
  ])
})

test('a part of another SVG file in a drawing of the page: an error, not a hole', async () => {
  const page = (text: string) =>
    text.replace(
      '<header class="field">',
      '<svg width="9" height="9" aria-hidden="true"><use href="parts.svg#a"/></svg><header class="field">',
    )
  const [error] = await errors({
    ...own({ 'page.hbs': page }),
    'templates/leaflet/parts.svg': svg(`<g id="a">${RULE}</g>`),
  })
  expect(error).toMatch(
    /^templates\/leaflet\/page\.hbs:\d+: error: The page refers to templates\/leaflet\/parts\.svg/,
  )
})

test('pictures asked for by srcset, <object> and CSS that are not there: each an error', async () => {
  const told = await errors(
    own({
      'page.hbs': (text) =>
        text.replace(
          '<header class="field">',
          '<img alt="" srcset="one.png 1x"><object data="two.svg" aria-label="Two"></object><header class="field">',
        ),
      'style.css': (text) =>
        `${text}\nh1::before { content: url(three.png) }\nul { list-style-image: url(four.png) }`,
    }),
  )
  for (const name of ['one.png', 'two.svg', 'three.png', 'four.png'])
    expect(
      told.some((line) => line.endsWith(`asks for a file that is not there: templates/leaflet/${name}.`)),
      name,
    ).toBe(true)
})

const PLAIN = {
  ...own({
    'template.yaml': (text) =>
      text.replace(
        /( {4}- \{ family: Source Serif 4 \}\n) {4}- \{ family: Source Serif 4, style: italic \}\n {4}- \{ family: Source Serif 4, weight: 600 \}\n/,
        '$1',
      ),
  }),
}

test('emphasis for which the template has no face: an error with the words', async () => {
  expect(await errors(PLAIN)).toEqual([
    'source/statement/en.md:7: error: “full” is emphasised, and the template “leaflet” prints it like the words around it: it has no face Source Serif 4, 400 italic.',
    'source/statement/en.md:9: error: “no new track” is emphasised, and the template “leaflet” prints it like the words around it: it has no face Source Serif 4, 600.',
  ])
})

test('emphasis that a style sheet sets apart by a line and by spacing: printed', async () => {
  const style = `${template('style.css')}\nem { text-decoration: underline }\nstrong { letter-spacing: 0.08em }`
  const { told, code } = await build({ ...PLAIN, 'templates/leaflet/style.css': style })
  expect([told, code]).toEqual(['', 0])
})
