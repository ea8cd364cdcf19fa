/** Texts, lists and templates that somebody wrote to harm, and what the real command answers. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { broadside, type Change, findings, project, type Ran, temporaryFolder } from '../broadside.js'

const PUBLICATION = 'source/publication.yaml'
const LIST = 'source/signatories.csv'
const EN = 'source/statement/en.md'
const LABELS = 'templates/labels/en.yaml'
const PAGE = 'templates/leaflet/page.hbs'

const append = (text: string) => (content: string) => content + text
const rows = (...lines: string[]) => ['id,group,country,name_en,name_de,joined', ...lines, ''].join('\n')
const named = (name: string) => rows(`a,signed,,"${name}",,`)
const template = (page: string, partials: Readonly<Record<string, string>> = {}) => ({
  'templates/leaflet/template.yaml':
    'about: x\nlanguages: each\nmargins: { top: 10, right: 10, bottom: 10, left: 10 }\nfaces:\n  text: [{ family: Source Serif 4 }]\nknobs:\n  text: { default: 10pt, about: x }\n  leading: { default: 13pt, about: x }\n',
  [PAGE]: page,
  ...Object.fromEntries(
    Object.entries(partials).map(([name, text]) => [`templates/leaflet/${name}.hbs`, text]),
  ),
})

interface Attack extends Ran {
  /** The first line of each finding. */
  readonly lines: readonly string[]
}

async function attack(
  changes: Readonly<Record<string, Change>>,
  ...args: readonly string[]
): Promise<Attack> {
  const ran = await broadside(['build', ...args], { cwd: project(changes) })
  expect(ran.stderr).not.toMatch(/\n {4}at |node:internal|Node\.js v/)
  return {
    ...ran,
    lines: findings(ran)
      .split('\n')
      .filter((line) => !line.startsWith('    ')),
  }
}

/** It ends with 1, and one of its errors is so. */
async function refused(changes: Readonly<Record<string, Change>>, expected: RegExp): Promise<void> {
  const { code, lines, stderr } = await attack(changes)
  expect(
    lines.filter((line) => expected.test(line)),
    stderr,
  ).not.toEqual([])
  expect(code).toBe(1)
}

