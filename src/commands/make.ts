/** Finished files in memory, of everything a publication names or of the editions and languages asked for: what every command begins with. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { openBindery } from '../bindery.js'
import { findCache } from '../cache.js'
import { type Code, diagnose, type Diagnostic, isError, Stop, type Where } from '../diagnostic.js'
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
  /** Keep the work directory with the typeset pages, and with the PDFs that have errors, in `refused/`. */
  readonly keepWork: boolean
  /** Make the files that no error concerns, although there are errors. */
  readonly keepGoing?: boolean
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
  /** If there are files that no error concerns: these, and the others. */
  readonly split?: { readonly right: readonly Deliverable[]; readonly faulty: readonly Faulty[] }
}

/** A file that is not to be handed out, and the errors that concern it. */
export interface Faulty {
  readonly deliverable: Deliverable
  readonly codes: readonly Code[]
}

export interface Made {
  readonly status: 'made'
  readonly findings: readonly Diagnostic[]
  readonly work?: string
  readonly project: Project
  /** The files that no error concerns: all of them, unless the build was to keep going. */
  readonly products: readonly Timed[]
  readonly faulty: readonly Faulty[]
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
      const { findings } = await readSource(request)
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
      keep = request.keepWork && existsSync(workspace.pages)
      return { ...outcome, findings, ...(keep && { work: workspace.pages }) }
    } finally {
      signal.removeEventListener('abort', interrupt)
      await Promise.all([browsers.close(), bindery.close()])
      await workspace.close(keep)
    }
  }
}

/** What reads a source is loaded no sooner: the browser takes longest to start, and so is started first. */
async function readSource({ root, out, untrusted }: MakeRequest) {
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
  const { project, findings: read } = await readSource(request)
  request.signal.throwIfAborted()
  if (!project) return { status: statusOf(read), findings: read }
  const { wanted, misuse } = choose(project, request)
  if (misuse.length) return { status: 'misused', findings: misuse }
  const findings = [
    ...read,
    ...countIn(project, workshop.limits),
    // A character that reading refuses need not be refused again.
    ...checkCoverage(project.publication, wanted, project.faces).filter(
      ({ where }) => !read.some((each) => isError(each) && sameLine(each.where, where)),
    ),
  ]
  const early = blame(project.deliverables, findings) // of those that are not wanted, some have a say in the setting
  const sound = wanted.filter((deliverable) => !early.has(deliverable))
  if (findings.some(isError) && !(request.keepGoing && sound.length)) return failed(findings, wanted, early)

  const filled = await workshop.workspace.fill(project.reader, project.folders, [
    ...project.faces.map((face) => [face.file, faceFile(face)] as const),
    ...project.pictures,
  ])
  const refusal = request.onBrowser?.(await workshop.browsers.version())
  if (refusal) return refusal
  const outcomes = await produceAll(project, sound, early, workshop, request)
  await project.memory.save()
  const all = [...findings, ...filled, ...outcomes.flatMap((outcome) => outcome.findings)]
  const faults = merge([early, blame(sound, filled), ...outcomes.map((outcome) => outcome.faults)])
  const products = outcomes.flatMap((outcome) => outcome.products)
  if (request.keepWork)
    for (const { deliverable, pdf } of products)
      if (faults.has(deliverable)) workshop.workspace.write(`${REFUSED}/${deliverable.file}`, pdf)
  const right = products.filter(({ deliverable }) => !faults.has(deliverable))
  if (all.some(isError)) {
    // What is wrong with the pages may be nothing but this.
    const full = await roomProblem(workshop.workspace.profile, FULL_MB)
    if (full) return { status: statusOf(all), findings: [full, ...all] }
    if (!request.keepGoing || !right.length) return failed(all, wanted, faults)
  }
  return {
    status: 'made',
    findings: all,
    project,
    products: right,
    faulty: faultyAmong(wanted, faults),
    renderer: await workshop.browsers.version(),
  }
}

const sameLine = (a: Where | undefined, b: Where | undefined): boolean =>
  a !== undefined && a.file === b?.file && a.line === b.line

