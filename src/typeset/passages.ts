/** What the finished file must hold: taken from the publication, not from the page, so that no mistake of ours can hide. */
import type { Deliverable } from '../model/deliverable.js'
import type { Furniture, Passage } from '../model/passage.js'
import { localise, type Publication } from '../model/publication.js'
import type { View } from './view.js'

/** Language by language, each in the order of the source. */
export function passages(publication: Publication, { languages }: Deliverable): readonly Passage[] {
  const fallback = publication.languages[0]
  const closing = publication.statements.find(({ lang }) => lang === fallback)?.closing
  return languages.flatMap((column): Passage[] => {
    const statement = publication.statements.find(({ lang }) => lang === column)!
    const passage = (what: string, text: string | undefined, item?: Passage['item']): Passage[] =>
      text === undefined ? [] : [{ what, column, text, ...(item && { item }) }]
    return [
      ...passage('title', statement.title.text),
      ...passage('subtitle', statement.subtitle?.text),
      ...statement.paragraphs.flatMap(({ number, runs }) =>
        passage(`paragraph ${number}`, runs.map(({ text }) => text).join(' '), {
          list: 'paragraphs',
          number,
        }),
      ),
      ...publication.groups.flatMap(({ id, title, signatories }) =>
        signatories.length === 0
          ? []
          : [
              ...passage(`title of group «${id}»`, localise(title, column, fallback)?.text),
              ...signatories.flatMap(({ names }, index) =>
                passage(`signatory ${index + 1} of «${id}»`, localise(names, column, fallback)?.text, {
                  list: `group ${id}`,
                  number: index + 1,
                }),
              ),
            ],
      ),
      ...passage('closing line', (statement.closing ?? closing)?.text),
    ]
  })
}

/**
 * The words that the template repeats on its pages: `template.yaml` names them by the view's values in braces. «{page}» and «{pages}» are left for the page they stand on.
 */
export const furniture = (pieces: readonly Furniture[], view: View): readonly Furniture[] =>
  pieces.flatMap(({ text, from }) => {
    if (text === '{languages}') return view.columns.map(({ languageName }) => ({ text: languageName, from }))
    return [{ text: text.replace('{folio}', view.labels.folio ?? '').replace('{title}', view.title), from }]
  })
