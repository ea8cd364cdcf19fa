/** `broadside approve`: what was asked for is from now on as it should be. The only thing that writes baselines. */
import { diagnose, type Diagnostic, Stop } from '../diagnostic.js'
import { openReader } from '../files/reader.js'
import { pathOf, writeBaselines } from '../proof/baseline.js'
import { readSeen } from '../proof/seen.js'
import { type Checked, differs, nameOf, sentences, summarise } from '../proof/summary.js'
import { placeOfBaselines, placeOfReport, type ProofRequest, prove, readIfWhole } from './prove.js'

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
    onForeign: () => ({
      status: 'misused',
      findings: [diagnose('foreign-baselines', { file: baseline }, {})],
    }),
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
  const put = proofs
    .filter(({ checked }) => !comparable || differs(checked))
    .map(({ deliverable, proof }) => [pathOf(deliverable), proof] as const)
  const drop = files
    .filter(({ pages }) => pages.some(({ kind }) => kind === 'stale-baseline'))
    .map(({ file }) => file.replace(/\.pdf$/, ''))
  signal.throwIfAborted()
  if (put.length || drop.length)
    await writeBaselines(placeOfBaselines(request), { renderer, put, drop }, signal)
  return {
    status: 'approved',
    findings: [...made.findings, ...unseen],
    summary: summarise(files),
    details: sentences(files),
  }
}

/** What is about to be accepted and is not what the report shows; nothing if there is no report. */
async function findUnseen(files: readonly Checked[], request: ProofRequest): Promise<Diagnostic[]> {
  const { report } = request
  const { folder, within = folder } = placeOfReport(request)
  const reader = await openReader(within)
  const text = await reader.bytes(report, 'report', (finding) => {
    throw new Stop(finding)
  })
  const seen = text && readSeen(text.toString())
  const unseen = files.filter((file) => differs(file) && seen?.get(file.file) !== file.proof)
  if (!seen || !unseen.length) return []
  return [diagnose('approved-unseen', { file: report }, { files: unseen.map(nameOf) })]
}
