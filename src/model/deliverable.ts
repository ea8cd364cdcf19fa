/** Deliverables: the finished files that an edition turns into. */
import type { Edition, Publication, Tag } from './publication.js'
import type { Template } from './template.js'

/** One finished file to make. */
export interface Deliverable {
  readonly edition: Edition
  readonly template: Template
  readonly languages: readonly [Tag, ...Tag[]]
  /** Unique within the publication: «kazakhstan-2022-leaflet-ru». */
  readonly name: string
  /** Where it goes, relative to out/: «screen/kazakhstan-2022-leaflet-ru.pdf». */
  readonly file: string
}

/** The deliverables of one edition: one a language, or a single one that holds them all. */
export function deliverables(
  publication: Publication,
  edition: Edition,
  template: Template,
): readonly Deliverable[] {
  const base = `${publication.slug}-${edition.name}`
  const make = (name: string, languages: readonly [Tag, ...Tag[]]): Deliverable => ({
    edition,
    template,
    languages,
    name,
    file: `screen/${name}.pdf`,
  })
  return template.languages === 'all'
    ? [make(base, publication.languages)]
    : publication.languages.map((tag) => make(`${base}-${tag}`, [tag]))
}
