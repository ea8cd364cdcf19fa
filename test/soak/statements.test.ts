/**
 * Random statements of every kind of block build in two languages, and read back without a false alarm; of mistakes made in their pages on
 * purpose each is found. SOAK_STATEMENTS and SOAK_MUTATIONS say how many, SOAK_FIRST the seed of the first, SOAK_SEEDS just which; each has
 * a seed of its own, so that one that fails can be made again.
 */
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { PDFArray, PDFDict, PDFDocument, PDFName } from 'pdf-lib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.js'
import { leavesOf, wordsOf } from '../../src/model/block.js'
import type { Product } from '../../src/pipeline.js'
import type { Project } from '../../src/project.js'
import { broadside } from '../broadside.js'
import { inTurns, type Line, openLine } from './line.js'
import { mutate, numbers } from './readback.js'
import { publicationOf, statement, type Statement, write } from './statements.js'

const count = Number(process.env.SOAK_STATEMENTS ?? 500)
const mutations = Number(process.env.SOAK_MUTATIONS ?? 500)
const first = Number(process.env.SOAK_FIRST ?? 1)
const seedsOf = (count: number): readonly number[] =>
  process.env.SOAK_SEEDS?.split(',').map(Number) ?? Array.from({ length: count }, (_, i) => first + i)

let root: string
let line: Line

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'broadside-soak-')))
  line = await openLine(root)
})
afterAll(async () => {
  await line.close()
  rmSync(root, { recursive: true, force: true })
})

/** Of these a user is rightly told: a measure that is too narrow for its words. */
const RIGHT: ReadonlySet<Diagnostic['code']> = new Set(['loose-lines', 'ladder', 'word-too-wide'])

function save(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  copyFileSync('test/fixtures/torture/source/statement/lake.png', join(folder, 'source/statement/lake.png'))
}

let reading: Promise<unknown> = Promise.resolve()

/** One after the other: they lie in one folder. */
function read(drawn: Statement, slug: string): ReturnType<Line['read']> {
  const next = reading.then(() => {
    save(root, publicationOf(drawn, slug))
    return line.read()
  })
  reading = next
  return next
}

/** What is wrong with what became of a statement: a line each, nothing if all is well. */
async function problemsOf(drawn: Statement, slug: string, only?: RegExp): Promise<string[]> {
  const { project, findings } = await read(drawn, slug)
  const told = findings.map((each) => tell(each, 'source'))
  if (!project) return told
  const misread = wrongLeaves(drawn, project)
  const wanted = project.deliverables.filter(({ name }) => !only || only.test(name))
  const files = await Promise.all(
    wanted.map(async (deliverable) => {
      const { product, findings } = await line.make(project, deliverable)
      const bad = findings.filter(({ code }) => !RIGHT.has(code))
      return [
        ...bad.map((each) => tell(each, deliverable.name)),
        ...(product ? await wrongPages(product, bad.length > 0) : []),
      ]
    }),
  )
  return [...told, ...misread, ...files.flat()]
}

/** Each fifth is built by the command, too. */
const BY_COMMAND = 5

async function problemsOfCommand(drawn: Statement, slug: string): Promise<readonly string[]> {
  const folder = join(root, 'commanded', slug)
  save(folder, publicationOf(drawn, slug))
  const { code, stderr } = await broadside(['build'], { cwd: folder })
  rmSync(folder, { recursive: true })
  return code === 0 ? [] : [`command: ends-with ${code}: ${stderr}`]
}

const tell = ({ code, message, where }: Diagnostic, file: string): string =>
  `${file}${where?.line ? `:${where.line}` : ''}${where?.page ? `, page ${where.page}` : ''}: ${code}: ${message}`

/** Texts that are not read as they are written. */
function wrongLeaves(drawn: Statement, { publication }: Project): readonly string[] {
  return publication.statements.flatMap(({ lang, body }) => {
    const wanted = write(drawn, lang as 'en').leaves
    const found = body
      .flatMap(leavesOf)
      .map(wordsOf)
      .filter((text) => text.trim())
    const at = wanted.findIndex((text, i) => text !== found[i])
    if (at < 0 && found.length === wanted.length) return []
    return [`${lang}.md: read as “${found[at]}”, written as “${wanted[at]}”`]
  })
}

