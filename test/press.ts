import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder } from '../src/cache.js'
import type { Sheet } from '../src/print/page.js'
import { openPress, type Press } from '../src/print/press.js'

/** A press over a new work directory that holds fonts/; both go with `close`. */
export function openTestPress() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'broadside-test-')))
  const work = join(folder, 'work')
  const profile = join(folder, 'profile')
  for (const each of [work, profile]) mkdirSync(each)
  cpSync('fonts', join(work, 'fonts'), { recursive: true })
  const press = openPress({
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
    await press.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { press, work, close }
}

/** Prints a single sheet that is not fitted. */
export async function printSheet(press: Press, sheet: Sheet): Promise<Uint8Array> {
  let pdf: Uint8Array | undefined
  await press.print({
    sheets: [{ ...sheet, prints: [{ tagged: true }], length: 0 }],
    onPrinted: (_sheet, _print, printed) => (pdf = printed.pdf),
  })
  if (!pdf) throw new Error('nothing was printed')
  return pdf
}
