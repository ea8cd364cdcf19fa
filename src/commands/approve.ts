/** `broadside approve`: what was asked for is from now on as it should be. The only thing that writes baselines. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { pathOf, read, removeBaseline, writeBaseline, writeRenderer } from '../proof/baseline.js'
import { readSeen } from '../proof/seen.js'
import { type Checked, differs, nameOf, sentences, summarise } from '../proof/summary.js'
import { type ProofRequest, prove, readIfWhole } from './prove.js'

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
  const { baseline, editions, languages, signal } = request
  const proven = await prove(request, {
    read: readIfWhole,
    onOther(wanted, found) {
      // Baselines of two browsers side by side could not be told apart.
      if (!editions.length && !languages.length) return undefined
      const finding = diagnose('approve-in-part', { file: baseline }, { wanted, found })
      return { status: 'misused', findings: [finding] }
    },
  })
  if (proven.status !== 'proven')
    return { status: proven.status, findings: proven.findings, summary: '', details: [] }
  const { made, proofs, files, renderer, comparable } = proven
  const unseen = await findUnseen(files, request)
  for (const { deliverable, proof, checked } of proofs) {
    signal.throwIfAborted()
    if (!comparable || differs(checked)) await writeBaseline(baseline, pathOf(deliverable), proof)
  }
  for (const { file, pages } of files)
    if (pages.some(({ kind }) => kind === 'stale-baseline'))
      await removeBaseline(baseline, file.replace(/\.pdf$/, ''))
  if (!comparable) await writeRenderer(baseline, renderer)
  return {
    status: 'approved',
    findings: [...made.findings, ...unseen],
    summary: summarise(files),
    details: sentences(files),
  }
}

/** What is about to be accepted and is not what the report shows; nothing if there is no report. */
async function findUnseen(files: readonly Checked[], { report }: ProofRequest): Promise<Diagnostic[]> {
  const text = await read(report)
  const seen = text && readSeen(text.toString())
  const unseen = files.filter((file) => differs(file) && seen?.get(file.file) !== file.proof)
  if (!seen || !unseen.length) return []
  return [diagnose('approved-unseen', { file: report }, { files: unseen.map(nameOf) })]
}
