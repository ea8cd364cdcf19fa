/** Text files: UTF-8 or a finding that says in which line it stops being so. */
import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { isMissing } from '../files.js'

/** Where the readers put what they find. */
export type Report = (finding: Diagnostic) => void

/**
 * The file's text without its byte order mark. Undefined if there is no such file, which is reported as `missing`
 * (or not at all), or if it is not UTF-8, which always is.
 */
export async function readText(
  file: string,
  report: Report,
  missing?: Diagnostic,
): Promise<string | undefined> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (!bytes) {
    if (missing) report(missing)
    return undefined
  }
  if (!isUtf8(bytes)) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
    const where = { file, line: firstBrokenLine(bytes) }
    report(diagnose('not-utf8', where, utf16 ? { looksLike: 'UTF-16' } : {}))
    return undefined
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  text.split('\n').forEach((line, index) => {
    if (line.includes('\uFFFD')) report(diagnose('lost-character', { file, line: index + 1 }, {}))
  })
  return text
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
