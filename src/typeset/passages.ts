/** What the finished file must hold: taken from the publication, not from the page, so that no mistake of ours can hide. */
import { type Block, type Inline, inlinesOf, type Note, notesIn, partsOf, wordsOf } from '../model/block.js'
import type { Deliverable } from '../model/deliverable.js'
import type { Label, Leaf, Passage, Stand } from '../model/passage.js'
import {
  countryOf,
  detailOf,
  inOrder,
  localise,
  type Localised,
  matterOf,
  type Publication,
  type Signatory,
  type Tag,
  type Text,
} from '../model/publication.js'
import { conditionsThatHold, textsWhere } from '../model/template.js'

/** Language by language, each in the order in which its template places the texts. */
export function passages(publication: Publication, { languages, template }: Deliverable): readonly Passage[] {
  const { numbers, notes } = template
  const texts = textsWhere(template, conditionsThatHold(template, publication, languages))
  const fallback = publication.languages[0]
  return languages.flatMap((column, index): Passage[] => {
    const statement = publication.statements.find(({ lang }) => lang === column)!
    const closing = matterOf(publication, 'closing', column)
    const before = languages.slice(0, index)
    const line = (what: string, found: Said | undefined, rest: Partial<Passage> = {}): Passage[] =>
      found ? [{ what, column, section: what, leaves: [leafOf(found)], shared: false, ...rest }] : []
    /** In this language; nothing if they are to stand once and an earlier language has the same. */
    const localised = (text: Localised, shared: boolean): Said | undefined => {
      const own = localise(text, column, fallback)
      return shared && before.some((tag) => localise(text, tag, fallback)?.text === own?.text)
        ? undefined
        : own
    }
    /** What is said beside a name; where they stand once, those of an earlier language that are the same. */
    const beside = (
      saidOf: (signatory: Signatory, lang: Tag, fallback: Tag) => Text | undefined,
      signatory: Signatory,
      shared: boolean,
    ): Said | undefined => {
      const own = saidOf(signatory, column, fallback)
      return shared && before.some((tag) => saidOf(signatory, tag, fallback)?.text === own?.text)
        ? undefined
        : own
    }
    const lines = (what: string, all: readonly Said[] | undefined, rest: Partial<Passage> = {}): Passage[] =>
      line(what, all && { ...all[0]!, text: all.map(({ text }) => text).join('\n') }, rest)
    const contactIn = (lang: Tag): readonly Said[] | undefined =>
      matterOf(publication, 'contact', lang)?.map((runs) => ({ ...runs[0]!, text: wordsOf(runs) }))
    const signatories = (shared: boolean): Passage[] =>
      publication.groups
        .filter(({ signatories }) => signatories.length)
        .flatMap((group) => [
          ...line(`title of group «${group.id}»`, localised(group.title, shared), { shared }),
          ...inOrder(group, languages[0], fallback, publication.countries).flatMap((signatory, at) => {
            const name = localised(signatory.names, shared)
            const what = `signatory ${at + 1} of «${group.id}»`
            const section = `group ${group.id}`
            const label = { list: section, text: String(at + 1), needed: false, own: false }
            const leaves = name ? [leafOf(name, [label])] : []
            return [
              ...line(what, name, { section, leaves, shared }),
              ...(group.countries
                ? line(
                    `country of ${what}`,
                    beside((each, lang) => countryOf(each, lang, publication.countries), signatory, shared),
                    { section, shared },
                  )
                : []),
              ...line(`affiliation of ${what}`, beside(detailOf, signatory, shared), { section, shared }),
            ]
          }),
        ])
    const standing: Readonly<Record<Stand, () => Passage[]>> = {
      title: () => line('title', inLanguage(statement.title, column)),
      subtitle: () => line('subtitle', inLanguage(statement.subtitle, column)),
      addressee: () => lines('addressee', matterOf(publication, 'addressee', column)),
      paragraphs: () => [
        ...statement.body.flatMap((block): Passage[] => {
          const what = small(block.name)
          const leaves = labelled(block, column, { what, needed: numbers, notesBehind: notes === 'foot' })
          return leaves.length ? [{ what, column, section: 'body', leaves, shared: false }] : []
        }),
        ...(notes === 'end' ? notesIn(statement.body.flatMap(inlinesOf)) : []).map((note): Passage => {
          const what = `footnote ${note.number}`
          const leaves = noteLeaves(note, column, { what, needed: true, notesBehind: false })
          return { what, column, section: 'notes', leaves, shared: false }
        }),
      ],
      signatories: () => signatories(false),
      'shared-signatories': () => signatories(true),
      closing: () => line('closing line', closing),
      'shared-closing': () => {
        const earlier = before.map((tag) => matterOf(publication, 'closing', tag)?.text)
        return line('closing line', earlier.includes(closing?.text) ? undefined : closing, { shared: true })
      },
      contact: () => lines('contact', contactIn(column)),
      'shared-contact': () => {
        const textIn = (lang: Tag) =>
          contactIn(lang)
            ?.map(({ text }) => text)
            .join('\n')
        const isTold = before.some((tag) => textIn(tag) === textIn(column))
        return lines('contact', isTold ? undefined : contactIn(column), { shared: true })
      },
    }
    // What stands several times is told apart, for each time it has its own place in the order of the languages.
    return texts.flatMap((text, at) => {
      const time = texts.slice(0, at + 1).filter((each) => each === text).length
      return standing[text]().map((one) => (time > 1 ? { ...one, what: `${one.what} (${time})` } : one))
    })
  })
}

