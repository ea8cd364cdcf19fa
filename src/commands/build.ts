/** `broadside build`: everything a publication names, or the editions and languages asked for. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { diagnose, type Diagnostic, isError, Stop } from '../diagnostic.js'
import type { Deliverable } from '../model/deliverable.js'
import type { Tag } from '../model/publication.js'
import { produce, type Product } from '../pipeline.js'
import { openPress } from '../print/press.js'
import { cacheFolder, openProject, type Project } from '../project.js'
import { publish, staleFiles } from '../publish/publish.js'
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
}

export interface BuildOutcome {
  /** `misused`: the call asks for what the publication does not have. `failed`: it has errors; out/ was not touched. */
  readonly status: 'built' | 'failed' | 'misused'
  readonly findings: readonly Diagnostic[]
  readonly files: readonly BuiltFile[]
  /** The work directory, if it was to be kept. */
  readonly work?: string
}

/** Builds and publishes. Throws the signal's reason if it is aborted; nothing is left behind then. */
export async function build(request: BuildRequest): Promise<BuildOutcome> {
  const { project, findings } = await openProject(request.root, request.out)
  if (!project) return { status: 'failed', findings, files: [] }
  const { wanted, misuse } = choose(project, request)
  if (misuse.length) return { status: 'misused', findings: misuse, files: [] }
  const coverage = checkCoverage(project.publication, wanted, project.faces)
  if (coverage.some(isError)) return { status: 'failed', findings: [...findings, ...coverage], files: [] }

  const { products, work, found } = await produceAll(project, wanted, request)
  const all = unique([...findings, ...found])
  const files = products.map(({ product: { deliverable, pdf, facts }, milliseconds }): BuiltFile => {
    return { file: deliverable.file, pages: facts.pages, bytes: pdf.length, milliseconds }
  })
  if (all.some(isError)) return { status: 'failed', findings: all, files: [], ...(work && { work }) }

  request.signal.throwIfAborted()
  await publish(
    project.out,
    products.map(({ product: { deliverable, pdf } }) => ({ file: deliverable.file, bytes: pdf })),
  )
  const whole = !request.editions.length && !request.languages.length
  const stale = whole ? await staleFiles(project.out, project.publication.slug, files.map((f) => f.file)) : []
  const warnings = stale.map((file) => diagnose('stale-file', { file: join(project.out, file) }, { file }))
  return { status: 'built', findings: [...all, ...warnings], files, ...(work && { work }) }
}

interface Timed {
  readonly product: Product
  readonly milliseconds: number
}

/** Walks the line for each deliverable, as many at a time as there are cores; one failure does not keep the rest. */
async function produceAll(project: Project, wanted: readonly Deliverable[], request: BuildRequest) {
  const { signal, onProgress, environment } = request
  const found: Diagnostic[] = []
  const files = project.faces.map((face) => [face.file, faceFile(face)] as const)
  const workspace = await openWorkspace(project.folders, files)
  const press = openPress({
    environment,
    cache: cacheFolder(),
    work: workspace.pages,
    profile: workspace.profile,
    pages: Math.min(availableParallelism(), wanted.length),
    timeout: 1000 * (Number(environment['BROADSIDE_TIMEOUT']) || 120),
    report: (finding) => found.push(finding),
  })
  const interrupt = () => void press.close()
  signal.addEventListener('abort', interrupt)
  onProgress({ kind: 'planned', files: wanted.map(({ file }) => file) })
  try {
    const products = await Promise.all(
      wanted.map(async (deliverable): Promise<Timed[]> => {
        const { file } = deliverable
        onProgress({ kind: 'started', file })
        const start = performance.now()
        try {
          const product = await produce(deliverable, project, workspace, press)
          found.push(...product.findings)
          const failed = product.findings.some(isError)
          onProgress(failed ? { kind: 'failed', file } : { kind: 'finished', file, pages: product.facts.pages })
          return [{ product, milliseconds: performance.now() - start }]
        } catch (error) {
          signal.throwIfAborted()
          if (!(error instanceof Stop)) throw error
          found.push(...error.diagnostics)
          onProgress({ kind: 'failed', file })
          return []
        }
      }),
    )
    return { products: products.flat(), found, ...(request.keep && { work: workspace.pages }) }
  } finally {
    signal.removeEventListener('abort', interrupt)
    await press.close()
    await workspace.close(request.keep)
  }
}

/** The deliverables that were asked for, and what was asked for in vain. */
function choose(project: Project, { editions, languages }: BuildRequest) {
  const known = project.publication.editions.map(({ name }) => name)
  const misuse = [
    ...editions
      .filter((name) => !known.includes(name))
      .map((name) => diagnose('unknown-edition', undefined, { name, known })),
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
