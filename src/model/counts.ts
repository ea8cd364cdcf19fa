/** How many have signed: what a publication says of its list in figures. */
import type { Signatory, Tag } from './publication.js'

export interface Counts {
  readonly signatories: number
  readonly countries: number
  readonly byGroup: ReadonlyMap<string, number>
}

/** @param groups by their ids, those that nobody is in among them */
export const countsOf = (signatories: readonly Signatory[], groups: readonly string[]): Counts => ({
  signatories: signatories.length,
  countries: new Set(signatories.flatMap(({ country }) => country ?? [])).size,
  byGroup: new Map(groups.map((id) => [id, signatories.filter(({ group }) => group === id).length] as const)),
})

/** In the digits of the language, grouped as it groups them. */
export const inFigures = (count: number, lang: Tag): string => new Intl.NumberFormat(lang).format(count)
