/** What no text of a publication should hold: characters that were lost or decoded twice, that nobody sees or no font has. */
import { diagnose } from '../diagnostic.js'
import { findMojibake } from './mojibake.js'
import type { Report } from './text.js'

/** Control characters other than tab and line end, what some programs end lines with, and what Unicode calls no characters. */
const STRAY = /(?![\t\n\r])\p{Cc}|[\u2028\u2029\p{Noncharacter_Code_Point}]/u
const UNKNOWN = /[\p{Co}\p{Cn}]/u
const WORTH_A_LOOK = new RegExp(`[^\\t\\r -~\\p{L}\\p{M}\\p{N}]|[\\u00C0-\\u00FF\\u0410-\\u044F]`, 'u')

const NAMES: Readonly<Record<string, string>> = {
  '\0': 'a null character',
  '\x0B': 'the line break of a word processor',
  '\x0C': 'a page break',
  '\x1E': 'the hyphen of a word processor that is not divided',
  '\x1F': 'the optional hyphen of a word processor',
  '\u2028': 'a line separator',
  '\u2029': 'a paragraph separator',
}

const codePointOf = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

/** Sources of words, as opposed to templates and style sheets, where private characters may be icons. */
const WORDS = /\.(?:md|csv|yaml)$/

/** The text without U+FEFF, which nobody sees and joined files leave within lines. Everything else is reported with its line. */
export function checkCharacters(file: string, written: string, report: Report): string {
  const text = written.replaceAll('\uFEFF', '')
  if (!WORTH_A_LOOK.test(text)) return text
  for (const [index, line] of text.split('\n').entries()) {
    if (!WORTH_A_LOOK.test(line)) continue
    const at = { file, line: index + 1 }
    if (line.includes('\uFFFD')) report(diagnose('lost-character', at, {}))
    const [stray] = STRAY.exec(line) ?? []
    const [unknown] = UNKNOWN.exec(line) ?? []
    if (stray !== undefined)
      report(diagnose('stray-character', at, { codePoint: codePointOf(stray), name: NAMES[stray] }))
    else if (unknown !== undefined && WORDS.test(file))
      report(diagnose('private-character', at, { codePoint: codePointOf(unknown) }))
    const twice = findMojibake(line)
    if (twice) report(diagnose('decoded-twice', at, twice))
  }
  return text
}

/** Such a character in a value that was written with escapes. */
export const strayIn = (value: string): string | undefined => {
  const [stray] = STRAY.exec(value) ?? /[\uFEFF\p{Cs}]/u.exec(value) ?? []
  return stray === undefined ? undefined : codePointOf(stray)
}
