/** `broadside check`: makes what was asked for, publishes nothing, and tells what is not as it was approved. */
import { basename } from 'node:path'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { checkProofPlace, writeProof } from '../proof/baseline.js'
import { writeReport } from '../proof/report.js'
import { type Checked, differs, sentences, summarise } from '../proof/summary.js'
import { placeOfReport, type ProofRequest, prove } from './prove.js'

export interface CheckRequest extends ProofRequest {
  /** Compare even if the baselines were made with another browser or rasteriser. */
  readonly anyBrowser: boolean
}

export interface CheckOutcome {
  /** `different`: a page, or a file's structure, is not as its baseline has it, or nobody has approved it. */
  readonly status: 'same' | 'different' | 'failed' | 'misused'
  readonly findings: readonly Diagnostic[]
  readonly files: readonly Checked[]
  /** «3 of 14 pages changed.» Empty if nothing could be compared. */
  readonly summary: string
  /** A sentence for each page, and each structure, that is not the same. */
  readonly details: readonly string[]
}

/** Throws the signal's reason if it is aborted, and `Stop` if the baselines cannot be read or the report not be written. */
export async function check(request: CheckRequest): Promise<CheckOutcome> {
  const { baseline, anyBrowser, environment } = request
  await checkProofPlace(placeOfReport(request))
  const proven = await prove(request, {
    read: (baselines, path) => baselines.read(path),
    onForeign: () => undefined,
    onOther(wanted, found) {
      if (anyBrowser) return undefined
      const chosen = ['BROADSIDE_BROWSER', 'BROADSIDE_BROWSER_WS'].find((name) => environment[name])
      const finding = diagnose('other-renderer', { file: baseline }, { wanted, found, chosen })
      return { status: 'failed', findings: [finding] }
    },
  })
  if (proven.status !== 'proven')
    return { status: proven.status, findings: proven.findings, files: [], summary: '', details: [] }
  const { made, files, renderer } = proven
  const { slug, statements } = made.project.publication
  const about = { name: slug, title: statements[0]?.title.text ?? slug }
  await writeProof(placeOfReport(request), basename(request.report), writeReport(files, renderer, about))
  return {
    status: files.some(differs) ? 'different' : 'same',
    findings: made.findings,
    files,
    summary: summarise(files),
    details: sentences(files),
  }
}
