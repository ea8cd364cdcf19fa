/** Finished files in memory, of everything a publication names or of the editions and languages asked for: what every command begins with. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { openBindery } from '../bindery.js'
import { findCache } from '../cache.js'
import { type Code, diagnose, type Diagnostic, isError, Stop } from '../diagnostic.js'
import { filesProblem, FULL_MB, roomProblem } from '../files/room.js'
import type { Deliverable } from '../model/deliverable.js'
import { type Limits, limitsFor } from '../model/limits.js'
import type { Tag } from '../model/publication.js'
import { type Copy, type Job, produce, type Product, type Workshop } from '../pipeline.js'
import { openBrowserPool } from '../print/browser-pool.js'
import type { Project } from '../project.js'
import { openWorkspace } from '../publish/workspace.js'
import { checkCoverage } from '../typeset/coverage.js'
import { faceFile } from '../typeset/css.js'

export interface MakeRequest {
  /** The directory that holds source/. */
  readonly root: string
  /** Where the files go, or would go: findings name it. */
  readonly out: string
  /** Which of the places the user has named: only these may lie outside the project by a link. */
  readonly named?: readonly NamedPlace[]
  /** Names of editions; none means all. */
  readonly editions: readonly string[]
  /** Languages that files are for; none means all files. */
  readonly languages: readonly Tag[]
  /** Keep the work directory with the typeset pages; after errors with the PDFs, too, in `refused/`. */
  readonly keep: boolean
  /** A stranger's publication: tighter limits, and nothing is printed without the browser's sandbox. */
  readonly untrusted?: boolean
  readonly environment: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  /** Called before anything is printed, with the browser's product and version; what it answers ends the work. */
  readonly onBrowser?: (renderer: string) => Unmade | undefined
  /** Called with each finished file, whatever its findings, while others are still being made. */
  readonly onFinished?: (deliverable: Deliverable, pdf: Uint8Array) => void
}

export type NamedPlace = 'out' | 'baseline' | 'report'

export type Progress =
  | { readonly kind: 'planned'; readonly files: readonly string[] }
  | { readonly kind: 'started'; readonly file: string }
  | { readonly kind: 'finished'; readonly file: string; readonly pages: number }
  | { readonly kind: 'failed'; readonly file: string }

/** A product, and how long it took to make with those that are set alike. */
export type Timed = Product & { readonly milliseconds: number }

/** `misused`: the call asks for what the publication does not have. `failed`: it has errors. */
export interface Unmade {
  readonly status: 'failed' | 'misused'
  readonly findings: readonly Diagnostic[]
  /** The work directory, if it was to be kept. */
  readonly work?: string
}

export interface Made {
  readonly status: 'made'
  readonly findings: readonly Diagnostic[]
  readonly work?: string
  readonly project: Project
  readonly products: readonly Timed[]
  /** The browser's product and version. */
  readonly renderer: string
}

/** Milliseconds; Node fires a timer that is set to more at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** Walks the line, and publishes nothing. Throws the signal's reason if it is aborted; nothing is left behind then. */
export async function make(asked: MakeRequest): Promise<Made | Unmade> {
  const { environment, untrusted = false } = asked
  const limits = limitsFor(untrusted)
  const late = AbortSignal.timeout(limits.seconds * 1000)
  const request = { ...asked, signal: AbortSignal.any([asked.signal, late]) }
  try {
    return await makeInTime(request, limits)
  } catch (error) {
    if (!late.aborted || asked.signal.aborted) throw error
    return { status: 'failed', findings: [diagnose('took-too-long', undefined, { seconds: limits.seconds })] }
  }

  async function makeInTime(request: MakeRequest, limits: Limits): Promise<Made | Unmade> {
    const { signal } = request
    const seconds = environment.BROADSIDE_TIMEOUT ?? '120'
    const timeout = 1000 * Number(seconds)
    if (!(timeout > 0 && timeout <= LONGEST_TIMER)) {
      const data = { variable: 'BROADSIDE_TIMEOUT', value: seconds, wanted: 'a number of seconds' }
      return { status: 'misused', findings: [diagnose('broken-setting', undefined, data)] }
    }
    const fewFiles = filesProblem()
    if (fewFiles) return { status: 'misused', findings: [fewFiles] }
    const found: Diagnostic[] = []
    const cache = findCache()
    if (cache.folder === undefined && cache.distrusted !== undefined)
      found.push(diagnose('cache-distrusted', { file: cache.distrusted }, cache))
    const workspace = await openWorkspace().catch((error: unknown) => {
      if (error instanceof Stop) return error
      throw error
    })
    if (workspace instanceof Stop) {
      const { findings } = await read(request)
      return { status: 'failed', findings: [...workspace.diagnostics, ...findings] }
    }
    let keep = false
    const bindery = openBindery()
    const browsers = openBrowserPool({
      environment,
      cache: cache.folder,
      spare: {
        folder: workspace.spare,
        ...(cache.folder === undefined && cache.distrusted === undefined && { why: cache.problem }),
      },
      work: workspace.pages,
      profile: workspace.profile,
      pages: availableParallelism(),
      timeout,
      signal,
      untrusted,
      report: (finding) => found.push(finding),
    })
    const interrupt = () => void Promise.all([browsers.close(), bindery.close()])
    signal.addEventListener('abort', interrupt)
    try {
      const outcome = await makeWith({ workspace, browsers, bindery, limits }, request)
      // What there is to say about the browser is of no interest if it made nothing.
      const findings = unique([...(outcome.status === 'made' ? found : []), ...outcome.findings])
      keep = request.keep && existsSync(workspace.pages)
      return { ...outcome, findings, ...(keep && { work: workspace.pages }) }
    } finally {
      signal.removeEventListener('abort', interrupt)
      await Promise.all([browsers.close(), bindery.close()])
      await workspace.close(keep)
    }
  }
}