/** A text in its language. */
type Said = Pick<Leaf, 'text' | 'lang'>

const leafOf = ({ text, lang }: Said, labels: readonly Label[] = []): Leaf => ({ text, lang, labels })

const inLanguage = (said: { readonly text: string } | undefined, lang: Tag): Said | undefined =>
  said && { text: said.text, lang }

/** How the parts of a block are told: what it is, which numbers must be there, where its footnotes stand. */
interface Telling {
  readonly what: string
  readonly needed: boolean
  readonly notesBehind: boolean
}

/** The leaves of a block, with the numbers and letters of the lists that they begin an item of. */
function labelled(block: Block, lang: Tag, telling: Telling): readonly Leaf[] {
  const { what, needed, notesBehind } = telling
  let lists = 0
  const within = (blocks: readonly Block[]) => blocks.flatMap(leaves)
  const leaves = (block: Block): readonly Leaf[] => {
    switch (block.kind) {
      case 'numbered': {
        const label = { list: 'paragraphs', text: String(block.number), needed, own: false }
        return begun(within(block.blocks), label)
      }
      case 'quotation':
        return within(block.blocks)
      case 'list': {
        const list = `${what}, list ${++lists}`
        return block.items.flatMap(({ blocks }, at) => {
          const found = within(blocks)
          if (block.style === 'bullet') return found
          const number = block.start + at
          const text = block.style === 'letters' ? letterOf(number) : String(number)
          return begun(found, { list, text, needed, own: true })
        })
      }
      default: {
        const parts = partsOf(block)
        return [
          ...parts
            .map((inlines) => leafOf({ text: printedWords(inlines), lang }))
            .filter(({ text }) => text.trim()),
          ...(notesBehind ? notesIn(parts.flat()).flatMap((note) => noteLeaves(note, lang, telling)) : []),
        ]
      }
    }
  }
  return leaves(block)
}

const noteLeaves = ({ number, blocks }: Note, lang: Tag, telling: Telling): readonly Leaf[] =>
  begun(
    blocks.flatMap((block) => labelled(block, lang, telling)),
    { list: 'notes', text: String(number), needed: true, own: true },
  )

const begun = ([first, ...rest]: readonly Leaf[], label: Label): readonly Leaf[] =>
  first ? [{ ...first, labels: [label, ...first.labels] }, ...rest] : []

/** The words with the numbers of the footnotes that they refer to. */
const printedWords = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => (inline.kind === 'note' ? String(inline.number) : wordsOf([inline]))).join('')

/** «a» for 1, «z» for 26, «aa» for 27. */
const letterOf = (number: number): string =>
  (number > 26 ? letterOf(Math.floor((number - 1) / 26)) : '') + String.fromCharCode(97 + ((number - 1) % 26))

const small = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`
