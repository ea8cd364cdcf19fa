/** Proofs of what a publication makes, beside their baselines: what `check` and `approve` have in common. */
import { dirname } from 'node:path'
import { Stop } from '../diagnostic.js'
import type { Deliverable } from '../model/deliverable.js'
import { pdfiumVersion } from '../pdfium.js'
import { listBaselines, pathOf, readBaseline, readRenderer, type Renderer } from '../proof/baseline.js'
import { type Baseline, compare } from '../proof/compare.js'
import type { Proof } from '../proof/proof.js'
import { DPI } from '../proof/rasterise.js'
import type { Checked } from '../proof/summary.js'
import { openProofer } from '../proofer.js'
import { type Made, make, type MakeRequest, type Unmade } from './make.js'

export interface ProofRequest extends Omit<MakeRequest, 'onProduct' | 'keep'> {
  /** The folder of the baselines. */
  readonly baseline: string
}

/** What was made, a proof of each file, and what the baselines were made with. */
export interface Proven {
  readonly status: 'proven'
  readonly made: Made
  readonly proofs: readonly { readonly deliverable: Deliverable; readonly proof: Proof }[]
  readonly renderer: Renderer
  /** Undefined where there are no baselines yet. */
  readonly wanted: Renderer | undefined
}

/** Makes what was asked for, as `build` does, and a proof of each file meanwhile. */
export async function prove(request: ProofRequest): Promise<Proven | Unmade> {
  const proofer = openProofer()
  const proofs = new Map<Deliverable, Promise<Proof>>()
  try {
    const made = await make({
      ...request,
      keep: false,
      onProduct({ deliverable, pdf }) {
        const proof = proofer.proof(pdf)
        proof.catch(() => {}) // heard of below
        proofs.set(deliverable, proof)
      },
    })
    if (made.status !== 'made') return made
    const all = made.products.map(async ({ deliverable }) => ({
      deliverable,
      proof: await proofs.get(deliverable)!,
    }))
    return {
      status: 'proven',
      made,
      proofs: await Promise.all(all),
      renderer: { browser: made.renderer, rasteriser: `PDFium ${pdfiumVersion()} at ${DPI} dpi` },
      wanted: await readRenderer(request.baseline),
    }
  } finally {
    await proofer.close()
  }
}

export const sameRenderer = (a: Renderer, b: Renderer): boolean =>
  a.browser === b.browser && a.rasteriser === b.rasteriser

/** Each file beside its baseline, then the baselines that no file has any more, as far as they were asked for. */
export async function compareAll(
  { made: { project }, proofs }: Proven,
  { baseline: folder, editions, languages }: ProofRequest,
  read: (folder: string, path: string) => Promise<Baseline | undefined> = readBaseline,
): Promise<readonly Checked[]> {
  const checked = await Promise.all(
    proofs.map(async ({ deliverable, proof }): Promise<Checked> => {
      const baseline = await read(folder, pathOf(deliverable))
      const { file, edition, languages } = deliverable
      return { file, edition: edition.name, languages, ...(await compare(proof, baseline)) }
    }),
  )
  if (languages.length) return checked
  const made = project.deliverables.map(pathOf)
  const stale = (await listBaselines(folder)).filter(
    (path) => !made.includes(path) && (!editions.length || editions.includes(editionOf(path))),
  )
  return [...checked, ...(await Promise.all(stale.map((path) => staleFile(folder, path, read))))]
}

const editionOf = (path: string): string => dirname(path).slice(dirname(path).lastIndexOf('/') + 1)

async function staleFile(
  folder: string,
  path: string,
  read: (folder: string, path: string) => Promise<Baseline | undefined>,
): Promise<Checked> {
  const baseline = await read(folder, path)
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
  }
}

/** For whoever puts something better in its place: a damaged baseline is as good as none. */
export async function readIfWhole(folder: string, path: string): Promise<Baseline | undefined> {
  try {
    const baseline = await readBaseline(folder, path)
    for (const index of baseline?.pages.keys() ?? []) await baseline!.picture(index + 1)
    return baseline
  } catch (error) {
    if (error instanceof Stop) return undefined
    throw error
  }
}
