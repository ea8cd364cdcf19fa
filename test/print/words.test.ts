/** The check of words finds every word that is lost, doubled, moved or changed on the way from source to file. */
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { finish } from '../../src/finish/finish.js'
import { openPress, type Press } from '../../src/print/press.js'
import { cacheFolder, openProject, type Project } from '../../src/project.js'
import { openWorkspace, type Workspace } from '../../src/publish/workspace.js'
import { faceFile } from '../../src/typeset/css.js'
import { type Page, typeset } from '../../src/typeset/typeset.js'
import { readText } from '../../src/verify/text.js'
import { checkWords } from '../../src/verify/words.js'

const MUTATIONS = 200

let project: Project
let workspace: Workspace
let press: Press

beforeAll(async () => {
  project = (await openProject(resolve('.'), resolve('out'))).project!
  workspace = await openWorkspace()
  press = openPress({
    environment: process.env,
    cache: cacheFolder(),
    work: workspace.pages,
    profile: workspace.profile,
    pages: 2,
    timeout: 60_000,
    report: () => {},
  })
  await workspace.fill(
    project.folders,
    project.faces.map((face) => [face.file, faceFile(face)] as const),
  )
})

afterAll(async () => {
  await press.close()
  await workspace.close(false)
})

const pageOf = (name: string): Page => {
  const { publication, deliverables, labels, faces } = project
  return typeset(
    publication,
    deliverables.find((each) => each.name.endsWith(name))!,
    labels,
    faces,
  )
}

/** What the check says of the page with the given HTML. */
async function check(page: Page, html: string, name: string): Promise<readonly string[]> {
  const path = page.path.replace(/[^/]+$/, `${name}.html`)
  await workspace.write(path, html)
  const outcome = await press.print({
    sheets: [{ path, area: page.area, faces: page.marginFaces, wanted: true }],
  })
  if (!('printed' in outcome)) throw new Error('nothing was to be fitted')
  const { pdf } = await finish(outcome.printed[0]!.pdf, {
    titles: page.titles,
    bookmarks: page.bookmarks,
    publisher: undefined,
    symbol: undefined,
    moment: project.moment,
    profile: project.profile,
    paper: project.publication.editions[0]!.paper,
    faces: project.faces,
    characters: new Set(Array.from(new Set(html), (character) => character.codePointAt(0)!)),
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

/** Words of the statement and of the list, with what stands between them. */
const WORD = /[\p{L}\u00AD]{2,}(?=[^<>]*<)/gu

interface Mutation {
  readonly kind: string
  readonly word: string
  readonly html: string
}

function mutate(html: string, next: (below: number) => number): Mutation {
  const from = html.indexOf('<ol class="paragraphs">')
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
    const rest = html.slice(end)
    // Only words that belong to the publication: not the template's labels.
    if (/class="label"[^<]*$/.test(html.slice(0, start))) continue
    if (kind === 'removed') return { kind, word, html: html.slice(0, start) + rest }
    if (kind === 'doubled') return { kind, word, html: `${html.slice(0, end)} ${word}${rest}` }
    if (kind === 'changed') {
      const letter = next(word.length)
      const other = word[letter] === 'о' ? 'о'.replace('о', 'e') : word[letter] === 'n' ? 'm' : 'n'
      return {
        kind,
        word,
        html: html.slice(0, start) + word.slice(0, letter) + other + word.slice(letter + 1) + rest,
      }
    }
    const between = html.slice(end, from + follower.index)
    const neighbour = follower[0].replace(/\u00AD/g, '')
    if (!/^[ \u00A0]$/.test(between) || neighbour === word) continue
    const after = html.slice(from + follower.index + follower[0].length)
    return { kind, word, html: html.slice(0, start) + neighbour + between + word + after }
  }
}

test.each(['leaflet-en', 'leaflet-ru', 'leaflet-es', 'parallel'])(
  '%s as it is has all its words',
  async (name) => {
    const page = pageOf(name)
    expect(await check(page, page.html, `whole-${name}`)).toEqual([])
  },
)

test(`each of ${MUTATIONS} random mutations is found`, async () => {
  const next = numbers(2022)
  const pages = ['leaflet-en', 'leaflet-ru', 'leaflet-es'].map(pageOf)
  const mutations = Array.from({ length: MUTATIONS }, (_, i) => {
    const page = pages[i % pages.length]!
    return { page, name: `mutation-${i}`, ...mutate(page.html, next) }
  })
  const unseen: string[] = []
  await Promise.all(
    mutations.map(async ({ page, name, kind, word, html }) => {
      if ((await check(page, html, name)).length === 0)
        unseen.push(`${[...page.titles.keys()][0]!}: «${word}» ${kind}`)
    }),
  )
  expect(unseen).toEqual([])
})
