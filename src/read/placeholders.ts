/** «{page}» and the like in words that a template sets: each stands for something. */
import { diagnose } from '../diagnostic.js'
import type { Place } from '../model/publication.js'
import type { Report } from './text.js'

/** In a label: `cssContent` in `typeset/css.ts` makes page counters of them. */
export const COUNTERS = ['{page}', '{pages}']
/** In labels that need others. */
export const OF_LABELS: Readonly<Record<string, readonly string[]>> = {
  embargo: ['{date}'],
  note: ['{number}'],
}
/** In words that a style sheet repeats on every page: `furniture` of template.yaml. */
export const REPEATED = ['{folio}', '{title}', '{languages}', '{short-titles}', ...COUNTERS]

/** Reports each that stands for nothing. `within` says in which words: «folio». */
export function checkPlaceholders(
  words: string,
  known: readonly string[],
  { at, within }: { readonly at: Place; readonly within: string },
  report: Report,
): void {
  for (const [placeholder] of words.matchAll(/\{[^{}]*\}/g))
    if (!known.includes(placeholder))
      report(diagnose('unknown-placeholder', at, { placeholder, within, known }))
}
