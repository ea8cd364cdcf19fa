/** `broadside build`: everything a publication names, or the editions and languages asked for. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { openBindery } from '../bindery.js'
import { cacheFolder } from '../cache.js'
import { type Code, diagnose, type Diagnostic, isError, Stop } from '../diagnostic.js'
import type { Deliverable } from '../model/deliverable.js'
import type { Tag } from '../model/publication.js'
import { type Copy, type Job, produce, type Product, type Workshop } from '../pipeline.js'
import { openPress } from '../print/press.js'
import type { Lines } from '../print/set-lines.js'
import { openProject, type Project } from '../project.js'
import { type Entry, sha256, takeStock } from '../publish/manifest.js'
import { type FinishedFile, publish, staleFiles } from '../publish/publish.js'
import { type JobFile, writeTicket } from '../publish/ticket.js'
import { openWorkspace } from '../publish/workspace.js'
import { checkCoverage } from '../typeset/coverage.js'
import { faceFile } from '../typeset/css.js'

export interface BuildRequest {
  /** The directory that holds source/. */
  readonly root: string
  readonly out: string
  /** Names of editions; none means all. */
  readonly editions: readonly string[]
  /** Languages of one-language files; none means all files. */
  readonly languages: readonly Tag[]
  /** Keep the work directory with the typeset pages. */
  readonly keep: boolean
  readonly environment: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

export type Progress =
  | { readonly kind: 'planned'; readonly files: readonly string[] }
  | { readonly kind: 'started'; readonly file: string }
  | { readonly kind: 'finished'; readonly file: string; readonly pages: number }
  | { readonly kind: 'failed'; readonly file: string }

export interface BuiltFile {
  readonly file: string
  readonly pages: number
  readonly bytes: number
  readonly milliseconds: number
  readonly lines: Lines
  /** The lengths that copyfit found, by knob. */
  readonly setting: ReadonlyMap<string, string>
}

export interface BuildOutcome {
  /** `misused`: the call asks for what the publication does not have. `failed`: it has errors; out/ was not touched. */
  readonly status: 'built' | 'failed' | 'misused'
  readonly findings: readonly Diagnostic[]
  readonly files: readonly BuiltFile[]
  /** The work directory, if it was to be kept. */
  readonly work?: string
}

/** Milliseconds; Node fires a timer that is set to more at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** Builds and publishes. Throws the signal's reason if it is aborted; nothing is left behind then. */
export async function build(request: BuildRequest): Promise<BuildOutcome> {
  const { environment, signal } = request
  const seconds = environment.BROADSIDE_TIMEOUT ?? '120'
  const timeout = 1000 * Number(seconds)
  if (!(timeout > 0 && timeout <= LONGEST_TIMER)) {
    const data = { variable: 'BROADSIDE_TIMEOUT', value: seconds, wanted: 'a number of seconds' }
    return { status: 'misused', findings: [diagnose('broken-setting', undefined, data)], files: [] }
  }
  const found: Diagnostic[] = []
  const workspace = await openWorkspace().catch((error: unknown) => {
    if (error instanceof Stop) return error
    throw error
  })
  if (workspace instanceof Stop) {
    const { findings } = await openProject(request.root, request.out)
    return { status: 'failed', findings: [...workspace.diagnostics, ...findings], files: [] }
  }
  let keep = false
  const bindery = openBindery()
  const press = openPress({
    environment,
    cache: cacheFolder(),
    work: workspace.pages,
    profile: workspace.profile,
    pages: availableParallelism(),
    timeout,
    signal,
    report: (finding) => found.push(finding),
  })
  const interrupt = () => void Promise.all([press.close(), bindery.close()])
  signal.addEventListener('abort', interrupt)
  try {
    const outcome = await buildWith({ workspace, press, bindery }, request)
    // What there is to say about the browser is of no interest if it made nothing.
    const findings = unique([...(outcome.status === 'built' ? found : []), ...outcome.findings])
    keep = request.keep && existsSync(workspace.pages)
    return { ...outcome, findings, ...(keep && { work: workspace.pages }) }
  } finally {
    signal.removeEventListener('abort', interrupt)
    await Promise.all([press.close(), bindery.close()])
    await workspace.close(keep)
  }
}

/** Mistakes of the call, not of what it builds. */
const OF_THE_CALL: ReadonlySet<Code> = new Set<Code>(['no-source', 'bad-epoch'])

