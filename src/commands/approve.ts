/** `broadside approve`: what was asked for is from now on as it should be. The only thing that writes baselines. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { pathOf, removeBaseline, writeBaseline, writeRenderer } from '../proof/baseline.js'
import { type Checked, differs, sentences, summarise } from '../proof/summary.js'
import { compareAll, type ProofRequest, prove, readIfWhole, sameRenderer } from './prove.js'

export interface ApproveOutcome {
  readonly status: 'approved' | 'failed' | 'misused'
  readonly findings: readonly Diagnostic[]
  /** What was accepted, in the words of `check`. */
  readonly summary: string
  readonly details: readonly string[]
}

/**
 * Writes the baselines of what is not as it was, and takes away those of files that are not made any more. Throws the
 * signal's reason if it is aborted, and `Stop` if they cannot be written.
 */
export async function approve(request: ProofRequest): Promise<ApproveOutcome> {
  const proven = await prove(request)
  const nothing = { summary: '', details: [] }
  if (proven.status !== 'proven') return { status: proven.status, findings: proven.findings, ...nothing }
  const { made, proofs, renderer, wanted } = proven
  const anew = wanted !== undefined && !sameRenderer(renderer, wanted)
  // Baselines of two browsers side by side could not be told apart.
  if (anew && (request.editions.length || request.languages.length)) {
    const finding = diagnose('approve-in-part', { file: request.baseline }, { wanted, found: renderer })
    return { status: 'misused', findings: [finding], ...nothing }
  }
  const files = await compareAll(proven, request, readIfWhole)
  const of = (file: string): Checked => files.find((each) => each.file === file)!
  for (const { deliverable, proof } of proofs) {
    request.signal.throwIfAborted()
    if (anew || differs(of(deliverable.file)))
      await writeBaseline(request.baseline, pathOf(deliverable), proof)
  }
  for (const { file, pages } of files)
    if (pages.some(({ kind }) => kind === 'stale-baseline'))
      await removeBaseline(request.baseline, file.replace(/\.pdf$/, ''))
  if (anew || !wanted) await writeRenderer(request.baseline, renderer)
  return { status: 'approved', findings: made.findings, summary: summarise(files), details: sentences(files) }
}
