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
  /** The language that it is for; none if it is for several alike. */
  readonly language?: Tag
  /** Unique among files of its kind: «kazakhstan-2022-leaflet-ru». Those of one name hold the same pages. */
  readonly name: string
  /** Where it goes, relative to out/: «screen/kazakhstan-2022-leaflet-ru.pdf». */
  readonly file: string
}

/** The deliverables of one edition, kind by kind: one a language, one a pair of languages, or a single one that holds them all. */
export function deliverables(
  { slug }: Pick<Publication, 'slug'>,
  edition: Edition,
  template: Template,
): readonly Deliverable[] {
  const kinds = DELIVERABLES.filter((kind) => kind === 'screen' || edition[kind])
  return kinds.flatMap((kind) =>
    contentsOf(edition, template).map(({ suffix, ...content }) => {
      const name = [slug, edition.name, ...suffix].join('-')
      return { edition, template, kind, ...content, name, file: `${kind}/${name}.pdf` }
    }),
  )
}

interface Content extends Pick<Deliverable, 'languages' | 'language'> {
  /** What the file's name ends in, part by part. */
  readonly suffix: readonly Tag[]
}

function contentsOf(
  { languages, pairs }: Edition,
  template: Pick<Template, 'languages'>,
): readonly Content[] {
  if (template.languages === 'each')
    return languages.map((language) => ({ languages: [language], language, suffix: [language] }))
  if (pairs !== undefined)
    return languages
      .filter((language) => language !== pairs)
      .map((language) => ({ languages: [pairs, language], language, suffix: [pairs, language] }))
  const [language, ...others] = languages
  return [{ languages, ...(others.length === 0 && { language }), suffix: [] }]
}