/** What reads a source is loaded no sooner: the browser takes longest to start, and so is started first. */
async function read({ root, out, untrusted }: MakeRequest) {
  const { openProject } = await import('../project.js')
  return openProject(root, out, untrusted)
}

/** What there is more of than the limits allow. */
function countIn({ root, publication }: Project, { signatories: most }: Limits): readonly Diagnostic[] {
  const count = publication.groups.reduce((sum, { signatories }) => sum + signatories.length, 0)
  const where = { file: join(root, 'source', 'signatories.csv'), line: 2 + most }
  return count > most ? [diagnose('too-many', where, { what: 'signatories', count, most })] : []
}

/** Where in the work directory the files lie that were finished and not published. */
const REFUSED = 'refused'

/** Mistakes of the call, not of what it builds. */
const OF_THE_CALL: ReadonlySet<Code> = new Set<Code>([
  'no-source',
  'bad-epoch',
  'no-browser',
  'sandbox-required',
])

const statusOf = (findings: readonly Diagnostic[]): 'failed' | 'misused' =>
  findings.filter(isError).every(({ code }) => OF_THE_CALL.has(code)) ? 'misused' : 'failed'

/** The work proper; the browser starts while the source is read. */
async function makeWith(workshop: Workshop, request: MakeRequest): Promise<Made | Unmade> {
  await setImmediate() // for the browser's process to start
  const { project, findings } = await read(request)
  request.signal.throwIfAborted()
  if (!project) {
    return { status: statusOf(findings), findings }
  }
  const tooMany = countIn(project, workshop.limits)
  if (tooMany.length) return { status: 'failed', findings: [...findings, ...tooMany] }
  const { wanted, misuse } = choose(project, request)
  if (misuse.length) return { status: 'misused', findings: misuse }
  const coverage = checkCoverage(project.publication, wanted, project.faces)
  if (coverage.some(isError)) return { status: 'failed', findings: [...findings, ...coverage] }

  const filled = await workshop.workspace.fill(project.reader, project.folders, [
    ...project.faces.map((face) => [face.file, faceFile(face)] as const),
    ...project.pictures,
  ])
  const refusal = request.onBrowser?.(await workshop.browsers.version())
  if (refusal) return refusal
  const outcomes = await produceAll(project, wanted, workshop, request)
  await project.memory.save()
  const all = [...findings, ...filled, ...outcomes.flatMap((outcome) => outcome.findings)]
  const products = outcomes.flatMap((outcome) => outcome.products)
  if (all.some(isError)) {
    if (request.keep)
      for (const { deliverable, pdf } of products)
        workshop.workspace.write(`${REFUSED}/${deliverable.file}`, pdf)
    // What is wrong with the pages may be nothing but this.
    const full = await roomProblem(workshop.workspace.profile, FULL_MB)
    return { status: statusOf(all), findings: full ? [full, ...all] : all }
  }
  const renderer = await workshop.browsers.version()
  return { status: 'made', findings: all, project, products, renderer }
}

