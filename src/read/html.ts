/** HTML that somebody has left in a text: it is not read, so its signs are printed. */
import { diagnose } from '../diagnostic.js'
import type { Place } from '../model/publication.js'
import type { Report } from './text.js'

/** Elements that people write by hand, or that mail and web programs leave; «<name>» and «<1>» are none. */
const ELEMENTS =
  'a|abbr|b|big|blockquote|br|center|cite|code|del|div|em|figure|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|picture|pre|q|s|script|' +
  'small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|wbr'
/** What a form on the web may save in place of a character. */
const ENTITY = 'amp|apos|gt|hellip|laquo|[lr]dquo|[lr]squo|lt|mdash|nbsp|ndash|quot|raquo|shy|szlig|[a-z](?:acute|cedil|circ|grave|ring|tilde|uml)|#\\d{1,6}|#x[\\da-f]{1,5}' // prettier-ignore
const HTML = new RegExp(`<!--[\\s\\S]*?(?:-->|$)|</?(${ELEMENTS})(?:\\s[^<>]*)?/?>|&(?:${ENTITY});`, 'gi')

/**
 * Reports tags, comments and entities; of the same tag or entity the first alone, but every picture.
 * @param begins the place of the text's first line
 */
export function findHtml(text: string, begins: Place, report: Report): void {
  const seen = new Set<string>()
  for (const { 0: written, 1: element = written, index } of text.matchAll(HTML)) {
    const name = element.toLowerCase()
    const at = { file: begins.file, line: begins.line + text.slice(0, index).split('\n').length - 1 }
    if (name === 'img') report(diagnose('picture-not-read', at, { written }))
    else if (!seen.has(name)) report(diagnose('html', at, { written }))
    seen.add(name)
  }
}