/** Empty pages, and footnotes that do not begin on the page that refers to them. */
async function wrongPages(
  { pdf, deliverable, letters }: Product,
  isTold: boolean,
): Promise<readonly string[]> {
  const { name, template } = deliverable
  if (isTold) return []
  const empty =
    template.name === 'booklet'
      ? []
      : letters.flatMap((text, i) => (text ? [] : [`${name}, page ${i + 1}: empty`]))
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const pages = document.getPages().map(({ ref }) => ref)
  const places = document.catalog.lookup(PDFName.of('Dests'))
  if (!(places instanceof PDFDict) || template.notes === 'end') return empty
  const pageOf = new Map(
    places.keys().map((key) => {
      const place = places.lookup(key, PDFArray).get(0)
      return [key.decodeText(), 1 + pages.findIndex((page) => page === place)]
    }),
  )
  const astray = [...pageOf]
    .filter(
      ([place, page]) =>
        place.includes('-reference-') && pageOf.get(place.replace('reference', 'note')) !== page,
    )
    .map(
      ([place, page]) =>
        `${name}, page ${page}: ${place} has its note on page ${pageOf.get(place.replace('reference', 'note'))}`,
    )
  return [...empty, ...astray]
}

/** Where statements that fail are kept, each in a folder to build. */
const PROOF = 'proof/soak'
const SHRINKING_MS = 240_000

const drawOf = (seed: number) => ({ seed, numRuns: 1 })

test(
  `${count} random statements build, and read back without a false alarm`,
  async () => {
    const failed: { readonly seed: number; readonly problems: readonly string[] }[] = []
    await inTurns(seedsOf(count), async (seed) => {
      const [drawn] = fc.sample(statement, drawOf(seed))
      const slug = `soak-${seed}`
      const problems = await problemsOf(drawn!, slug)
      if (seed % BY_COMMAND === 0) problems.push(...(await problemsOfCommand(drawn!, slug)))
      if (!problems.length) return
      failed.push({ seed, problems })
      save(join(PROOF, String(seed)), publicationOf(drawn!, slug))
      console.error(`${PROOF}/${seed}: ${problems.join('\n  ')}`)
    })
    if (failed.length && !process.env.SOAK_QUICK) await shrink(failed[0]!)
    expect(failed.map(({ seed, problems }) => [`${PROOF}/${seed}`, ...problems])).toEqual([])
  },
  60_000 * count + SHRINKING_MS,
)

test(
  `${mutations} mistakes made in random statements are each found`,
  async () => {
    const unseen: string[] = []
    await inTurns(seedsOf(mutations), async (seed) => {
      const [drawn] = fc.sample(statement, drawOf(seed))
      const next = numbers(seed)
      const { project } = await read(drawn!, `soak-${seed}`)
      const deliverable = project!.deliverables[next(project!.deliverables.length)]!
      let what = ''
      const { findings } = await line.make(project!, deliverable, (html) => {
        const mutation = mutate(html, next, deliverable.template.name !== 'letter')
        what = mutation.told
        return mutation.html
      })
      if (findings.some(({ code }) => !RIGHT.has(code))) return
      unseen.push(`${seed}, ${deliverable.name}: ${what}`)
      save(join(PROOF, `${seed}-mutated`), publicationOf(drawn!, `soak-${seed}`))
      console.error(unseen.at(-1))
    })
    expect(unseen).toEqual([])
  },
  60_000 * mutations,
)

/** The smallest statement that fails like this one, in a folder of its own. */
async function shrink({
  seed,
  problems,
}: {
  readonly seed: number
  readonly problems: readonly string[]
}): Promise<void> {
  const codeOf = (problem: string) => / [a-z]+(-[a-z]+)+: /.exec(problem)?.[0]
  const code = codeOf(problems[0]!)
  const only = new RegExp(/-(leaflet|letter|parallel|booklet)(-[a-z]{2})?\b/.exec(problems[0]!)?.[1] ?? '^$')
  let smallest: readonly string[] = problems
  const fails = fc.asyncProperty(statement, async (drawn) => {
    const slug = `soak-${seed}-shrunk`
    const found = (await problemsOf(drawn, slug, only)).filter((problem) => codeOf(problem) === code)
    if (!found.length) return
    smallest = found
    save(join(PROOF, `${seed}-shrunk`), publicationOf(drawn, slug))
    throw new Error(found[0])
  })
  await fc.check(fails, { ...drawOf(seed), plugins: [fc.interruptAfterTimeLimit(SHRINKING_MS)] })
  console.error(`${PROOF}/${seed}-shrunk: ${smallest.join('\n  ')}`)
}