const noCommand = ({ stdout, stderr }: Ran) =>
  expect(`${stdout}${stderr}`).not.toMatch(/^\s*::|##\w*\[|(?![\n\r])\p{Cc}|\p{Bidi_Control}/mu)

test('a cell with a line of its own for GitHub → one line, its end as \\n', async () => {
  const ran = await attack({ [LIST]: rows('a,"x\n::error file=a::b",,n,,') })
  noCommand(ran)
  expect(ran.stderr).toContain('«x\\n::error file=a::b»')
})
test('a key of YAML that colours the terminal → its escape is shown', async () => {
  const ran = await attack({ [PUBLICATION]: append('"\\e[31mred\\a": 1\n') })
  noCommand(ran)
  expect(ran.lines.join()).toMatch(/Unknown key «\\u\{1B\}\[31mred\\u\{7\}»|holds U\+001B/)
})
test('a language that turns the direction of the line → the mark is shown', async () => {
  const ran = await attack({ [PUBLICATION]: append('wording:\n  x: { "a\u202Eb": c, en: d, de: e }\n') })
  noCommand(ran)
  expect(ran.stderr).toContain('«a\\u{202E}b»')
})
test('a group named as a command of Azure → the command is broken', async () => {
  const ran = await attack({ [LIST]: rows('a,##vso[task.complete]x,,n,,') })
  noCommand(ran)
  expect(ran.stderr).toContain('«#\\u{23}vso[task.complete]x»')
})
test('a project folder named ::error → its path begins no line with it', async () => {
  const root = temporaryFolder()
  mkdirSync(join(root, '::error file=a::b'))
  project({ [EN]: null }, join(root, '::error file=a::b'))
  const ran = await broadside(['build', '--project', '::error file=a::b'], { cwd: root })
  noCommand(ran)
  expect(ran.stderr).toContain('\\u{3A}:error file=a::b/source/publication.yaml')
})
test('a project folder with a line end in its name → shown as \\n', async () => {
  const root = temporaryFolder()
  mkdirSync(join(root, 'a\n::error::b'))
  project({ [EN]: null }, join(root, 'a\n::error::b'))
  const ran = await broadside(['build', '--project', 'a\n::error::b'], { cwd: root })
  noCommand(ran)
  expect(ran.stderr).toContain('a\\n::error::b/source')
})
test('an edition asked for by a name with line ends → one line', async () => {
  const ran = await attack({}, 'x\n::set-output name=a::b')
  noCommand(ran)
  expect(ran.stderr).toContain('«x\\n::set-output name=a::b»')
  expect(ran.code).toBe(2)
})
test('an option with a line end in it → one line', async () => {
  const ran = await attack({}, '--x\n::error::y')
  noCommand(ran)
  expect(ran.code).toBe(2)
})
test('a name of a hundred thousand letters in a message → cut', async () => {
  const ran = await attack({ [LIST]: rows(`a,${'x'.repeat(100_000)},,n,,`) })
  expect(ran.stderr.length).toBeLessThan(2000)
  expect(ran.stderr).toContain(`«${'x'.repeat(79)}…»`)
})
test('aliases of aliases in publication.yaml → the line at which it grows out of bounds', () => {
  const levels = Array.from(
    { length: 12 },
    (_, i) => `  k${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`,
  )
  return refused(
    { [PUBLICATION]: append(`wording:\n  k0: &a0 [x, x]\n${levels.join('\n')}\n`) },
    /publication\.yaml:\d+: error: With \*a\d+ in place of what it names, this file expands to more than 100000 values/,
  )
})
test('a hundred thousand brackets in publication.yaml → nested too deep, with the line', () =>
  refused(
    { [PUBLICATION]: append(`wording: ${'['.repeat(100_000)}\n`) },
    /publication\.yaml:\d+: error: Values are nested more than 50 levels deep/,
  ))
test('an alias for what it stands in → named with its line', () =>
  refused(
    { [LABELS]: append('x: &x { y: *x }\n') },
    /en\.yaml:\d+: error: \*x stands for a value that it is a part of/,
  ))
test('aliases in the front matter of a statement → refused with the line', () =>
  refused(
    { [EN]: (text) => text.replace('subtitle:', 'closing: *x\nsubtitle:') },
    /en\.md:\d+: error: .*no text can begin with \*/,
  ))
test('a key __proto__ in labels → refused with the line', () =>
  refused(
    { [LABELS]: append('__proto__: { polluted: yes }\n') },
    /en\.yaml:\d+: error: No key may be named __proto__/,
  ))
test('a setting named constructor → unknown, with the line', () =>
  refused(
    {
      [PUBLICATION]: (text) =>
        text.replace('  pair:\n', '  pair:\n    set: { constructor: 1, toString: 2 }\n'),
    },
    /publication\.yaml:\d+: error: Unknown key «constructor»/,
  ))
test('a paper named constructor → there is none', () =>
  refused(
    { [PUBLICATION]: (text) => text.replace('  pair:\n', '  pair:\n    paper: constructor\n') },
    /There is no paper “constructor”/,
  ))
test('a tag of YAML that makes a function → refused with the line', () =>
  refused({ [LABELS]: append('x: !!js/function "process.exit()"\n') }, /en\.yaml:\d+: error: .*js\/function/))
test('a partial that calls itself → the line of the call', () =>
  refused(
    template('{{> loop}}', { loop: 'x\n{{> loop}}' }),
    /loop\.hbs:2: error: .*calls? one another more than 100 deep/,
  ))
test('partials that double forty times → the page stops after its steps', () =>
  refused(
    template(
      '{{> p0}}',
      Object.fromEntries(
        Array.from({ length: 40 }, (_, i) => [`p${i}`, i < 39 ? `{{> p${i + 1}}}{{> p${i + 1}}}` : 'x']),
      ),
    ),
    /p\d+\.hbs:1: error: .*repeats its parts too often/,
  ))
test('a template that reaches for the constructor → refused with the line', () =>
  refused(template('\n{{title.constructor.constructor}}'), /page\.hbs:2: error: .*belongs to the program/))
test('a template that writes to the console → there is no such helper', () =>
  refused(template('{{log "::error::x"}}'), /page\.hbs:1: error: .*no helper «log»/))
test('ten thousand blocks in one another → nested too deep, with the line', () =>
  refused(
    template(`\n${'{{#if title}}'.repeat(10_000)}${'{{/if}}'.repeat(10_000)}`),
    /page\.hbs:2: error: .*nested more than 100 deep/,
  ))
test('quotations nested deeper than Markdown reads → the line', () =>
  refused(
    { [EN]: append(`\n   ${'> '.repeat(150)}deep\n`) },
    /en\.md:\d+: error: Lists, quotations, .* more than 20 levels deep/,
  ))
test('a hundred thousand opening brackets in a paragraph → the line', () =>
  refused(
    { [EN]: append(`\n   ${'['.repeat(100_000)}\n`) },
    /en\.md:\d+: error: Lists, quotations, .* more than 20 levels deep/,
  ))
test.each(['#REF!', '#¿NOMBRE?', '#Н/Д', '#BEZUG!', 'Err:502'])(
  'an error value of a spreadsheet for a name, %s → line and column',
  (value) =>
    refused(
      { [LIST]: named(value) },
      /signatories\.csv:2: error: “.*” in the column “name_en” is an error value of a spreadsheet/,
    ),
)
test.each(['=CONCAT(A2)', '+SUM(A1:A3)', '@SUM(A1)', "=cmd|' /C calc'!A0"])(
  'a formula for a name, %s → line and column',
  (value) =>
    refused(
      { [LIST]: named(value) },
      /signatories\.csv:2: error: “.*” in the column “name_en” is a formula of a spreadsheet/,
    ),
)
test('a name decoded twice → how it should read', () =>
  refused(
    { [LIST]: named('Gewerkschaft fÃ¼r alle') },
    /signatories\.csv:2: error: “fÃ¼r” was decoded twice: .* read “für”/,
  ))
test('a Cyrillic name decoded twice → how it should read', () =>
  refused({ [LIST]: named('РџСЂРѕС„СЃРѕСЋР·') }, /signatories\.csv:2: error: .* read “Профсоюз”/))
test('a null character in a statement → the line', () =>
  refused({ [EN]: append('\n   a\0b\n') }, /en\.md:\d+: error: This line holds U\+0000, a null character/))
test('a country code for a language → the language of the country', async () => {
  const ran = await attack({ [PUBLICATION]: (text) => text.replace(/languages: .*/, 'languages: [en, ua]') })
  expect(ran.stderr).toMatch(/publication\.yaml:\d+: error: .*there is no such language/)
  expect(ran.stderr).toContain('Did you mean “uk” (Ukrainian)?')
})
test.runIf(process.getuid?.() === 0)(
  'a stranger’s publication built by root → refused, since the browser has no sandbox then',
  async () => {
    const ran = await broadside(['build', '--untrusted'], { cwd: project() })
    expect(ran.stderr).toContain('error: Nothing is printed: --untrusted asks for the browser’s sandbox')
    expect(ran.code).toBe(2)
  },
)
test('a stranger’s publication and a browser that runs elsewhere → refused by the variable, too', async () => {
  const env = { BROADSIDE_UNTRUSTED: '1', BROADSIDE_BROWSER_WS: 'ws://127.0.0.1:9/x' }
  const ran = await broadside(['build'], { cwd: project(), env })
  expect(ran.stderr).toContain('error: Nothing is printed: --untrusted asks for the browser’s sandbox')
  expect(ran.code).toBe(2)
})

test.each([
  ['a Word document', 'a ZIP archive', Buffer.from('PK\u0003\u0004....', 'latin1')],
  [
    'a pointer of Git LFS',
    'a pointer of Git LFS',
    Buffer.from('version https://git-lfs.github.com/spec/v1\n'),
  ],
])('%s under the name of a statement → told as that', (_, told, bytes) =>
  refused({ [EN]: bytes }, new RegExp(`^${EN}: error: This is not a statement: it is ${told}`)),
)

test('an old workbook under the name of a CSV → told as that', () =>
  refused(
    { [LIST]: Buffer.from('d0cf11e0a1b11ae1', 'hex') },
    /^source\/signatories\.csv: error: This is not a list of signatories: it is an old Office file/,
  ))

test('a picture written in HTML → an error as for any that is missing', () =>
  refused(
    { [EN]: append('\n4. A map: <img src="map.png">\n') },
    /^source\/statement\/en\.md:15: error: “<img src="map\.png">” is not read as a picture/,
  ))

test('tags, remarks and entities that would be printed → a warning for each', async () => {
  const { lines } = await attack({
    [EN]: append('\n4. So <b>bold</b>.<!-- not yet -->\n'),
    [LIST]: named('Smith &amp; Daughters'),
  })
  const html = lines.filter((line) => line.includes('HTML is not read'))
  expect(html.map((line) => line.replace(/ warning: “(.*)” is .*/, ' $1'))).toEqual([
    `${LIST}:2: &amp;`,
    `${EN}:15: <b>`,
    `${EN}:15: <!-- not yet -->`,
  ])
})

test('rows that end as two programs end them → each a row', async () => {
  const { lines } = await attack({
    [LIST]: (content) => `${content.trimEnd()}\r\nx;signed;;X;X;\ny;signed;;=A1;Y;\nz;signed;;#REF!;Z;\n`,
  })
  expect(lines.filter((line) => line.includes('error:')).map((line) => line.split(' error')[0])).toEqual([
    `${LIST}:6:`,
    `${LIST}:7:`,
  ])
})