interface Outcome {
  readonly products: readonly Timed[]
  readonly findings: readonly Diagnostic[]
}

/** Walks the line for each job, as many at a time as there are pages; one failure does not keep the rest. */
async function produceAll(
  project: Project,
  wanted: readonly Deliverable[],
  workshop: Workshop,
  { signal, onProgress, onFinished }: MakeRequest,
): Promise<readonly Outcome[]> {
  onProgress({ kind: 'planned', files: wanted.map(({ file }) => file) })
  const jobs = jobsFor(project, wanted)
  workshop.browsers.expect(jobs.length)
  const produceOne = async (job: Job): Promise<Outcome> => {
    const files = job.texts.flatMap(({ wanted }) => wanted.map(({ file }) => file))
    for (const file of files) onProgress({ kind: 'started', file })
    const start = performance.now()
    try {
      const products = await produce(job, project, workshop, onFinished)
      for (const product of products) {
        const { file } = product.deliverable
        const failed = product.findings.some(isError)
        onProgress(failed ? { kind: 'failed', file } : { kind: 'finished', file, pages: product.facts.pages })
      }
      const milliseconds = performance.now() - start
      return {
        products: products.map((product) => ({ ...product, milliseconds })),
        findings: products.flatMap(({ findings }) => findings),
      }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof Stop)) throw error
      for (const file of files) onProgress({ kind: 'failed', file })
      return { products: [], findings: error.diagnostics }
    }
  }
  const outcomes = new Map<Job, Promise<Outcome>>()
  for (const job of longestFirst(jobs)) {
    const outcome = produceOne(job)
    outcome.catch(() => {}) // heard of below
    outcomes.set(job, outcome)
    await setImmediate() // the browser is to have it before the next is typeset
  }
  workshop.bindery.start()
  return Promise.all(jobs.map((job) => outcomes.get(job)!))
}

/** One job for each text; one for all texts of an edition that are fitted alike, whether they are wanted or not. */
function jobsFor(project: Project, wanted: readonly Deliverable[]): readonly Job[] {
  return project.publication.editions.flatMap((edition): Job[] => {
    const files = project.deliverables.filter((deliverable) => deliverable.edition === edition)
    const texts = [...new Set(files.map(({ name }) => name))].map((name): Copy => ({
      like: files.find((file) => file.name === name)!,
      wanted: wanted.filter((file) => file.edition === edition && file.name === name),
    }))
    const asked = texts.filter((text) => text.wanted.length)
    if (edition.fit) return asked.length ? [{ edition, texts }] : []
    return asked.map((text) => ({ edition, texts: [text] }))
  })
}

/** So that no core idles at the end: a file of several languages takes longest. */
const longestFirst = (jobs: readonly Job[]): readonly Job[] => {
  const length = ({ texts }: Job) => Math.max(...texts.map(({ like }) => like.languages.length))
  return [...jobs].sort((a, b) => length(b) - length(a))
}

/** The deliverables that were asked for, and what was asked for in vain. */
function choose(project: Project, { editions, languages }: MakeRequest) {
  const known = project.publication.editions.map(({ name }) => name)
  const misuse = [
    ...editions
      .filter((name) => !known.includes(name))
      .map((name) => {
        const language = project.publication.languages.includes(name)
        return diagnose('unknown-edition', undefined, { name, known, language })
      }),
    ...languages
      .filter((name) => !project.publication.languages.includes(name))
      .map((name) =>
        diagnose('unknown-language-asked', undefined, { name, known: project.publication.languages }),
      ),
  ]
  const inEditions = project.deliverables.filter(
    ({ edition }) => !editions.length || editions.includes(edition.name),
  )
  if (!languages.length) return { wanted: inEditions, misuse }
  const wanted = inEditions.filter(({ language }) => language !== undefined && languages.includes(language))
  const empty = project.publication.editions.filter(({ name }) =>
    editions.length
      ? editions.includes(name) && !wanted.some(({ edition }) => edition.name === name)
      : !wanted.length,
  )
  if (!misuse.length)
    for (const { name: edition, languages: has } of empty)
      misuse.push(diagnose('nothing-to-build', undefined, { edition, languages: has, asked: languages }))
  return { wanted, misuse }
}

/** Two editions may meet the same mistake of a shared template. */
const unique = (findings: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
]
