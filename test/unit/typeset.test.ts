/** Publication x deliverable → HTML. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isError } from '../../src/diagnostic.js'
import { openProject } from '../../src/project.js'
import { cssContent, cssString } from '../../src/typeset/css.js'
import { passages } from '../../src/typeset/passages.js'
import { typeset } from '../../src/typeset/typeset.js'
import { type Change, project } from '../broadside.js'

/** The page of a deliverable of the small publication. */
async function pageOf(name: string, changes?: Readonly<Record<string, Change>>): Promise<string> {
  const root = project(changes)
  const { project: opened, findings } = await openProject(root, join(root, 'out'))
  expect(findings.filter(isError)).toEqual([])
  const { publication, labels, faces, deliverables } = opened!
  const deliverable = deliverables.find((each) => each.name === name)!
  return typeset(publication, deliverable, labels, faces).html
}

test('a name without a translation stands in the first language and says so', async () => {
  expect(await pageOf('night-trains-leaflet-de')).toMatch(
    /<li value="2" lang="en">Sleeping-Car Crews; Southern Branch\s*<\/li>/,
  )
})

test('a closing line without a translation stands in the first language and says so', async () => {
  expect(await pageOf('night-trains-leaflet-de')).toContain(
    '<p class="closing" lang="en">Others may sign until the timetable changes.</p>',
  )
})

test('a group title without a translation stands in the first language and says so', async () => {
  const changes = {
    'source/publication.yaml': (text: string) => text.replace('      de: Unterzeichnet von\n', ''),
  }
  expect(await pageOf('night-trains-leaflet-de', changes)).toMatch(
    /<h2 class="roll" lang="en">.*<span>Signed by<\/span><\/h2>/,
  )
})

test.each(['night-trains-leaflet-en', 'night-trains-pair'])(
  '%s without signatories has no heading for them, but the closing line',
  async (name) => {
    const page = await pageOf(name, { 'source/signatories.csv': 'id,group,name_en\n' })
    expect(page).not.toMatch(/Who signed|class="signatories"/)
    expect(page).toContain('Others may sign until the timetable changes.')
  },
)

test('a list of more than a hundred names is set in pieces of one length', async () => {
  const rows = Array.from({ length: 201 }, (_, i) => `id${i},signed,Night Riders ${i}\n`)
  const page = await pageOf('night-trains-leaflet-de', {
    'source/signatories.csv': `id,group,name_en\n${rows.join('')}`,
  })
  const pieces = page.match(/<ol class="names" data-digits="3" lang="de-x-piece">.*?<\/ol>/gs)!
  expect(pieces.map((piece) => piece.match(/<li/g)!.length)).toEqual([67, 67, 67])
  expect(pieces[1]).toContain('<li value="68" lang="en">Night Riders 67')
})

test('a word of the short title is divided if the column beside the title is too narrow for it', async () => {
  const page = await pageOf('night-trains-leaflet-de', {
    'source/publication.yaml': (text: string) =>
      text.replace(
        'groups:',
        'wording:\n  short-title: { en: Night trains, de: Nachtzugverbindungen jetzt }\n\ngroups:',
      ),
  })
  const [, label] = /<p class="label" lang="de">([^<]*)<\/p>/.exec(page)!
  expect(label).toMatch(/^N[a-z\u00AD]*\u00AD[a-z\u00AD]* jetzt$/)
})

test('a date is written out in the language, or as the authors wrote it', async () => {
  expect(await pageOf('night-trains-leaflet-de')).toContain(
    '<time datetime="2024-05-03">Freitag, 3.\u00A0Mai 2024</time>',
  )
  const changes = {
    'source/statement/de.md': (text: string) => text.replace('subtitle:', 'date: Anfang Mai\nsubtitle:'),
  }
  expect(await pageOf('night-trains-leaflet-de', changes)).toContain(
    '<time datetime="2024-05-03">Anfang Mai</time>',
  )
})

/** The small publication's list, in a template that sets it up to so many names. */
const listIn = async (few: number) => {
  const root = project({
    'templates/leaflet/page.hbs': '{{#if conditions.few}}few{{else}}many{{/if}}',
    'templates/leaflet/template.yaml': `about: x
languages: each
margins: { top: 1, right: 1, bottom: 1, left: 1 }
conditions: { few: { languages: 1..1, signatories: ..${few} } }
texts: [title, { text: signatories, when: few }, { text: closing, unless: few }]
faces: {}
knobs: { text: { default: 1pt, about: x }, leading: { default: 1pt, about: x } }
`,
  })
  const { publication, labels, faces, deliverables } = (await openProject(root, join(root, 'out'))).project!
  const deliverable = deliverables.find(({ name }) => name === 'night-trains-leaflet-en')!
  return {
    page: typeset(publication, deliverable, labels, faces).html,
    holds: passages(publication, deliverable).map(({ section }) => section),
  }
}