/** The codes of the errors that concern a file, by file. */
type Faults = ReadonlyMap<Deliverable, ReadonlySet<Code>>

/** Each error concerns all of the files, or those that hold one of its languages. */
const blame = (deliverables: readonly Deliverable[], findings: readonly Diagnostic[]): Faults =>
  merge(
    findings.filter(isError).map(({ code, languages }) => {
      const concerned = deliverables.filter(
        (each) => !languages || each.languages.some((tag) => languages.includes(tag)),
      )
      return new Map(concerned.map((deliverable) => [deliverable, new Set([code])]))
    }),
  )

function merge(parts: readonly Faults[]): Faults {
  const faults = new Map<Deliverable, Set<Code>>()
  for (const [deliverable, codes] of parts.flatMap((part) => [...part]))
    faults.set(deliverable, new Set([...(faults.get(deliverable) ?? []), ...codes]))
  return faults
}

const faultyAmong = (deliverables: readonly Deliverable[], faults: Faults): readonly Faulty[] =>
  deliverables.flatMap((deliverable) => {
    const codes = faults.get(deliverable)
    return codes ? [{ deliverable, codes: [...codes].sort() }] : []
  })

function failed(findings: readonly Diagnostic[], wanted: readonly Deliverable[], faults: Faults): Unmade {
  const right = wanted.filter((deliverable) => !faults.has(deliverable))
  return {
    status: statusOf(findings),
    findings,
    ...(right.length && { split: { right, faulty: faultyAmong(wanted, faults) } }),
  }
}

interface Outcome {
  readonly products: readonly Timed[]
  readonly findings: readonly Diagnostic[]
  readonly faults: Faults
}

/**
 * Walks the line for each job, as many at a time as there are pages; one failure does not keep the rest.
 * @param broken texts that have no say in how others are set, since their source has errors
 */
async function produceAll(
  project: Project,
  wanted: readonly Deliverable[],
  broken: Faults,
  workshop: Workshop,
  { signal, onProgress, onFinished }: MakeRequest,
): Promise<readonly Outcome[]> {
  onProgress({ kind: 'planned', files: wanted.map(({ file }) => file) })
  const jobs = jobsFor(project, wanted, broken)
  workshop.browsers.expect(jobs.length)
  const produceOne = async (job: Job): Promise<Outcome> => {
    const deliverables = job.texts.flatMap(({ wanted }) => wanted)
    for (const { file } of deliverables) onProgress({ kind: 'started', file })
    const start = performance.now()
    try {
      const products = await produce(job, project, workshop, onFinished)
      const faults = merge(products.map(blameProduct(deliverables)))
      for (const { deliverable, facts } of products) {
        const { file } = deliverable
        onProgress(
          faults.has(deliverable) ? { kind: 'failed', file } : { kind: 'finished', file, pages: facts.pages },
        )
      }
      const milliseconds = performance.now() - start
      return {
        products: products.map((product) => ({ ...product, milliseconds })),
        findings: products.flatMap(({ findings }) => findings),
        faults,
      }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof Stop)) throw error
      for (const { file } of deliverables) onProgress({ kind: 'failed', file })
      return { products: [], findings: error.diagnostics, faults: blame(deliverables, error.diagnostics) }
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

/** A press or office file is read beside the screen file, so an error of that one is an error of all files of its text. */
const blameProduct =
  (deliverables: readonly Deliverable[]) =>
  ({ deliverable: { kind, file, name }, findings }: Product): Faults =>
    blame(
      deliverables.filter((each) => (kind === 'screen' ? each.name === name : each.file === file)),
      findings,
    )

/** One job for each text; one for all texts of an edition that are fitted alike, whether they are wanted or not. */
function jobsFor(project: Project, wanted: readonly Deliverable[], broken: Faults): readonly Job[] {
  return project.publication.editions.flatMap((edition): Job[] => {
    const files = project.deliverables.filter((each) => each.edition === edition && !broken.has(each))
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
