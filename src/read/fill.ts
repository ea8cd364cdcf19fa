/** «{signatories}» and the like in a publication's own texts: each stands for what is counted, or for the date. */
import { diagnose } from '../diagnostic.js'
import { type Counts, inFigures } from '../model/counts.js'
import type { IsoDate, Place, Tag, Text } from '../model/publication.js'
import { findCount } from './hand-counts.js'
import type { Report } from './text.js'

export interface Fill {
  /** A line by itself, such as a title; `within` names it in a message. A placeholder that stands for nothing is an error. */
  readonly line: (text: Text, within: string) => Text
  /** Part of a statement's text; what stands for nothing is printed as it is written, with a warning. */
  readonly run: (text: string, lang: Tag, at: Place) => string
}

export const AS_WRITTEN: Fill = { line: (text) => text, run: (text) => text }

/** In a second pair of braces it is printed as it is. */
const PLACEHOLDER = /\{(\{[^{}]*\})\}|\{[\p{L}_-]+(?::[\p{L}\p{N}_-]+)?\}/gu

/** @param titles of the groups, by their ids */
export function fillWith(
  counts: Counts,
  date: IsoDate,
  titles: ReadonlyMap<string, Readonly<Record<Tag, string>>>,
  report: Report,
): Fill {
  const valuesIn = new Map<Tag, ReadonlyMap<string, string>>()
  const values = (lang: Tag): ReadonlyMap<string, string> => {
    const known = valuesIn.get(lang) ?? valuesOf(counts, date, lang)
    valuesIn.set(lang, known)
    return known
  }
  const fill = (
    { text, lang, at }: Text,
    onUnknown: (placeholder: string, known: readonly string[]) => void,
  ): string =>
    text.replace(PLACEHOLDER, (placeholder: string, literal: string | undefined) => {
      const value = literal ?? values(lang).get(placeholder)
      if (value === undefined) onUnknown(placeholder, [...values(lang).keys()])
      if (placeholder === '{countries}' && counts.signatories > 0 && counts.countries === 0)
        report(diagnose('no-countries', at, {}))
      return value ?? placeholder
    })
  return {
    line(text, within) {
      const { lang, at } = text
      const nouns = [...titles.values()].flatMap((title) => title[lang] ?? [])
      const found = findCount(text.text.replace(PLACEHOLDER, ''), lang, counts, nouns)
      if (found) report(diagnose('count-differs', at, { within, ...found }))
      const filled = fill(text, (placeholder, known) =>
        report(diagnose('unknown-placeholder', at, { placeholder, within, known })),
      )
      return { ...text, text: filled }
    },
    run: (text, lang, at) =>
      fill({ text, lang, at }, (placeholder, known) =>
        report(diagnose('placeholder-in-text', at, { placeholder, known })),
      ),
  }
}

const valuesOf = (counts: Counts, date: IsoDate, lang: Tag): ReadonlyMap<string, string> =>
  new Map([
    ['{signatories}', inFigures(counts.signatories, lang)],
    ...[...counts.byGroup].map(([id, count]) => [`{signatories:${id}}`, inFigures(count, lang)] as const),
    ['{countries}', inFigures(counts.countries, lang)],
    [
      '{date}',
      new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(`${date}T00:00:00Z`),
      ),
    ],
  ])
