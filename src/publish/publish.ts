/** Finished files → out/: staged beside their places first, moved in when all of them are there. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, link, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { diagnose, Stop } from '../diagnostic.js'
import { makeFolder, problemOf } from '../files.js'
import { DELIVERABLES } from '../model/deliverable.js'
import { ticketFile } from './ticket.js'

export interface FinishedFile {
  /** Relative to out/. */
  readonly file: string
  readonly bytes: Uint8Array
}

/**
 * Writes all files or none: what is there already is kept aside until the last one is in place.
 * Throws `Stop` if one cannot be written, and the signal's reason if it is aborted before the last one is in place;
 * out/ is then as it was.
 */
export async function publish(
  out: string,
  files: readonly FinishedFile[],
  signal: AbortSignal,
): Promise<void> {
  await sweep(out)
  const staging = join(out, `${STAGING}${process.pid}-${randomBytes(4).toString('hex')}`)
  const moved: (() => Promise<void>)[] = []
  let current = out
  try {
    await makeFolder(staging)
    for (const { file, bytes } of files) {
      signal.throwIfAborted()
      current = join(out, file)
      const staged = join(staging, 'new', file)
      await makeFolder(dirname(staged))
      await writeFile(staged, bytes, { signal })
    }
    for (const { file } of files) {
      signal.throwIfAborted()
      current = dirname(join(out, file))
      await makeFolder(current)
      current = join(out, file)
      const kept = await keepAside(current, join(staging, 'old', file))
      await rename(join(staging, 'new', file), current)
      moved.push(() => (kept ? rename(kept, join(out, file)) : rm(join(out, file))))
    }
  } catch (error) {
    for (const restore of moved.reverse()) await restore()
    signal.throwIfAborted()
    throw new Stop(diagnose('cannot-write', { file: current }, { problem: problemOf(error) }))
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => {}) // the next build sweeps
  }
}

/** A second name for the present file, or a copy where the file system has no links; undefined if there is no file. */
async function keepAside(file: string, aside: string): Promise<string | undefined> {
  if (!existsSync(file)) return undefined
  await makeFolder(dirname(aside))
  await link(file, aside).catch(() => copyFile(file, aside))
  return aside
}

const STAGING = '.staging-'

/** Takes away what killed builds left: staging directories of processes that are gone. */
async function sweep(out: string): Promise<void> {
  for (const name of await readdir(out).catch(() => [])) {
    if (!name.startsWith(STAGING) || isRunning(parseInt(name.slice(STAGING.length), 10))) continue
    await rm(join(out, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
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
