/** What the finished file must hold: taken from the publication, not from the page, so that no mistake of ours can hide. */
import { textOf } from '../model/block.js'
import type { Deliverable } from '../model/deliverable.js'
import type { Furniture, Passage, Stand } from '../model/passage.js'
import {
  detailOf,
  inOrder,
  localise,
  type Localised,
  type Publication,
  type Signatory,
  type Tag,
} from '../model/publication.js'
import type { View } from './view.js'

/** Language by language, each in the order in which its template places the texts. */
export function passages(
  publication: Publication,
  { languages, template: { texts, numbers } }: Deliverable,
): readonly Passage[] {
  const fallback = publication.languages[0]
  return languages.flatMap((column, index): Passage[] => {
    const statement = publication.statements.find(({ lang }) => lang === column)!
    const closing = closingOf(publication, column)
    const before = languages.slice(0, index)
    const passage = (what: string, text: string | undefined, item?: Passage['item']): Passage[] =>
      text === undefined ? [] : [{ what, column, text, ...(item && { item }) }]
    /** In this language; nothing if they are to stand once and an earlier language has the same. */
    const localised = (text: Localised, shared: boolean): string | undefined => {
      const own = localise(text, column, fallback)?.text
      return shared && before.some((tag) => localise(text, tag, fallback)?.text === own) ? undefined : own
    }
    /** What is said beside a name; where they stand once, those of an earlier language that are the same. */
    const detail = (signatory: Signatory, shared: boolean): string | undefined => {
      const own = detailOf(signatory, column, fallback)?.text
      return shared && before.some((tag) => detailOf(signatory, tag, fallback)?.text === own)
        ? undefined
        : own
    }
    const signatories = (shared: boolean): Passage[] =>
      publication.groups
        .filter(({ signatories }) => signatories.length)
        .flatMap((group) => [
          ...passage(`title of group «${group.id}»`, localised(group.title, shared)),
          ...inOrder(group, languages[0], fallback).flatMap((signatory, at) => {
            const what = `signatory ${at + 1} of «${group.id}»`
            const item = { list: `group ${group.id}`, number: at + 1 }
            return [
              ...passage(what, localised(signatory.names, shared), item),
              ...passage(`affiliation of ${what}`, detail(signatory, shared)),
            ]
          }),
        ])
    const standing: Readonly<Record<Stand, () => Passage[]>> = {
      title: () => passage('title', statement.title.text),
      subtitle: () => passage('subtitle', statement.subtitle?.text),
      body: () =>
        statement.body.flatMap((block) => {
          const [what, text] = [small(block.name), textOf(block)]
          if (block.kind === 'numbered')
            return passage(what, text, { list: 'paragraphs', number: block.number, needed: numbers })
          return passage(what, text.trim() ? text : undefined)
        }),
      signatories: () => signatories(false),
      'shared-signatories': () => signatories(true),
      closing: () => passage('closing line', closing?.text),
      'shared-closing': () => {
        const earlier = before.map((tag) => closingOf(publication, tag)?.text)
        return passage('closing line', earlier.includes(closing?.text) ? undefined : closing?.text)
      },
    }
    // What stands several times is told apart, for each time it has its own place in the order of the languages.
    return texts.flatMap((text, at) => {
      const time = texts.slice(0, at + 1).filter((each) => each === text).length
      return standing[text]().map((one) => (time > 1 ? { ...one, what: `${one.what} (${time})` } : one))
    })
  })
}

const small = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`

/** In the language, else in the publication's first. */
const closingOf = ({ statements, languages }: Publication, wanted: Tag) => {
  const closingIn = (tag: Tag) => statements.find(({ lang }) => lang === tag)?.closing
  return closingIn(wanted) ?? closingIn(languages[0])
}

/**
 * The words that the template repeats on its pages: `template.yaml` names them by the view's values in braces, those of a
 * language once for each. «{page}» and «{pages}» are left for the page they stand on.
 */
export const furniture = (pieces: readonly Furniture[], view: View): readonly Furniture[] =>
  pieces.flatMap((piece) => {
    const inEach = (values: readonly string[]) => values.map((text) => ({ ...piece, text }))
    if (piece.text === '{languages}') return inEach(view.columns.map(({ languageName }) => languageName))
    if (piece.text === '{short-titles}') return inEach(view.columns.map(({ shortTitle }) => shortTitle.text))
    return {
      ...piece,
      text: piece.text.replace('{folio}', view.labels.folio ?? '').replace('{title}', view.title),
    }
  })
