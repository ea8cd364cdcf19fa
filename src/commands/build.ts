/** `broadside build`: makes what was asked for and publishes it into out/. */
import { basename, join } from 'node:path'
import { type Code, diagnose, type Diagnostic, isError, Stop } from '../diagnostic.js'
import type { Lines } from '../print/set-lines.js'
import type { Project } from '../project.js'
import { type Entry, listFiles, sha256, type Stock, takeStock } from '../publish/manifest.js'
import { type FinishedFile, publish, staleFiles } from '../publish/publish.js'
import { type JobFile, ticketFile, writeTicket } from '../publish/ticket.js'
import { openWriter, type Place, placeFor, tellLeadsOut } from '../files/writer.js'
import { problemOf } from '../files/words.js'
import { DELIVERABLES } from '../model/deliverable.js'
import { describePaper } from '../model/paper.js'
import { type Faulty, make, type MakeRequest, type Timed } from './make.js'

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

/** A file that has errors. */
export interface FaultyFile {
  readonly file: string
  /** Of the errors that concern it. */
  readonly codes: readonly Code[]
}

export interface BuildOutcome {
  /**
   * `partly`: it has errors, and the files that none concerns are in out/, those of `faulty` are not. `failed`: it has errors;
   * out/ was not touched. `misused`: the call asks for what the publication does not have.
   */
  readonly status: 'built' | 'partly' | 'failed' | 'misused'
  readonly findings: readonly Diagnostic[]
  readonly files: readonly BuiltFile[]
  /** Files that were not published because of errors, as far as others could be. */
  readonly faulty: readonly FaultyFile[]
  /** Of a build that failed: the files that `keepGoing` would build. */
  readonly right: readonly string[]
  /** The work directory, if it was to be kept. */
  readonly work?: string
}

/** Builds and publishes. Throws the signal's reason if it is aborted; nothing is left behind then. */
export async function build(request: BuildRequest): Promise<BuildOutcome> {
  const place = placeFor(request.out, request.root, request.named?.includes('out') ?? false)
  await checkPlace(place)
  const outcome = await make(request)
  if (outcome.status !== 'made') {
    const { split, ...unmade } = outcome
    const right = split?.right.map(({ file }) => file) ?? []
    return { ...unmade, files: [], faulty: namesOf(split?.faulty ?? []), right }
  }
  const { project, products, faulty, renderer, findings, work } = outcome
  const { slug } = project.publication
  const now = {
    entries: products.map((product) => entryOf(product, project, renderer)),
    missing: faulty.map(({ deliverable: { file, kind, edition, languages }, codes }) => {
      return { file, kind, edition: edition.name, languages, codes }
    }),
  }
  const all = project.deliverables.map(({ file }) => file)
  const stock = await takeStock(project.out, slug, now, all)
  const changes: readonly FinishedFile[] = [
    ...products.map(({ deliverable: { file }, pdf }) => ({ file, bytes: pdf })),
    ...faulty.map(({ deliverable: { file } }) => ({ file, bytes: null })),
    ...ticketFor(products, now, stock, project),
  ]
  await publish(place, [...changes, ...listFiles(slug, stock)], request.signal)
  const files = products.map(
    ({ deliverable: { file }, facts: { pages }, pdf, lines, setting, milliseconds }): BuiltFile => {
      return { file, pages, bytes: pdf.length, milliseconds, lines, setting }
    },
  )
  return {
    status: findings.some(isError) ? 'partly' : 'built',
    findings: [...findings, ...(await staleness(project, request, changes))],
    files,
    faulty: namesOf(faulty),
    right: [],
    ...(work !== undefined && { work }),
  }
}

const namesOf = (faulty: readonly Faulty[]): readonly FaultyFile[] =>
  faulty.map(({ deliverable: { file }, codes }) => ({ file, codes }))

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

/** The job ticket for the print shop, if this build has changed what there is for one; none if there is nothing any more. */
function ticketFor(
  products: readonly Timed[],
  now: Stock,
  stock: Stock,
  { publication, press }: Project,
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
  const namesIn = (all: readonly Pick<Entry, 'file' | 'kind'>[]) =>
    all.filter(({ kind }) => kind === 'press').map(({ file }) => basename(file))
  if (files.length === 0 && namesIn(now.missing).length === 0) return []
  const { slug, publisher, symbol, date, statements } = publication
  const file = ticketFile(slug)
  const present = namesIn(stock.entries)
  if (present.length === 0) return [{ file, bytes: null }]
  const others = present.filter((name) => !files.some((each) => each.name === name))
  const title = statements[0]!.title.text
  const missing = namesIn(stock.missing)
  const ticket = writeTicket({ slug, title, publisher, symbol, date, files, others, missing })
  return [{ file, bytes: Buffer.from(ticket) }]
}

/** After a whole build: files of this publication that it did not make. */
async function staleness(
  project: Project,
  request: BuildRequest,
  changes: readonly FinishedFile[],
): Promise<Diagnostic[]> {
  if (request.editions.length || request.languages.length) return []
  const files = changes.map(({ file }) => file)
  const stale = await staleFiles(project.out, project.publication.slug, files)
  return stale.map((file) => diagnose('stale-file', { file: join(project.out, file) }, { file }))
}
