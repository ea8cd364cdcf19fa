/** The check of words finds every word that is lost, doubled, moved or changed on the way from source to file. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { printSheet } from '../browser-pool.js'
import { cacheFolder } from '../../src/cache.js'
import { finish } from '../../src/finish/finish.js'
import { type BrowserPool, openBrowserPool } from '../../src/print/browser-pool.js'
import { openProject, type Project } from '../../src/project.js'
import { openWorkspace, type Workspace } from '../../src/publish/workspace.js'
import { faceFile } from '../../src/typeset/css.js'
import { type Page, typeset } from '../../src/typeset/typeset.js'
import { readText } from '../../src/verify/text.js'
import { checkWords } from '../../src/verify/words.js'
import { project, SMALL } from '../broadside.js'

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
  for (const root of [resolve('.'), names]) {
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

const pageOf = (name: string): Page => {
  for (const { publication, deliverables, labels, faces } of projects) {
    const deliverable = deliverables.find((each) => each.name === name)
    if (deliverable) return typeset(publication, deliverable, labels, faces)
  }
  throw new Error(`There is no ${name}.`)
}

/** What the check says of the page with the given HTML. */
async function check(page: Page, html: string, name: string): Promise<readonly string[]> {
  const path = page.path.replace(/[^/]+$/, `${name}.html`)
  workspace.write(path, html)
  const printed = await printSheet(browsers, { path, area: page.area, faces: page.marginFaces })
  const { pdf } = await finish(printed, {
    titles: page.titles,
    bookmarks: page.bookmarks,
    publisher: undefined,
    symbol: undefined,
    moment: projects[0]!.moment,
    profile: projects[0]!.profile,
    paper: projects[0]!.publication.editions[0]!.paper,
    faces: projects[0]!.faces,
    characters: page.characters,
  })
  return checkWords(await readText(pdf), page.passages, page.furniture, `${name}.pdf`).map(
    ({ message }) => message,
  )
}

/** The same numbers at every run (Park and Miller's generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}

/** Words and numbers of the statement and of the list. */
const WORD = /(?:[\p{L}\u00AD]{2,}|\p{Nd}+)(?=[^<>]*<)/gu

interface Mutation {
  readonly kind: string
  readonly word: string
  readonly html: string
}

/** Where its element begins, as a number that stays the same whatever becomes of words. */
const blockAt = (html: string, at: number): number => html.slice(0, at).split(/<(?:li|td|th|h\d|p)\b/).length

/** @param spared elements that are to stay as they are */
function mutate(html: string, next: (below: number) => number, spared = new Set<number>()): Mutation {
  const from = html.search(/<ol class="paragraphs">|<tr class="paragraph/)
  const words = [...html.slice(from).matchAll(WORD)].filter(
    ({ index }) => !/<[^>]*$/.test(html.slice(from, from + index)),
  )
  for (;;) {
    const at = next(words.length - 1)
    const [match, follower] = [words[at]!, words[at + 1]!]
    const word = match[0].replace(/\u00AD/g, '')
    const start = from + match.index
    const end = start + match[0].length
    const kind = ['removed', 'doubled', 'swapped', 'changed'][next(4)]!
    const block = blockAt(html, start)
    if (spared.has(block)) continue
    const rest = html.slice(end)
    const mutated = (changed: string): Mutation => {
      spared.add(block)
      return { kind, word, html: changed }
    }
    // Only words that belong to the publication: not the template's labels and numbers.
    const before = html.slice(0, start)
    if (/class="(label|number)"[^<]*$|<h1 class="label">(?:(?!<\/h1>).)*$|<time[^<]*$/s.test(before)) continue
    if (kind === 'removed') return mutated(html.slice(0, start) + rest)
    if (kind === 'doubled') return mutated(`${html.slice(0, end)} ${word}${rest}`)
    if (kind === 'changed') {
      const letter = next(word.length)
      const other = /\d/.test(word)
        ? String((Number(word[letter]) + 1) % 10)
        : word[letter] === 'n'
          ? 'm'
          : 'n'
      return mutated(html.slice(0, start) + word.slice(0, letter) + other + word.slice(letter + 1) + rest)
    }
    const between = html.slice(end, from + follower.index)
    const neighbour = follower[0].replace(/\u00AD/g, '')
    if (!/^[ \u00A0]$/.test(between) || neighbour === word) continue
    const after = html.slice(from + follower.index + follower[0].length)
    return mutated(html.slice(0, start) + neighbour + between + word + after)
  }
}

const STATEMENT = ['leaflet-en', 'leaflet-ru', 'leaflet-es', 'parallel', 'booklet'].map(
  (name) => `kazakhstan-2022-${name}`,
)
/** Mutations of a print. */
const TOGETHER = 5

const AWKWARD = ['leaflet-en', 'leaflet-de', 'pair'].map((name) => `night-trains-${name}`)

test.each([...STATEMENT, ...AWKWARD])('%s as it is has all its words', async (name) => {
  const page = pageOf(name)
  expect(await check(page, page.html, `whole-${name}`)).toEqual([])
})

test.each([
  [120, 'of the leaflets', STATEMENT.slice(0, 3), 2022],
  [30, 'of the parallel edition', STATEMENT.slice(3, 4), 2023],
  [20, 'of the booklet', STATEMENT.slice(4), 2025],
  [30, 'among names like numbers', AWKWARD, 2024],
])('each of %i random mutations %s is found', async (count, _what, names, seed) => {
  const next = numbers(seed)
  const pages = names.map(pageOf)
  // Several are printed at a time, each in another text: fewer prints, and each text has its say.
  const sheets = Array.from({ length: count / TOGETHER }, (_, i) => {
    const page = pages[i % pages.length]!
    const spared = new Set<number>()
    const mutations: Mutation[] = []
    for (let html = page.html; mutations.length < TOGETHER; html = mutations.at(-1)!.html)
      mutations.push(mutate(html, next, spared))
    return { page, name: `mutation-${seed}-${i}`, mutations }
  })
  const unseen: string[] = []
  await Promise.all(
    sheets.map(async ({ page, name, mutations }) => {
      const told = await check(page, mutations.at(-1)!.html, name)
      const texts = new Set(told.map((message) => /^.*? \(..\)/.exec(message)?.[0]))
      if (texts.size < TOGETHER)
        unseen.push(
          `${name}: ${mutations.map(({ kind, word }) => `«${word}» ${kind}`).join(', ')}; told: ${told.join(' ')}`,
        )
    }),
  )
  expect(unseen).toEqual([])
})

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
