/** Proofs of what a publication makes, beside their baselines: what `check` and `approve` have in common. */
import { basename, dirname } from 'node:path'
import { Stop } from '../diagnostic.js'
import type { Deliverable } from '../model/deliverable.js'
import { type Place, placeFor } from '../files/writer.js'
import { type Baselines, openBaselines, pathOf } from '../proof/baseline.js'
import { type Baseline, compare } from '../proof/compare.js'
import { type Renderer, sameRenderer } from '../proof/index-file.js'
import type { Proof } from '../proof/proof.js'
import { nameRasteriser } from '../proof/rasterise.js'
import type { Checked } from '../proof/summary.js'
import { openProofer } from '../proofer.js'
import { type Made, make, type MakeRequest, type Unmade } from './make.js'

export interface ProofRequest extends Omit<
  MakeRequest,
  'onBrowser' | 'onFinished' | 'keepWork' | 'keepGoing'
> {
  /** The folder of the baselines. */
  readonly baseline: string
  /** The HTML report: `check` writes it, `approve` looks into it for what has been shown. */
  readonly report: string
}

/** How a command takes what it finds. */
export interface Manner {
  /** Undefined for a file without a baseline, or without a usable one. */
  readonly read: (baselines: Baselines, path: string) => Promise<Baseline | undefined>
  /** Called before anything is made if the folder holds what nobody has approved; what it answers ends the work. */
  readonly onForeign: () => Unmade | undefined
  /** Called before anything is printed if the baselines are another renderer's; what it answers ends the work. */
  readonly onOther: (wanted: Renderer, found: Renderer) => Unmade | undefined
}

/** What was made, beside what was approved. */
export interface Proven {
  readonly status: 'proven'
  readonly made: Made
  readonly proofs: readonly Proved[]
  /** Those of `proofs`, then the baselines that no file has any more, as far as they were asked for. */
  readonly files: readonly Checked[]
  readonly renderer: Renderer
  /** There are baselines, and they are of this renderer. */
  readonly comparable: boolean
}

/** A file with its proof and what is otherwise in it. */
interface Proved {
  readonly deliverable: Deliverable
  readonly proof: Proof
  readonly checked: Checked
}

/** Where the baselines lie, and where they may. */
export const placeOfBaselines = ({ baseline, root, named = [] }: ProofRequest): Place =>
  placeFor(baseline, root, named.includes('baseline'))

/** Where the report lies, and where it may. */
export const placeOfReport = ({ report, root, named = [] }: ProofRequest): Place =>
  placeFor(dirname(report), root, named.includes('report'))

/** Makes what was asked for, as `build` does, and meanwhile a proof of each file. Throws `Stop` if a baseline cannot be read. */
export async function prove(
  request: ProofRequest,
  { read, onForeign, onOther }: Manner,
): Promise<Proven | Unmade> {
  const baselines = await openBaselines(placeOfBaselines(request))
  const refusal = baselines.foreign ? onForeign() : undefined
  if (refusal) return refusal
  const wanted = baselines.renderer
  const rasteriser = nameRasteriser()
  let comparable = false
  const proofer = openProofer()
  const proofs = new Map<Deliverable, Promise<Proved>>()
  const proveFile = async (deliverable: Deliverable, pdf: Uint8Array): Promise<Proved> => {
    const { file, edition, languages } = deliverable
    const baseline = await read(baselines, pathOf(deliverable))
    // What another renderer has drawn is drawn anew, even where it looks the same.
    const approved = comparable && baseline ? baseline.pages.map(({ pixels }) => pixels) : []
    const proof = await proofer.proof({ pdf, approved })
    const checked = { file, edition: edition.name, languages, ...(await compare(proof, baseline)) }
    return { deliverable, proof, checked }
  }
  try {
    const made = await make({
      ...request,
      keepWork: false,
      onBrowser(browser) {
        const found = { browser, rasteriser }
        comparable = wanted !== undefined && sameRenderer(wanted, found)
        return wanted && !comparable ? onOther(wanted, found) : undefined
      },
      onFinished(deliverable, pdf) {
        const proof = proveFile(deliverable, pdf)
        proof.catch(() => {}) // heard of below
        proofs.set(deliverable, proof)
      },
    })
    if (made.status !== 'made') return made
    const all = await Promise.all(made.products.map(({ deliverable }) => proofs.get(deliverable)!))
    const stale = await findStale(made.project.deliverables, baselines, request, read)
    return {
      status: 'proven',
      made,
      proofs: all,
      files: [...all.map(({ checked }) => checked), ...stale],
      renderer: { browser: made.renderer, rasteriser },
      comparable,
    }
  } finally {
    await proofer.close()
  }
}

async function findStale(
  deliverables: readonly Deliverable[],
  baselines: Baselines,
  { editions, languages }: ProofRequest,
  read: Manner['read'],
): Promise<readonly Checked[]> {
  if (languages.length) return []
  const made = deliverables.map(pathOf)
  const paths = (await baselines.list()).filter(
    (path) => !made.includes(path) && (!editions.length || editions.includes(editionOf(path))),
  )
  return Promise.all(
    paths.map(async (path): Promise<Checked> => {
      const baseline = await read(baselines, path)
      const pages = Array.from({ length: baseline?.pages.length ?? 1 }, async (_, index) => ({
        kind: 'stale-baseline' as const,
        ...(baseline && { before: await baseline.picture(index + 1) }),
      }))
      return {
        file: `${path}.pdf`,
        edition: editionOf(path),
        languages: [],
        pages: await Promise.all(pages),
        structure: { removed: [], added: [] },
        proof: '',
      }
    }),
  )
}

const editionOf = (path: string): string => basename(dirname(path))

/** For whoever puts something better in its place: a damaged baseline is as good as none. */
export async function readIfWhole(baselines: Baselines, path: string): Promise<Baseline | undefined> {
  try {
    const baseline = await baselines.read(path)
    for (const index of baseline?.pages.keys() ?? []) await baseline!.picture(index + 1)
    return baseline
  } catch (error) {
    if (error instanceof Stop) return undefined
    throw error
  }
}
