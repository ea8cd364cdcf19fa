/** The check of words finds every word that is lost, doubled, moved or changed on the way from source to file. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { printSheet } from '../browser-pool.js'
import { cacheFolder } from '../../src/cache.js'
import { finish } from '../../src/finish/finish.js'
import type { PrintedPages } from '../../src/finish/page-area.js'
import { type BrowserPool, openBrowserPool } from '../../src/print/browser-pool.js'
import { openProject, type Project } from '../../src/project.js'
import { openWorkspace, type Workspace } from '../../src/publish/workspace.js'
import { faceFile } from '../../src/typeset/css.js'
import { type Page, typeset } from '../../src/typeset/typeset.js'
import { readTagged } from '../../src/verify/read-back.js'
import { project, SMALL } from '../broadside.js'
import { mutate, mutationCount, numbers } from '../soak/readback.js'

let workspace: Workspace
let browsers: BrowserPool
/** The statement, and a publication whose names could be taken for list numbers, for one another, or both. */
const projects: Project[] = []

beforeAll(async () => {
  workspace = await openWorkspace()
  const names = project(
    {
      'source/publication.yaml': (text) => text.replace('[en, de]', '[en, de, es]'),
      'source/statement/es.md': readFileSync(join(SMALL, 'source/statement/en.md')),
      'templates/labels/es.yaml': readFileSync('templates/labels/es.yaml'),
      'source/statement/de.md': (text) => text.replace('Jeder fährt', `${COMPOUNDS} Jeder fährt`),
      'source/signatories.csv': NAMES,
    },
    join(workspace.profile, 'names'),
  )
  const blocks = resolve('test/fixtures/torture')
  for (const root of [resolve('.'), names, blocks]) {
    const { project, findings } = await openProject(root, join(root, 'out'))
    if (!project) throw new Error(findings.map(({ message }) => message).join('\n'))
    projects.push(project)
  }
  browsers = openBrowserPool({
    environment: process.env,
    cache: cacheFolder(),
    work: workspace.pages,
    profile: workspace.profile,
    pages: 2,
    timeout: 60_000,
    signal: new AbortController().signal,
    report: () => {},
  })
  await workspace.fill(
    projects[0]!.reader,
    projects[0]!.folders,
    projects[0]!.faces.map((face) => [face.file, faceFile(face)] as const),
  )
})

afterAll(async () => {
  await browsers.close()
  await workspace.close(false)
})

/** Hard hyphens at the ends of lines, within words and behind them. */
const COMPOUNDS = 'Alma-Ata, Vor- und Nachteile, Donaudampfschifffahrt. '.repeat(12)

/** Names that end in a number or are one; of which some begin like others; and two languages lack most of them. */
const NAMES = [
  'id,group,name_en,name_de,name_es',
  ...Array.from({ length: 200 }, (_, index) => {
    const n = index + 1
    const names = [
      `Union Local ${n}`,
      `Union Local ${n + 1}`,
      `${n}`,
      `${n + 1000}`,
      `${n} Months for Trains`,
      `Union Local ${n + 600}`,
      `Union Local ${n} North`,
      `${n - 1} Union`,
    ]
    const [german, spanish] = [n % 3 ? '' : `Gewerkschaft Nord ${n}`, n % 5 ? '' : `Sindicato Local ${n}`]
    return `s${n},signed,${names[n % names.length]},${german},${spanish}`
  }),
].join('\n')

const pageOf = (name: string): Page & Pick<PrintedPages, 'paper' | 'margins'> => {
  for (const { publication, deliverables, labels, faces } of projects) {
    const deliverable = deliverables.find((each) => each.name === name)
    if (deliverable)
      return {
        ...typeset(publication, deliverable, labels, faces),
        paper: deliverable.edition.paper,
        margins: deliverable.template.margins,
      }
  }
  throw new Error(`There is no ${name}.`)
}

