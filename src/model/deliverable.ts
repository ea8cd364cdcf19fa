/** Deliverables: the finished files that an edition turns into. */
import type { Edition, Publication, Tag } from './publication.js'
import type { Template } from './template.js'

/**
 * `screen`: to hand out, PDF/UA-1 and PDF/A-2a. `office`: imposed, for a duplex printer. `press`: single pages with bleed
 * for a print shop, PDF/X-4.
 */
export const DELIVERABLES = ['screen', 'office', 'press'] as const
export type Kind = (typeof DELIVERABLES)[number]

/** One finished file to make. */
export interface Deliverable {
  readonly edition: Edition
  readonly template: Template
  readonly kind: Kind
  readonly languages: readonly [Tag, ...Tag[]]
  /** Unique among files of its kind: «kazakhstan-2022-leaflet-ru». Those of one name hold the same pages. */
  readonly name: string
  /** Where it goes, relative to out/: «screen/kazakhstan-2022-leaflet-ru.pdf». */
  readonly file: string
}

/** The deliverables of one edition, kind by kind: one a language, or a single one that holds them all. */
export function deliverables(
  publication: Publication,
  edition: Edition,
  template: Template,
): readonly Deliverable[] {
  const base = `${publication.slug}-${edition.name}`
  const kinds = DELIVERABLES.filter((kind) => kind === 'screen' || edition[kind])
  return kinds.flatMap((kind) => {
    const make = (name: string, languages: readonly [Tag, ...Tag[]]): Deliverable => ({
      edition,
      template,
      kind,
      languages,
      name,
      file: `${kind}/${name}.pdf`,
    })
    return template.languages === 'all'
      ? [make(base, publication.languages)]
      : publication.languages.map((tag) => make(`${base}-${tag}`, [tag]))
  })
}
