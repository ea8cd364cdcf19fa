/** Before anything is typeset: has every character of the source a glyph in the faces that will set it? */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { runsOf } from '../model/block.js'
import type { Deliverable } from '../model/deliverable.js'
import { covers, type Face, sameFace } from '../model/face.js'
import { countryOf, type Place, type Publication, type Text } from '../model/publication.js'
import type { Role } from '../model/template.js'

/** Characters that no glyph is drawn for: line ends, tabs, the soft hyphen, word joiner and direction marks. */
const INVISIBLE = /[\n\r\t\u00AD\u200B-\u200F\u2060\uFEFF]/u

/** One finding for each character and place, whichever editions it would spoil. */
export function checkCoverage(
  publication: Publication,
  deliverables: readonly Deliverable[],
  faces: readonly Face[],
): readonly Diagnostic[] {
  const texts = textsByRole(publication)
  const gaps = new Map<
    string,
    { readonly at: Place; readonly character: string; readonly families: Set<string> }
  >()
  for (const { template, languages } of deliverables)
    for (const [role, names] of template.faces) {
      const setting = faces.filter((face) => names.some((name) => sameFace(face, name)))
      const set = texts[role].filter(
        ({ lang }) => languages.includes(lang) || lang === publication.languages[0],
      )
      for (const character of new Set(set.map(({ text }) => text).join(''))) {
        const codePoint = character.codePointAt(0)!
        const lacking = setting.filter((face) => !covers(face, codePoint))
        if (!lacking.length || INVISIBLE.test(character)) continue
        for (const { text, at } of set)
          if (text.includes(character)) {
            const key = `${at.file}:${at.line}:${character}`
            const gap = gaps.get(key) ?? { at, character, families: new Set() }
            for (const { family } of lacking) gap.families.add(family)
            gaps.set(key, gap)
          }
      }
    }
  return [...gaps.values()].map(({ at, character, families }) =>
    diagnose('missing-glyph', at, {
      character,
      codePoint: hex(character.codePointAt(0)!),
      families: [...families],
    }),
  )
}

const hex = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`

function textsByRole({
  statements,
  groups,
  wording,
  languages,
}: Publication): Readonly<Record<Role, readonly Text[]>> {
  const present = (texts: readonly (Text | undefined)[]): Text[] => texts.filter((text) => text !== undefined)
  return {
    title: statements.map(({ title }) => title),
    subtitle: present(statements.map(({ subtitle }) => subtitle)),
    text: [
      ...statements.flatMap(({ body }) => body.flatMap(runsOf)),
      ...present(statements.map(({ closing }) => closing)),
      ...statements.flatMap(({ addressee = [], contact = [] }) => [...addressee, ...contact.flat()]),
    ],
    names: groups.flatMap(({ signatories, countries }) =>
      signatories.flatMap((signatory) => [
        ...[signatory.names, signatory.affiliations, signatory.roles].flatMap((texts) => [...texts.values()]),
        ...(countries ? present(languages.map((lang) => countryOf(signatory, lang))) : []),
      ]),
    ),
    apparatus: [
      ...groups.flatMap(({ title }) => [...title.values()]),
      ...[...wording.values()].flatMap((text) => [...text.values()]),
      ...present(statements.map(({ date }) => date)),
    ],
  }
}
