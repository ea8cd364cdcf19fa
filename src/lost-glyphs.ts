/** Characters that a page shows and no face has: which of the source they are, if that can be told. */
import { diagnose, type Diagnostic, type Where } from './diagnostic.js'
import type { LostGlyph } from './finish/tagging.js'
import { leavesOf } from './model/block.js'
import type { Publication, Tag } from './model/publication.js'

/** What is set as one text, in pieces that each know their place. */
type Pieces = readonly { readonly text: string; readonly at: Where }[]

/** @param file where the PDF will lie */
export function tellLost(
  lost: readonly LostGlyph[],
  publication: Publication,
  languages: readonly Tag[],
  file: string,
): readonly Diagnostic[] {
  const texts = lost.length ? textsOf(publication, languages) : []
  return lost.map(({ font, page, before }) => {
    const found = before ? characterAfter(before, texts) : undefined
    return diagnose('lost-glyph', found?.at ?? { file, page }, { font, before, character: found?.character })
  })
}

/** Spaces and hyphens are set, and a style sheet may write in capitals. */
const lettersOf = (text: string): string => text.replace(/[\s\u00AD]/g, '').toLowerCase()

/** What follows these words in the source, if it has them in one place alone. */
function characterAfter(
  before: string,
  texts: readonly Pieces[],
): { readonly character: string; readonly at: Where } | undefined {
  const sought = lettersOf(before)
  const places = texts.flatMap((pieces) => {
    const units = pieces.flatMap(({ text, at }) =>
      Array.from(text, (character) => ({ character, letters: lettersOf(character), at })).filter(
        ({ letters }) => letters,
      ),
    )
    const whole = units.map(({ letters }) => letters).join('')
    let length = 0
    return units.filter(({ letters }) => {
      const is = whole.slice(0, length).endsWith(sought)
      length += letters.length
      return is
    })
  })
  return places.length === 1 ? places[0] : undefined
}

function textsOf({ statements, groups, wording }: Publication, languages: readonly Tag[]): readonly Pieces[] {
  const ofLists = [
    ...groups.flatMap(({ title, signatories }) => [
      title,
      ...signatories.flatMap(({ names, affiliations, roles }) => [names, affiliations, roles]),
    ]),
    ...wording.values(),
  ]
  return [
    ...statements
      .filter(({ lang }) => languages.includes(lang))
      .flatMap(({ title, subtitle, date, closing, body }) => [
        ...[title, subtitle, date, closing].flatMap((text) => (text ? [[text]] : [])),
        ...body
          .flatMap(leavesOf)
          .map((inlines) => inlines.flatMap((inline) => (inline.kind === 'text' ? [inline] : []))),
      ]),
    ...ofLists.flatMap((texts) => [...texts.values()].map((text) => [text])),
  ]
}
