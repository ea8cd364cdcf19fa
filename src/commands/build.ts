/** `broadside build`: makes what was asked for and publishes it into out/. */
import { basename, join } from 'node:path'
import { diagnose, type Diagnostic, Stop } from '../diagnostic.js'
import type { Lines } from '../print/set-lines.js'
import type { Project } from '../project.js'
import { type Entry, sha256, takeStock } from '../publish/manifest.js'
import { type FinishedFile, publish, staleFiles } from '../publish/publish.js'
import { type JobFile, ticketFile, writeTicket } from '../publish/ticket.js'
import { openWriter, type Place, placeFor, tellLeadsOut } from '../files/writer.js'
import { problemOf } from '../files/words.js'
import { DELIVERABLES } from '../model/deliverable.js'
import { describePaper } from '../model/paper.js'
import { make, type MakeRequest, type Timed } from './make.js'

export type BuildRequest = Omit<MakeRequest, 'onBrowser' | 'onFinished'>

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

/** Builds and publishes. Throws the signal's reason if it is aborted; nothing is left behind then. */
export async function build(request: BuildRequest): Promise<BuildOutcome> {
  const place = placeFor(request.out, request.root, request.named?.includes('out') ?? false)
  await checkPlace(place)
  const outcome = await make(request)
  if (outcome.status !== 'made') return { ...outcome, files: [] }
  const { project, products, renderer, findings, work } = outcome
  const stock = await takeStock(
    project.out,
    project.publication.slug,
    products.map((product) => entryOf(product, project, renderer)),
    project.deliverables.map(({ file }) => file),
  )
  const made = [
    ...products.map(({ deliverable: { file }, pdf }) => ({ file, bytes: pdf })),
    ...ticketFor(products, project),
  ]
  await publish(place, [...made, ...stock], request.signal)
  const files = products.map(
    ({ deliverable: { file }, facts: { pages }, pdf, lines, setting, milliseconds }): BuiltFile => {
      return { file, pages, bytes: pdf.length, milliseconds, lines, setting }
    },
  )
  const stale = await staleness(project, request, made)
  return { status: 'built', findings: [...findings, ...stale], files, ...(work !== undefined && { work }) }
}

/** Throws `Stop` if a link would lead out of the place: before there is much work done that would come to nothing. */
async function checkPlace(place: Place): Promise<void> {
  try {
    const writer = await openWriter(place)
    for (const kind of DELIVERABLES) await writer.check(`${kind}/file`)
  } catch (error) {
    throw new Stop(
      tellLeadsOut(error) ?? diagnose('cannot-write', { file: place.folder }, { problem: problemOf(error) }),
    )
  }
}

const entryOf = (
  { deliverable: { kind, file, edition, languages }, facts: { pages, standards }, pdf }: Timed,
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
  products: readonly Timed[],
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
        paper: describePaper(edition.paper),
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
  return [{ file: ticketFile(slug), bytes: Buffer.from(ticket) }]
}

/** After a whole build: files of this publication that it did not make. */
async function staleness(
  project: Project,
  request: BuildRequest,
  made: readonly FinishedFile[],
): Promise<Diagnostic[]> {
  if (request.editions.length || request.languages.length) return []
  const files = made.map(({ file }) => file)
  const stale = await staleFiles(project.out, project.publication.slug, files)
  return stale.map((file) => diagnose('stale-file', { file: join(project.out, file) }, { file }))
}
