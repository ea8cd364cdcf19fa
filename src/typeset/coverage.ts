/** Before anything is typeset: has every letter of the source a glyph in one of the faces that will set it? */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { type Block, leavesOf } from '../model/block.js'
import type { Deliverable } from '../model/deliverable.js'
import { covers, type Face, type FaceName, nearestFace, packageOf } from '../model/face.js'
import { countryOf, type Publication, type Text } from '../model/publication.js'
import { familiesOf, type Role, slotsOf } from '../model/template.js'
import { familyFor } from './scripts.js'

/** Characters that no glyph is drawn for: line ends, tabs, the soft hyphen, joiners, direction marks, variation selectors. */
const INVISIBLE = /[\n\r\t\p{Default_Ignorable_Code_Point}]/u

/** What is told of as one: a title, a name, a paragraph with its runs. */
type Piece = readonly Text[]

interface Gap {
  /** The first part with a letter that is lacking. */
  readonly text: Text
  readonly clusters: Set<string>
  readonly families: Set<string>
}

/**
 * One finding for each piece of text, whichever editions it would spoil. The browser takes the first family of a part that has
 * the whole cluster (Unicode Standard Annex 29): a letter with all its marks.
 */
export function checkCoverage(
  publication: Publication,
  deliverables: readonly Deliverable[],
  faces: readonly Face[],
): readonly Diagnostic[] {
  const pieces = piecesByRole(publication)
  const gaps = new Map<Piece, Gap>()
  for (const { template, languages } of onePerPage(deliverables))
    for (const [role, names] of template.faces) {
      const choices = choicesOf(names, faces)
      const set = pieces[role].filter(
        ([first]) => languages.includes(first!.lang) || first!.lang === publication.languages[0],
      )
      const strange = [
        ...new Set(
          set
            .flat()
            .map(({ text }) => text)
            .join(''),
        ),
      ].filter((character) => !isCovered(character, choices))
      if (!strange.length) continue
      const isStrange = ({ text }: Text): boolean => strange.some((character) => text.includes(character))
      for (const piece of set)
        for (const text of piece.filter(isStrange))
          for (const { segment } of segmenter.segment(text.text)) {
            if (isCovered(segment, choices)) continue
            const gap = gaps.get(piece) ?? { text, clusters: new Set(), families: new Set() }
            gaps.set(piece, gap)
            gap.clusters.add(segment)
            for (const family of familiesOf(names)) gap.families.add(family)
          }
    }
  return [...gaps.values()].map(({ text: { text, at }, clusters, families }) => {
    const family = familyFor([...clusters].join(''))
    const statement = publication.statements.find(({ file }) => file === at.file)
    return {
      ...diagnose('missing-glyph', at, {
        text: excerptOf(text.trim(), clusters),
        clusters: [...clusters],
        families: [...families],
        remedy: family === undefined ? undefined : { family, package: packageOf(family) },
      }),
      ...(statement && { languages: [statement.lang] }),
    }
  })
}

/** A short text whole, of a long one the words with the letters. */
const excerptOf = (text: string, clusters: ReadonlySet<string>): string =>
  text.length <= 60
    ? text
    : text
        .split(/\s+/)
        .filter((word) => [...clusters].some((cluster) => word.includes(cluster)))
        .join(' … ')

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Files of one name hold the same pages. */
const onePerPage = (deliverables: readonly Deliverable[]): Iterable<Deliverable> =>
  new Map(deliverables.map((deliverable) => [deliverable.name, deliverable])).values()

/** For each weight and style that a part is set in, the face of each of its families, in the order in which they fall back. */
const choicesOf = (names: readonly FaceName[], faces: readonly Face[]): readonly (readonly Face[])[] =>
  slotsOf(names).map((slot) =>
    familiesOf(names).flatMap(
      (family) =>
        nearestFace(
          faces.filter((face) => face.family === family),
          slot,
        ) ?? [],
    ),
  )

const isCovered = (cluster: string, choices: readonly (readonly Face[])[]): boolean =>
  choices.every((choice) => choice.some((face) => coversCluster(face, cluster)))

/** A letter may be set by one glyph or by one for it and one for each mark, whichever the text has. */
const coversCluster = (face: Face, cluster: string): boolean =>
  [cluster, cluster.normalize('NFC'), cluster.normalize('NFD')].some((form) =>
    Array.from(form).every(
      (character) => covers(face, character.codePointAt(0)!) || INVISIBLE.test(character),
    ),
  )

function piecesByRole({
  statements,
  groups,
  wording,
  languages,
  countries: own,
}: Publication): Readonly<Record<Role, readonly Piece[]>> {
  const present = (texts: Iterable<Text | undefined>): Piece[] =>
    [...texts].filter((text) => text !== undefined).map((text) => [text])
  const body = statements.flatMap(({ body }) => body)
  const runsIn = (blocks: readonly Block[]): Piece[] =>
    blocks
      .flatMap(leavesOf)
      .map((inlines) => inlines.filter((inline) => inline.kind === 'text'))
      .filter((runs) => runs.length)
  return {
    title: present(statements.map(({ title }) => title)),
    subtitle: present(statements.map(({ subtitle }) => subtitle)),
    headings: runsIn(body.filter(({ kind }) => kind === 'heading')),
    text: [
      ...runsIn(body.filter(({ kind }) => kind !== 'heading')),
      ...present(statements.map(({ closing }) => closing)),
      ...present(statements.flatMap(({ addressee = [] }) => addressee)),
      ...statements.flatMap(({ contact = [] }) => contact),
    ],
    names: groups.flatMap(({ signatories, countries }) =>
      signatories.flatMap((signatory) => [
        ...[signatory.names, signatory.affiliations, signatory.roles].flatMap((texts) =>
          present(texts.values()),
        ),
        ...(countries ? present(languages.map((lang) => countryOf(signatory, lang, own))) : []),
      ]),
    ),
    apparatus: [
      ...groups.flatMap(({ title }) => present(title.values())),
      ...[...wording.values()].flatMap((text) => present(text.values())),
      ...present(statements.map(({ date }) => date)),
    ],
  }
}