test('what a template places may depend on how much there is, and the page knows', async () => {
  const names = Array.from({ length: 3 }, () => 'group signed')
  expect(await listIn(3)).toEqual({
    page: 'few',
    holds: ['title', 'title of group «signed»', ...names],
  })
  expect(await listIn(2)).toEqual({ page: 'many', holds: ['title', 'closing line'] })
})

test('the parallel edition has a cell for each language in each row, and each says its language', async () => {
  const page = await pageOf('night-trains-pair')
  for (const number of [1, 2, 3])
    for (const lang of ['en', 'de']) expect(page).toContain(`<td id="${lang}-${number}" lang="${lang}">`)
  expect(page).toContain('<th scope="col" class="label" lang="de">Deutsch</th>')
})

test.each([
  ['#0b5d4b', 'field', '#0b5d4b'],
  ['#ffe9a0', 'band', '#000000'],
])('on the accent %s the masthead is a %s, and numbers are set in %s', async (accent, masthead, ink) => {
  const page = await pageOf('night-trains-leaflet-en', {
    'source/publication.yaml': (text: string) => text.replace(/^accent: .*$/m, `accent: '${accent}' #`),
  })
  expect(page.match(/--masthead: \w+/g)!.at(-1)).toBe(`--masthead: ${masthead}`)
  expect(page).toContain(`--accent-ink: ${ink};`)
})

test.each([
  [40, 'short', 2],
  [41, 'medium', 2],
  [120, 'medium', 3],
  [1121, 'long', 5],
])('a list of %i names is %s, and its number has a width', async (count, roll, signs) => {
  const rows = Array.from({ length: count }, (_, i) => `id${i},signed,Night Riders ${i}\n`)
  const page = await pageOf('night-trains-leaflet-en', {
    'source/signatories.csv': `id,group,name_en\n${rows.join('')}`,
  })
  expect(page).toContain(`<section class="signatories ${roll}">`)
  const [, width] = /<span class="count" style="--width: ([\d.]+)">/.exec(page)!
  expect(Number(width)).toBeCloseTo(0.53 * signs)
})

test('what a text holds cannot become markup', async () => {
  const changes = {
    'source/statement/en.md': (text: string) => text.replace('Keep the', 'Keep </style><b>the'),
  }
  const page = await pageOf('night-trains-leaflet-en', changes)
  expect(page).not.toContain('</style><b>')
  expect(page).toContain('<h1>Keep &lt;/style&gt;&lt;b&gt;the night trains running</h1>')
})

test('knobs of every kind come as CSS writes them', async () => {
  const page = await pageOf('night-trains-leaflet-en', {
    'templates/leaflet/page.hbs': '{{> head}}',
    'templates/leaflet/template.yaml': `about: test
languages: each
margins: { top: 1, right: 1, bottom: 1, left: 1 }
faces: { text: [{ family: Source Sans 3 }] }
knobs:
  text: { default: 10pt, about: x }
  leading: { default: 0, about: x }
  opening: { kind: number, default: 1.25, about: x }
  columns: { kind: count, default: 2, about: x }
  tint: { kind: colour, default: '#00aAff', about: x }
  face: { kind: family, default: Source Sans 3, about: x }
`,
  })
  const knobs = [...page.matchAll(/^ {2}--(?!accent|area-width)(.*);$/gm)].map(([, knob]) => knob)
  expect(knobs).toEqual([
    'text: 11pt',
    'leading: 15pt',
    'opening: 1.25',
    'columns: 2',
    'tint: #00aAff',
    'face: "Source Sans 3", var(--text-family)',
  ])
})

test('only the faces that the template names are declared', async () => {
  const page = await pageOf('night-trains-leaflet-en')
  expect(page.match(/@font-face/g)).toHaveLength(7)
  expect(page).not.toContain('SmText')
})

describe('CSS', () => {
  test('a string escapes what would end it', () => {
    expect(cssString('a "b" \\ </style>\n')).toBe('"a \\22 b\\22  \\5c  \\3c /style>\\a "')
  })
  test('a folio label becomes strings and counters', () => {
    expect(cssContent('Page {page} of {pages}')).toBe('"Page " counter(page) " of " counter(pages)')
    expect(cssContent('{page}')).toBe('counter(page)')
  })
})
