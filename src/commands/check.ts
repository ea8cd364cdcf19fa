/** `broadside check`: makes what was asked for, publishes nothing, and tells what is not as it was approved. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { write } from '../proof/baseline.js'
import { writeReport } from '../proof/report.js'
import { type Checked, differs, sentences, summarise } from '../proof/summary.js'
import { compareAll, type ProofRequest, prove, sameRenderer } from './prove.js'

export interface CheckRequest extends ProofRequest {
  /** The HTML file to write. */
  readonly report: string
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
  const proven = await prove(request)
  const nothing = { files: [], summary: '', details: [] }
  if (proven.status !== 'proven') return { status: proven.status, findings: proven.findings, ...nothing }
  const { made, renderer, wanted } = proven
  if (wanted && !sameRenderer(renderer, wanted) && !request.anyBrowser) {
    const chosen = ['BROADSIDE_BROWSER', 'BROADSIDE_BROWSER_WS'].find((name) => request.environment[name])
    const finding = diagnose(
      'other-renderer',
      { file: request.baseline },
      { wanted, found: renderer, chosen },
    )
    return { status: 'failed', findings: [...made.findings, finding], ...nothing }
  }
  const files = await compareAll(proven, request)
  const summary = summarise(files)
  const { slug, statements } = made.project.publication
  await write(
    request.report,
    writeReport(files, renderer, { name: slug, title: statements[0]?.title.text ?? slug }),
  )
  return {
    status: files.some(differs) ? 'different' : 'same',
    findings: made.findings,
    files,
    summary,
    details: sentences(files),
  }
}