/** What the check says of the page with the given HTML. */
async function check(
  page: Page & Pick<PrintedPages, 'paper' | 'margins'>,
  html: string,
  name: string,
): Promise<readonly string[]> {
  const path = page.path.replace(/[^/]+$/, `${name}.html`)
  workspace.write(path, html)
  const printed = await printSheet(browsers, { path, area: page.area, faces: page.marginFaces })
  const { pdf } = await finish(printed, {
    titles: page.titles,
    bookmarks: page.bookmarks,
    linkNames: page.linkNames,
    publisher: undefined,
    authors: [],
    keywords: [],
    symbol: undefined,
    moment: projects[0]!.moment,
    profile: projects[0]!.profile,
    paper: page.paper,
    margins: page.margins,
    edgeMm: 0,
    bleedMm: 0,
    faces: projects[0]!.faces,
    characters: page.characters,
  })
  const expected = { passages: page.passages, cutOff: [], stock: false }
  return (await readTagged(pdf, `${name}.pdf`, expected)).findings.map(({ message }) => message)
}

const STATEMENT = ['leaflet-en', 'leaflet-ru', 'leaflet-es', 'parallel', 'booklet'].map(
  (name) => `kazakhstan-2022-${name}`,
)
const AWKWARD = ['leaflet-en', 'leaflet-de', 'pair'].map((name) => `night-trains-${name}`)
const BLOCKS = ['leaflet-en', 'leaflet-ru', 'parallel'].map((name) => `torture-${name}`)

test.each([...STATEMENT, ...AWKWARD, ...BLOCKS])('%s as it is has all its words', async (name) => {
  const page = pageOf(name)
  expect(await check(page, page.html, `whole-${name}`)).toEqual([])
})

test.each([
  [8, 'of the leaflets', STATEMENT.slice(0, 3), 2022],
  [4, 'of the parallel edition', STATEMENT.slice(3, 4), 2023],
  [2, 'of the booklet', STATEMENT.slice(4), 2025],
  [6, 'among names like numbers', AWKWARD, 2024],
  [20, 'of every kind of block', BLOCKS, 2026],
])(
  'each of %i random mutations %s is found',
  async (few, _what, names, seed) => {
    const next = numbers(seed)
    const pages = names.map(pageOf)
    const mutations = Array.from({ length: mutationCount(few) }, (_, i) => {
      const page = pages[i % pages.length]!
      return { page, name: `mutation-${seed}-${i}`, ...mutate(page.html, next) }
    })
    const unseen: string[] = []
    await Promise.all(
      mutations.map(async ({ page, name, told, html }) => {
        if (!(await check(page, html, name)).length) unseen.push(`${page.path}: ${told}`)
      }),
    )
    expect(unseen).toEqual([])
  },
  1_200_000,
)

describe('letters that are spaced out', () => {
  const spaced = (name: string, css: string) => {
    const page = pageOf(`kazakhstan-2022-${name}`)
    return { page, html: page.html.replace('</head>', `<style>${css}</style></head>`) }
  }

  test.each([
    ['a little', 'leaflet-ru', 'p, h1, h2 { letter-spacing: 0.1em }'],
    ['much', 'leaflet-ru', 'p, h1, h2 { letter-spacing: 0.25em }'],
    ['so that spaces hardly show', 'leaflet-es', 'p, h1, h2 { letter-spacing: 0.5em }'],
    ['in titles and names', 'parallel', 'h1, h2, h3, .name { letter-spacing: 0.2em }'],
    ['here and there', 'leaflet-en', 'p:first-line { letter-spacing: 0.2em }'],
  ])('%s make whole words', async (degree, name, css) => {
    const { page, html } = spaced(name, css)
    expect(await check(page, html, `spaced ${degree}`)).toEqual([])
  })

  test('leave the spaces between words what they are', async () => {
    const { page, html } = spaced('leaflet-en', 'p { letter-spacing: 0.2em }')
    const joined = html.replace('with the just', 'withthe just')
    expect(joined).not.toBe(html)
    expect(await check(page, joined, 'spaced and joined')).not.toEqual([])
  })
})
