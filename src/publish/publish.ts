/** Finished files → out/: staged beside their places first, moved in when all of them are there. */
import { randomBytes } from 'node:crypto'
import { copyFile, link, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { diagnose, Stop } from '../diagnostic.js'
import { isRunning } from '../files/process.js'
import { isMissing, problemOf } from '../files/words.js'
import { openWriter, type Place, tellLeadsOut, type Writer } from '../files/writer.js'
import { DELIVERABLES } from '../model/deliverable.js'
import { ticketFile } from './ticket.js'

/** What a file of out/ is to hold. */
export interface FinishedFile {
  /** Relative to out/. */
  readonly file: string
  /** Null for one that is not to be there. */
  readonly bytes: Uint8Array | null
}

/**
 * Writes all files, and takes out those that are not to be there, or does nothing: what is there already is kept aside until
 * the last one is in place.
 * Throws `Stop` if one cannot be written or taken out, and the signal's reason if it is aborted before the last one is in place;
 * out/ is then as it was.
 */
export async function publish(
  place: Place,
  files: readonly FinishedFile[],
  signal: AbortSignal,
): Promise<void> {
  const out = place.folder
  const name = `${STAGING}${process.pid}-${randomBytes(4).toString('hex')}`
  const staging = join(out, name)
  const moved: (() => Promise<void>)[] = []
  let current = out
  let staged = false
  try {
    const writer = await openWriter(place)
    await sweep(out)
    await mkdir(await writer.reach(name), 0o700) // where somebody else has made one of that name, nothing is written
    staged = true
    for (const { file, bytes } of files) {
      signal.throwIfAborted()
      current = join(out, file)
      if (bytes) await writer.write(join(name, 'new', file), bytes)
    }
    for (const { file, bytes } of files) {
      signal.throwIfAborted()
      current = dirname(join(out, file))
      await writer.reach(file)
      current = join(out, file)
      const kept = await keepAside(writer, file, join(name, 'old', file))
      if (bytes) await rename(join(staging, 'new', file), current)
      else await writer.remove(file)
      moved.push(() => (kept ? rename(kept, join(out, file)) : writer.remove(file)))
    }
    for (const folder of new Set([out, ...files.map(({ file }) => dirname(join(out, file)))]))
      await settle(folder)
  } catch (error) {
    for (const restore of moved.reverse()) await restore()
    signal.throwIfAborted()
    throw new Stop(
      tellLeadsOut(error) ?? diagnose('cannot-write', { file: current }, { problem: problemOf(error) }),
    )
  } finally {
    if (staged) await rm(staging, { recursive: true, force: true }).catch(() => {}) // the next build sweeps
  }
}

/**
 * A second name for what is there, or a copy where the file system has no links; undefined if there is nothing. A symbolic
 * link is kept as one.
 */
async function keepAside(writer: Writer, file: string, aside: string): Promise<string | undefined> {
  const present = await writer.reach(file)
  const stats = await lstat(present).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (!stats) return undefined
  const kept = await writer.reach(aside)
  await link(present, kept).catch(() =>
    stats.isFile() || stats.isDirectory() ? copyFile(present, kept) : rename(present, kept),
  )
  return kept
}

/** What has got a new name in the folder is to have it after a loss of power, too; not every system lets a folder be opened. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

const STAGING = '.staging-'
const STAGED = /^\.staging-(\d+)-[0-9a-f]{8}$/

/** Takes away what killed builds left: staging directories of processes that are gone. */
async function sweep(out: string): Promise<void> {
  for (const name of await readdir(out).catch(() => [])) {
    const [, pid] = STAGED.exec(name) ?? []
    if (pid === undefined || isRunning(Number(pid))) continue
    await rm(join(out, name), { recursive: true, force: true })
  }
}

/** PDFs and the job ticket of this publication in out/ that a whole build did not make: an old text that somebody might hand out. */
export async function staleFiles(
  out: string,
  slug: string,
  made: readonly string[],
): Promise<readonly string[]> {
  const present = await Promise.all(
    DELIVERABLES.map(async (folder) =>
      (await readdir(join(out, folder)).catch(() => [])).map((name) => join(folder, name)),
    ),
  )
  return present.flat().filter((file) => {
    const name = file.slice(file.lastIndexOf('/') + 1)
    const ours = (name.startsWith(`${slug}-`) && name.endsWith('.pdf')) || file === ticketFile(slug)
    return ours && !made.includes(file)
  })
}
