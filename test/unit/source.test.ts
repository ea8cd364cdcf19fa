/** What reading makes of source/. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isError } from '../../src/diagnostic.js'
import { textOf } from '../../src/model/block.js'
import { openProject, type Project } from '../../src/project.js'
import { readStatement } from '../../src/read/statement.js'
import { type Change, project } from '../broadside.js'

async function read(changes?: Readonly<Record<string, Change>>): Promise<Project> {
  const root = project(changes)
  const opened = await openProject(root, join(root, 'out'))
  expect(opened.findings).toEqual([])
  return opened.project!
}

const namesOf = ({ publication }: Project, tag: string) =>
  publication.groups.flatMap(({ signatories }) => signatories.map(({ names }) => names.get(tag)?.text))

test('a list with semicolons, a byte order mark, quotes and CRLF reads as a spreadsheet means it', async () => {
  const small = await read()
  expect(namesOf(small, 'en')).toEqual([
    'Night Riders',
    'Sleeping-Car Crews; Southern Branch',
    'Friends of the "Polar" Line',
  ])
  expect(namesOf(small, 'de')).toEqual(['Nachtreisende', undefined, 'Freunde der „Polar“-Linie'])
})

test('a list with commas and no byte order mark reads the same', async () => {
  const comma = 'id,group,name_en\na,signed,"Crews, Southern Branch"\nb,signed,Riders\n'
  expect(namesOf(await read({ 'source/signatories.csv': comma }), 'en')).toEqual([
    'Crews, Southern Branch',
    'Riders',
  ])
})

test('a list with tabs reads the same, empty cells too', async () => {
  const tabs =
    'id\tgroup\tcountry\tname_en\tname_de\na\tsigned\t\tCrews, South\t\nb\tsigned\tDE\tRiders\tReiter\n'
  const small = await read({ 'source/signatories.csv': tabs })
  expect(namesOf(small, 'en')).toEqual(['Crews, South', 'Riders'])
  expect(namesOf(small, 'de')).toEqual([undefined, 'Reiter'])
})

test('an edition that says nothing is its template as it is', async () => {
  const { publication, deliverables } = await read({
    'source/publication.yaml': (text) => text.replace('  pair:\n    template: parallel', '  parallel:'),
  })
  expect(publication.editions.map(({ name, template }) => [name, template])).toEqual([
    ['leaflet', 'leaflet'],
    ['parallel', 'parallel'],
  ])
  expect(deliverables.at(-1)!.file).toBe('screen/night-trains-parallel.pdf')
})

const office = (settings: string) => ({
  'source/publication.yaml': (text: string) =>
    text.replace('  pair:\n', `  pair:\n    office: ${settings}\n`),
})

test('an edition may say how an office printer is to have it', async () => {
  const settings = '{ scheme: saddle-stitch, paper: Letter, thickness: .1mm, marks: [fold, staple] }'
  const { publication } = await read(office(settings))
  expect(publication.editions.map((edition) => edition.office)).toEqual([
    undefined,
    {
      scheme: 'saddle-stitch',
      paper: { name: 'Letter', orientation: 'landscape', widthMm: 279.4, heightMm: 215.9 },
      flip: 'short-edge',
      binding: 'left',
      thicknessMm: 0.1,
      marks: ['fold', 'staple'],
      at: { file: expect.stringMatching(/publication.yaml$/) as string, line: expect.any(Number) as number },
    },
  ])
})

test.each([
  [
    '{ scheme: 2-up, marks: [staple], thickness: 0.1mm }',
    [
      'A sheet of 2-up has nothing to staple.',
      'Sheets of 2-up do not lie in one another, so their thickness moves nothing.',
    ],
  ],
  ['{ scheme: saddle-stitch, paper: A9 }', ['There is no paper “A9”.']],
  [
    '{ scheme: saddle-stitch, thickness: 0.1 }',
    ['«editions.pair.office.thickness» is no length in millimetres or inches.'],
  ],
  [
    '{ scheme: saddle-stitch, thickness: 0.1pt }',
    ['«editions.pair.office.thickness» is no length in millimetres or inches.'],
  ],
  ['{ scheme: booklet }', ['«editions.pair.office.scheme» is «booklet».']],
  ['{ paper: A4 }', ['The key «scheme» is missing in «editions.pair.office».']],
])('what an office printer cannot do is told: %s', async (settings, messages) => {
  const root = project(office(settings))
  const { findings } = await openProject(root, join(root, 'out'))
  expect(findings.map(({ message }) => message)).toEqual(messages)
})

const press = (settings: string) => ({
  'source/publication.yaml': (text: string) => `${text}\npress: ${settings}\n`,
})

test('a publication may say what its print shop asks for; every edition is then made for it', async () => {
  const root = project(press('{ bleed: 5mm, marks: false, ink: 320, accent: [0, 90, 80, 10] }'))
  const { project: opened, findings } = await openProject(root, join(root, 'out'))
  expect(findings).toEqual([])
  expect(opened!.press).toMatchObject({
    condition: 'FOGRA39',
    bleedMm: 5,
    marks: false,
    ink: 320,
    accent: [0, 90, 80, 10],
  })
  expect(opened!.publication.editions.every((edition) => edition.press)).toBe(true)
})

test.each([
  ['{ profile: shop.icc, condition: X }', ['shop.icc is missing: it is the profile of the print shop.']],
  [
    '{ profile: rgb.icc, condition: X }',
    ['rgb.icc is no profile to print by: its colours are «RGB», not CMYK.'],
  ],
  ['{ profile: text.icc, condition: X }', ['text.icc is no profile to print by: it is no ICC profile.']],
  ['{ profile: half.icc, condition: X }', ['half.icc is no profile to print by: it is cut short.']],
  [
    '{ profile: whole.icc }',
    ['whole.icc is the profile of a printing condition that «press» does not name.'],
  ],
  ['{ bleed: 3 }', ['«press.bleed» is no length in millimetres or inches.']],
  ['{ ink: 250, accent: [60, 70, 80, 90] }', ['The accent colour takes 300 % of ink, «ink» allows 250 %.']],
])('what cannot be printed by is told: %s', async (settings, messages) => {
  const whole = readFileSync('profiles/FOGRA39.icc')
  const root = project({
    ...press(settings),
    'rgb.icc': readFileSync('profiles/sRGB.icc'),
    'text.icc': 'This is no profile.',
    'half.icc': whole.subarray(0, 1000),
    'whole.icc': whole,
  })
  const { findings } = await openProject(root, join(root, 'out'))
  expect(findings.map(({ message }) => message)).toEqual(messages)
})

test('a name may go over two lines in quotes, and the rows after it keep their line numbers', async () => {
  const csv = 'id,group,name_en\na,signed,"Crews\nSouth"\nb,signed,Riders\n'
  const { publication } = await read({ 'source/signatories.csv': csv })
  const lines = publication.groups[0]!.signatories.map(({ names }) => names.get('en')!.at.line)
  expect(lines).toEqual([2, 4])
})

test('paragraph numbers are those that are written, with a full stop or a parenthesis', async () => {
  const { publication } = await read({
    'source/statement/en.md': '---\ntitle: T\n---\n4) Four\n5) Five\n\n6. Six\n',
    'source/statement/de.md': '---\ntitle: T\n---\n4. Vier\n5. Fünf\n6. Sechs\n',
  })
  for (const { body } of publication.statements) expect(body.map(({ id }) => id)).toEqual(['4', '5', '6'])
})

/** The findings in a statement, without their advice. */
function told(body: string): string[] {
  const found: string[] = []
  readStatement('en.md', `---\ntitle: T\n---\n${body}`, 'en', ({ where, message }) =>
    found.push(`${where?.line}: ${message}`),
  )
  return found
}
const wordsOf = (body: string): string =>
  readStatement('en.md', `---\ntitle: T\n---\n${body}`, 'en', () => {})!
    .body.map(textOf)
    .join('\n')

