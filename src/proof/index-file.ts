/** renderer.json: it marks a folder of baselines, says what drew them, and lists every file that `approve` has written there. */
import { lstat, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'
import { diagnose, Stop } from '../diagnostic.js'
import { openReader } from '../files/reader.js'
import { isRunning } from '../files/process.js'
import { codeOf, isMissing, problemOf } from '../files/words.js'
import type { Writer } from '../files/writer.js'

export const INDEX = 'renderer.json'

/** What the pixels depend on beside the source. */
export interface Renderer {
  /** Product and version: «HeadlessChrome/147.0.7727.0». */
  readonly browser: string
  /** «PDFium 2.15.1 at 80 dpi» */
  readonly rasteriser: string
}

export const sameRenderer = (a: Renderer, b: Renderer): boolean =>
  a.browser === b.browser && a.rasteriser === b.rasteriser

export interface Index extends Renderer {
  /** Paths in the folder, sorted. */
  readonly files: readonly string[]
}

/** A path that leads nowhere but below the folder, to a picture or a text. */
const ownPath = z.string().regex(/^(?:[^/\\.\p{Cc}][^/\\\p{Cc}]*\/)*[^/\\.\p{Cc}][^/\\\p{Cc}]*\.(?:png|txt)$/u)

const Mark = z.object({ browser: z.string().min(1), rasteriser: z.string().min(1) })
const IndexFile = Mark.extend({ files: z.array(ownPath) })

/** `foreign`: something lies there, and it is not ours. `none`: there is no such folder, or nothing is in it. */
export type Marked = Index | 'none' | 'foreign'

/** Throws `Stop` for a folder that cannot be looked at, for an index that is broken, and for one of an earlier version. */
export async function readIndex(folder: string): Promise<Marked> {
  const file = join(folder, INDEX)
  const problems: Stop[] = []
  const reader = await openReader(folder)
  const bytes = await reader.bytes(file, 'manifest', (finding) => problems.push(new Stop(finding)))
  if (problems[0]) throw problems[0]
  if (!bytes) return (await isEmpty(folder)) ? 'none' : 'foreign'
  const value = parse(bytes.toString())
  const index = IndexFile.safeParse(value)
  if (index.success) return index.data
  if (Mark.safeParse(value).success && !(value as { files?: unknown }).files)
    throw new Stop(diagnose('old-baselines', { file }, {}))
  const problem = 'it does not say with which browser the baselines were made, and which files they are'
  throw new Stop(diagnose('broken-baseline', { file }, { problem }))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).every((name) => name === LOCK)
  } catch (error) {
    if (isMissing(error)) return true
    throw new Stop(diagnose('cannot-read', { file: folder }, { problem: problemOf(error) }))
  }
}

export const writeIndex = (writer: Writer, { browser, rasteriser, files }: Index): Promise<void> =>
  writer.write(INDEX, `${JSON.stringify({ browser, rasteriser, files: [...new Set(files)].sort() }, null, 2)}\n`)

const LOCK = '.approving'
/** Milliseconds. A lock that is older was left behind, whatever process may have its number now. */
const STALE = 60_000
const PAUSE = 20

/** Does the work while nobody else who asks this way is at the folder: tests that approve run side by side. */
export async function alone<T>(writer: Writer, work: () => Promise<T>): Promise<T> {
  const lock = await writer.reach(LOCK)
  for (;;) {
    try {
      const handle = await open(lock, 'wx')
      await handle.writeFile(String(process.pid)).finally(() => handle.close())
      break
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
      if (await isLeft(lock)) await rm(lock, { force: true })
      else await setTimeout(PAUSE)
    }
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

async function isLeft(lock: string): Promise<boolean> {
  const stats = await lstat(lock).catch(() => undefined)
  if (!stats) return false // it is free again
  if (!stats.isFile() || Date.now() - stats.mtimeMs > STALE) return true
  const pid = Number(await readFile(lock, 'utf8').catch(() => ''))
  return pid > 0 && !isRunning(pid)
}
