/** Lists and tables that go over pages. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { expect, test } from 'vitest'
import { nodesOf, readTags, type TagNode } from '../../src/verify/tags.js'
import { broadside, findings, project } from '../broadside.js'
import { readMarkedText, readText } from '../read-text.js'

const LABELS = 'languages: Sprachen\npublisher: Herausgeber\ncontents: Inhalt\n'
const BOOKLET = {
  'source/publication.yaml': (text: string) => `${text}  booklet: {}\n`,
  'templates/labels/de.yaml': (text: string) => `${text}${LABELS}`,
}

/** What the files of a project are, by name; there is nothing to say of them. */
async function build(root: string): Promise<(name: string) => Promise<readonly TagNode[]>> {
  const ran = await broadside(['build'], { cwd: root })
  expect(findings(ran)).toBe('')
  expect(ran.code).toBe(0)
  return async (name) => [...nodesOf(readTags(await PDFDocument.load(read(root, name))))]
}
const read = (root: string, name: string) => readFileSync(join(root, `out/screen/night-trains-${name}.pdf`))

test('a list of 250 names begins below the text, and is one list for who hears it', async () => {
  const rows = Array.from({ length: 250 }, (_, i) => `id${i},signed,Rider ${i + 1},Reisende ${i + 1}\n`)
  const root = project({ ...BOOKLET, 'source/signatories.csv': `id,group,name_en,name_de\n${rows.join('')}` })
  const tagsOf = await build(root)
  for (const [name, lists] of [
    ['leaflet-en', 1],
    ['pair', 2],
    ['booklet', 1],
  ] as const) {
    const long = (await tagsOf(name)).filter(({ type, kids }) => type === 'L' && kids.length > 10)
    expect(
      long.map(({ kids }) => kids.length),
      name,
    ).toEqual(Array.from({ length: lists }, () => 250))
    expect((await tagsOf(name)).filter(({ lang }) => lang?.includes('-x-'))).toEqual([])
  }
  for (const name of ['leaflet-en', 'pair'])
    expect((await readText(read(root, name)))[0]).toContain('Rider 2')
  const lines = (await readText(read(root, 'leaflet-en'))).flatMap((page) => page.split('\r\n'))
  expect(lines.filter((line) => line.endsWith(' /')).length).toBeGreaterThan(5)
  expect(lines.filter((line) => line.startsWith('/'))).toEqual([])
})

test('a number of five figures beside the list, and paragraphs of three, have room in every template and on A5', async () => {
  const partial = (name: string) =>
    readFileSync(`templates/${name}.hbs`, 'utf8').replaceAll(/\{\{(\.\.\/)?counts\.width\}\}/g, '3.18')
  const big = (text: string) => text.replaceAll(/\{\{(\.\.\/)?counts\.signatories\}\}/g, '20,000')
  const root = project({
    'source/publication.yaml': (text) =>
      `${text}  letter: {}\n  booklet: {}\n  small: { template: leaflet, paper: A5 }\n`,
    'source/statement/en.md': (text) => text.replaceAll(/^([123])\. /gm, '99$1. '),
    'source/statement/de.md': (text) => text.replaceAll(/^([123])\. /gm, '99$1. '),
    'templates/labels/de.yaml': (text) => `${text}${LABELS}contact: Kontakt\n`,
    'templates/shared/roll.hbs': big(partial('shared/roll')),
  })
  await build(root)
  expect((await readText(read(root, 'letter-en'))).join()).toContain('20,000')
})

test('the head of a table stands on every page that the table is on, and is read once', async () => {
  const table = (head: string, from: number) => [
    head,
    '|---|---|',
    ...Array.from({ length: 60 }, (_, i) => `| ${from + i} | ${from + i + 100} |`),
  ]
  const text = (title: string, head: string) =>
    [
      `---\ntitle: ${title}\n---\n\n1. A:\n`,
      ...table(head, 1).map((line) => `   ${line}`),
      `\n# B ${title}\n`,
      ...table(head, 1001),
      '',
    ].join('\n')
  const root = project({
    ...BOOKLET,
    'source/statement/en.md': text('Levels', '| Week | Level |'),
    'source/statement/de.md': text('Pegel', '| Woche | Stand |'),
  })
  const tagsOf = await build(root)
  for (const [name, head, tables] of [
    ['leaflet-en', 'Week', 2],
    ['pair', 'Woche', 2],
    ['booklet', 'Woche', 2],
  ] as const) {
    const marked = await readMarkedText(read(root, name))
    const textOf = ({ kids }: TagNode): string =>
      kids
        .map((kid) => (kid === 'annotation' ? '' : 'mcid' in kid ? marked(kid.page, kid.mcid) : textOf(kid)))
        .join('')
    const heads = (await tagsOf(name)).filter((node) => node.type === 'TH' && textOf(node).trim() === head)
    expect(heads, name).toHaveLength(tables)
    const pages = (await readText(read(root, name))).filter((page) => /1\d\d|11\d\d/.test(page))
    expect(pages.filter((page) => page.includes(head)).length, name).toBeGreaterThan(tables)
  }
})