test.each([
  '1. Genoss*innen und Arbeiter*innen',
  '1. 2*3*4 = 24, http://x.example/a*b*c',
  '1. П`ять об`єктів',
  '1. [1] and [Source]\n   [Source]: not lost',
])('no sign that is meant is taken for Markdown: %s', (body) => {
  expect(wordsOf(body)).toBe(body.replace(/^1\. |^ {3}/gm, ''))
})

test('emphasis and code at the edges of words are set as ever', () => {
  expect(wordsOf('1. *So*, **so**, (*so*), «*so*» and `so`.')).toBe('So, so, (so), «so» and so.')
})

test.each(['- ', 'a) ', '> ', '1. - ', 'x[^1]\n\n[^1]: '])(
  'cells of a table behind «%s» are counted as they are',
  (sign) => {
    const indent = sign.split('\n').at(-1)!.replace(/[^>]/g, ' ')
    const table = `${sign}| | b |\n${indent}|---|---|\n${indent}| c | d |\n`
    const more = sign === 'a) ' ? '\nb) text\n' : ''
    expect(told(table + more)).toEqual([])
  },
)

test('a sentence whose line begins with the sign of a list or a quotation is told', () => {
  expect(told('1. It grew by\n   + 8 per cent, with\n   > 400 people, by\n   1. May')).toEqual([
    '5: In the middle of a sentence, «+ 8 per cent, with» is printed as a list: its line begins with the sign of one.',
    '6: In the middle of a sentence, «> 400 people, by» is printed as a quotation: its line begins with the sign of one.',
    '7: In the middle of a sentence, «1. May» is printed as a list: its line begins with the sign of one.',
  ])
  expect(told('1. We ask for\n   + 8 per cent\n   + 400 people')).toEqual([])
  expect(told('1. We ask for:\n   1. peace\n   2. bread\n\n   We ask for\n   - peace\n   - bread')).toEqual(
    [],
  )
})

test('paragraphs without words are told', () => {
  expect(told('1. From 2 to 5\n2.\n3. Yes')).toEqual(['5: Paragraph 2 is empty.'])
})