/** The build proper; the browser starts while the source is read. */
async function buildWith(workshop: Workshop, request: BuildRequest): Promise<BuildOutcome> {
  const { project, findings } = await openProject(request.root, request.out)
  request.signal.throwIfAborted()
  if (!project) {
    const misused = findings.filter(isError).every(({ code }) => OF_THE_CALL.has(code))
    return { status: misused ? 'misused' : 'failed', findings, files: [] }
  }
  const { wanted, misuse } = choose(project, request)
  if (misuse.length) return { status: 'misused', findings: misuse, files: [] }
  const coverage = checkCoverage(project.publication, wanted, project.faces)
  if (coverage.some(isError)) return { status: 'failed', findings: [...findings, ...coverage], files: [] }

  const filled = await workshop.workspace.fill(
    project.folders,
    project.faces.map((face) => [face.file, faceFile(face)] as const),
  )
  const outcomes = await produceAll(project, wanted, workshop, request)
  await project.memory.save()
  const all = [...findings, ...filled, ...outcomes.flatMap((outcome) => outcome.findings)]
  if (all.some(isError)) return { status: 'failed', findings: all, files: [] }

  const products = outcomes.flatMap((outcome) => outcome.products)
  const renderer = await workshop.press.version()
  const stock = await takeStock(
    project.out,
    project.publication.slug,
    products.map((product) => entryOf(product, project, renderer)),
    project.deliverables.map(({ file }) => file),
  )
  await publish(
    project.out,
    [
      ...products.map(({ deliverable: { file }, pdf }) => ({ file, bytes: pdf })),
      ...ticketFor(products, project),
      ...stock,
    ],
    request.signal,
  )
  const files = products.map(
    ({ deliverable: { file }, facts: { pages }, pdf, lines, setting, milliseconds }): BuiltFile => {
      return { file, pages, bytes: pdf.length, milliseconds, lines, setting }
    },
  )
  return { status: 'built', findings: [...all, ...(await staleness(project, request, files))], files }
}

const entryOf = (
  { deliverable: { kind, file, edition, languages }, facts: { pages, standards }, pdf }: Product,
  { publication: { symbol, date } }: Project,
  renderer: string,
): Entry => ({
  file,
  kind,
  edition: edition.name,
  languages,
  ...(symbol !== undefined && { symbol }),
  date,
  pages,
  bytes: pdf.length,
  sha256: sha256(pdf),
  standards,
  renderer,
})

/** The job ticket for the print shop, if there are files for one. */
function ticketFor(
  products: readonly Product[],
  { publication, deliverables, press }: Project,
): FinishedFile[] {
  const files = products.flatMap(({ deliverable, pdf, press: told, findings }): JobFile[] => {
    const { file, edition } = deliverable
    if (!told || !press) return []
    const stitched = edition.office?.scheme === 'saddle-stitch'
    return [
      {
        ...told,
        name: basename(file),
        paper: `${edition.paper.name} ${edition.paper.orientation}`,
        ...(stitched && { binding: 'folded, stitched through the spine' }),
        inkLimit: press.ink,
        sha256: sha256(pdf),
        findings: findings.filter(({ where }) => where?.file.endsWith(file)),
      },
    ]
  })
  if (files.length === 0) return []
  const { slug, publisher, symbol, date, statements } = publication
  const names = deliverables.filter(({ kind }) => kind === 'press').map(({ file }) => basename(file))
  const others = names.filter((name) => !files.some((file) => file.name === name))
  const title = statements[0]!.title.text
  const ticket = writeTicket({ slug, title, publisher, symbol, date, files, others })
  return [{ file: `press/${slug}.txt`, bytes: Buffer.from(ticket) }]
}

interface Outcome {
  readonly products: readonly (Product & { readonly milliseconds: number })[]
  readonly findings: readonly Diagnostic[]
}

/** Walks the line for each job, as many at a time as there are pages; one failure does not keep the rest. */
async function produceAll(
  project: Project,
  wanted: readonly Deliverable[],
  workshop: Workshop,
  { signal, onProgress }: BuildRequest,
): Promise<readonly Outcome[]> {
  onProgress({ kind: 'planned', files: wanted.map(({ file }) => file) })
  const jobs = jobsFor(project, wanted)
  workshop.press.expect(jobs.length)
  const produceOne = async (job: Job): Promise<Outcome> => {
    const files = job.texts.flatMap(({ wanted }) => wanted.map(({ file }) => file))
    for (const file of files) onProgress({ kind: 'started', file })
    const start = performance.now()
    try {
      const products = await produce(job, project, workshop)
      for (const { deliverable, facts, findings } of products) {
        const { file } = deliverable
        onProgress(
          findings.some(isError) ? { kind: 'failed', file } : { kind: 'finished', file, pages: facts.pages },
        )
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
  const outcomes = new Map(longestFirst(jobs).map((job) => [job, produceOne(job)]))
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

/** After a whole build: files of this publication that it did not make. */
async function staleness(
  project: Project,
  request: BuildRequest,
  files: readonly BuiltFile[],
): Promise<Diagnostic[]> {
  if (request.editions.length || request.languages.length) return []
  const made = files.map(({ file }) => file)
  const stale = await staleFiles(project.out, project.publication.slug, made)
  return stale.map((file) => diagnose('stale-file', { file: join(project.out, file) }, { file }))
}

/** The deliverables that were asked for, and what was asked for in vain. */
function choose(project: Project, { editions, languages }: BuildRequest) {
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
  const wanted = inEditions.filter(
    ({ template, languages: [lang] }) => template.languages === 'each' && languages.includes(lang),
  )
  for (const edition of editions)
    if (known.includes(edition) && !misuse.length && !wanted.some((each) => each.edition.name === edition))
      misuse.push(diagnose('nothing-to-build', undefined, { edition }))
  return { wanted, misuse }
}

/** Two editions may meet the same mistake of a shared template. */
const unique = (findings: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
]
