import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder } from '../src/cache.js'
import { type BrowserPool, openBrowserPool } from '../src/print/browser-pool.js'
import type { Extent, Sheet } from '../src/print/page.js'

/** A browser pool over a new work directory that holds fonts/; both go with `close`. */
export function openTestPool() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'broadside-test-')))
  const work = join(folder, 'work')
  const profile = join(folder, 'profile')
  for (const each of [work, profile]) mkdirSync(each)
  cpSync('fonts', join(work, 'fonts'), { recursive: true })
  const browsers = openBrowserPool({
    environment: process.env,
    cache: cacheFolder(),
    work,
    profile,
    pages: 1,
    timeout: 60_000,
    signal: new AbortController().signal,
    report: () => {},
  })
  const close = async () => {
    await browsers.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { browsers, work, close }
}

/** What only a message about a time limit says. */
export const NO_EXTENT: Extent = { characters: 0, signatories: 0 }

/** Prints a single sheet that is not fitted. */
export async function printSheet(browsers: BrowserPool, sheet: Omit<Sheet, 'extent'>): Promise<Uint8Array> {
  let pdf: Uint8Array | undefined
  await browsers.print({
    sheets: [{ ...sheet, extent: NO_EXTENT, prints: [{ tagged: true }] }],
    onPrinted: (_sheet, _print, printed) => (pdf = printed.pdf),
  })
  if (!pdf) throw new Error('nothing was printed')
  return pdf
}
