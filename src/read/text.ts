/** Files and folders read, or a finding that says what is wrong: with a text that is not UTF-8, in which line. */
import { isUtf8 } from 'node:buffer'
import type { Dirent } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { isMissing, problemOf } from '../files.js'
import { checkCharacters } from './characters.js'

/** Where the readers put what they find. */
export type Report = (finding: Diagnostic) => void

/** The file's bytes; undefined if there are none to be had. A file that is not there is reported as `missing`, or not at all. */
export async function readBytes(
  file: string,
  report: Report,
  missing?: Diagnostic,
): Promise<Buffer | undefined> {
  try {
    const found = await stat(file)
    if (found.isFile() || found.isDirectory()) return await readFile(file)
    throw new Error('it is a pipe or a device, not a file') // which might let us wait for ever
  } catch (error) {
    if (!isMissing(error)) report(diagnose('cannot-read', { file }, { problem: problemOf(error) }))
    else if (missing) report(missing)
    return undefined
  }
}

/** What the folder holds; nothing if there is no such folder. */
export async function listFolder(folder: string, report: Report): Promise<readonly Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (!isMissing(error)) report(diagnose('cannot-read', { file: folder }, { problem: problemOf(error) }))
    return []
  })
}

/**
 * The file's text without byte order marks; `checkCharacters` reports what else it should not hold. Undefined if it cannot be read (see `readBytes`) or is not UTF-8,
 * which is reported.
 */
export async function readText(
  file: string,
  report: Report,
  missing?: Diagnostic,
): Promise<string | undefined> {
  const bytes = await readBytes(file, report, missing)
  if (!bytes) return undefined
  if (!isUtf8(bytes)) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
    const where = { file, line: firstBrokenLine(bytes) }
    report(diagnose('not-utf8', where, utf16 ? { looksLike: 'UTF-16' } : {}))
    return undefined
  }
  return checkCharacters(file, bytes.toString('utf8'), report)
}

function firstBrokenLine(bytes: Buffer): number {
  let line = 1
  let start = 0
  while (start < bytes.length) {
    const end = bytes.indexOf(10, start)
    const stop = end < 0 ? bytes.length : end
    if (!isUtf8(bytes.subarray(start, stop))) break
    start = stop + 1
    line++
  }
  return line
}