test('Markdown is set, but never corrected: quotes, dashes and HTML stay as they are written', async () => {
  const body = '1. "Quotes" -- and ... \\<b>tags\\</b> <name> 1 < 2 (c) & *emphasis*'
  const { publication } = await read({
    'source/statement/en.md': `---\ntitle: T\n---\n${body}\n`,
    'source/statement/de.md': '---\ntitle: T\n---\n1. Eins\n',
  })
  expect(textOf(publication.statements[0]!.body[0]!)).toBe(
    '"Quotes" -- and ... <b>tags</b> <name> 1 < 2 (c) & emphasis',
  )
})

test('each text knows its line, behind front matter and comments too', async () => {
  const { publication } = await read({
    'source/statement/en.md': (text) => text.replace('subtitle:', '# a comment\nsubtitle:'),
  })
  const english = publication.statements[0]!
  expect([english.title, english.subtitle!, english.closing!].map(({ at }) => at.line)).toEqual([2, 4, 5])
  expect(english.body.map(({ at }) => at.line)).toEqual([8, 10, 12])
})

test('the project’s own labels come before Broadside’s, word by word', async () => {
  const { labels } = await read()
  expect(labels.get('en')!.get('signatories')).toBe('Who signed')
  expect(labels.get('en')!.get('folio')).toBe('Page {page} of {pages}')
})

test('the project’s own template comes before Broadside’s', async () => {
  const page = '<!doctype html><title>{{title}}</title>'
  const { deliverables } = await read({
    'templates/leaflet/page.hbs': page,
    'templates/leaflet/template.yaml':
      'about: x\nlanguages: each\nmargins: { top: 1, right: 1, bottom: 1, left: 1 }\nfaces: {}\nknobs: { text: { default: 1pt, about: x }, leading: { default: 1pt, about: x } }\n',
  })
  expect(deliverables[0]!.template.page.text).toBe(page)
})

test('conditions of a template are ranges, and texts name those that there are', async () => {
  const root = project({
    'templates/leaflet/page.hbs': '{{title}}',
    'templates/leaflet/template.yaml': `about: x
languages: each
margins: { top: 1, right: 1, bottom: 1, left: 1 }
conditions: { few: { signatories: ..40 }, many: { signatories: 41 to 80 } }
texts: [title, { text: signatories, when: fewer }]
faces: {}
knobs: { text: { default: 1pt, about: x }, leading: { default: 1pt, about: x } }
`,
  })
  const told = async () =>
    (await openProject(root, join(root, 'out'))).findings
      .filter(isError)
      .map(({ where, message }) => `${where?.line}: ${message}`)
  expect(await told()).toEqual(['4: «conditions.many.signatories» is no range of numbers: “41 to 80”.'])
  const file = join(root, 'templates/leaflet/template.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('41 to 80', '41..80'))
  expect(await told()).toEqual(['5: «when» of the texts names a condition that is not there: “fewer”.'])
})

test('the project’s own font comes before Broadside’s', async () => {
  const fonts = readFileSync('fonts/fonts.yaml', 'utf8')
  const [, sum] = /SourceSerif4-It.ttf[\s\S]*?sha256: (\w+)/.exec(fonts)!
  const own = `faces:
  - { family: Source Serif 4, weight: 400, style: normal, file: Mine.ttf, version: "1", origin: test, licence: OFL, sha256: ${sum} }
`
  const { faces } = await read({
    'fonts/fonts.yaml': own,
    'fonts/Mine.ttf': readFileSync('fonts/SourceSerif4-It.ttf'),
  })
  const text = faces.find(({ family, style }) => family === 'Source Serif 4' && style === 'normal')!
  expect(text.postscriptName).toBe('SourceSerif4-It')
})

test.each([
  [
    'a,signed,"Riders\nb,signed,Crews\nc,signed,"Clubs"\n',
    2,
    'is opened in this row, and the next one does not end a cell',
  ],
  [
    'a,signed,"Riders\nNorth"\n\nb,signed,"Crews\nc,signed,"Clubs"\n',
    5,
    'is opened in this row, and the next one does not end a cell',
  ],
  ['a,signed,"Riders\nNorth"\n\nb,signed,"Crews\n', 5, 'is opened in this row and never closed'],
  ['a,signed,Riders\nb,signed,The "Polar" Line\n', 3, 'stands inside a cell that does not begin with one'],
])('a quotation mark that is wrong is told where it opens: %j', async (rows, line, problem) => {
  const root = project({ 'source/signatories.csv': `id,group,name_en\n${rows}` })
  const { findings } = await openProject(root, join(root, 'out'))
  expect(findings.map(({ where, message }) => [where?.line, message])).toEqual([
    [line, `This is not valid CSV: a quotation mark ${problem}.`],
  ])
})

test('a picture outside source/ is told at the line that asks for it', async () => {
  const root = project({
    'lantern.png': 'x',
    'source/statement/en.md': (text) => text.replace('We ask', '![A lantern](../../lantern.png) We ask'),
  })
  const { findings } = await openProject(root, join(root, 'out'))
  expect(findings.map(({ where, message }) => [where?.line, message])).toEqual([
    [9, 'The picture ../../lantern.png lies outside source/.'],
  ])
})
