/** A file's text, or a finding that says in which line it is not UTF-8. */
import { isUtf8 } from 'node:buffer'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { findConflict } from '../files/conflict.js'
import { type FileKind, limitOf } from '../files/limits.js'
import type { Reader, Report } from '../files/reader.js'
import { checkCharacters } from './characters.js'
import { formatOf } from './format.js'

export type { Report } from '../files/reader.js'

/**
 * The file's text without byte order marks; `checkCharacters` reports what else it should not hold. Undefined if it cannot be
 * read (see `Reader.bytes`), is no text or not UTF-8, or is two versions at once, which is reported.
 */
export async function readText(
  reader: Reader,
  file: string,
  kind: FileKind,
  report: Report,
  missing?: Diagnostic,
): Promise<string | undefined> {
  const bytes = await reader.bytes(file, kind, report, missing)
  if (!bytes) return undefined
  const format = kind === 'template' ? undefined : formatOf(bytes) // a template may be a web page
  if (format) {
    const { what } = limitOf(kind, false)
    report(diagnose('other-format', { file }, { what, format, isList: kind === 'csv' }))
    return undefined
  }
  if (!isUtf8(bytes)) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
    const where = { file, line: firstBrokenLine(bytes) }
    report(diagnose('not-utf8', where, utf16 ? { looksLike: 'UTF-16' } : {}))
    return undefined
  }
  const text = bytes.toString('utf8')
  const conflict = findConflict(text)
  if (conflict) {
    report(diagnose('merge-conflict', { file, line: conflict.line }, conflict))
    return undefined
  }
  return checkCharacters(file, text, report)
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
