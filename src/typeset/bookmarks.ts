/** The outline, from the publication: title, paragraphs by number and first words, signatories. */
import type { Bookmark } from '../model/bookmark.js'
import type { Stand } from '../model/passage.js'
import type { Tag } from '../model/publication.js'
import type { ColumnView, View } from './view.js'

/**
 * One branch a language where the file holds several, each in its own words; where the signatories stand once for all of
 * them, these have a branch of their own.
 */
export function bookmarks({ columns, sharedGroups }: View, texts: readonly Stand[]): readonly Bookmark[] {
  const shared = texts.includes('shared-signatories')
  const branches = columns.map((column) => [
    ...branch(column),
    ...(shared || !column.groups.length ? [] : [signatories(column)]),
  ])
  const [only, ...others] = branches
  return [
    ...(others.length
      ? columns.map(({ languageName, lang }, i) => ({ title: languageName, lang, below: branches[i]! }))
      : only!),
    ...(shared && sharedGroups.length ? [sharedSignatories(columns, sharedGroups)] : []),
  ]
}

const leaf = (title: string, lang: Tag, text: string): Bookmark => ({ title, lang, text, below: [] })

const branch = ({ lang, title, paragraphs }: ColumnView): readonly Bookmark[] => [
  { ...leaf(title, lang, title), heading: true },
  ...paragraphs.map(({ number, html }) => {
    const text = wordsOf(html)
    return leaf(`${number}. ${beginningOf(text)}`, lang, text)
  }),
]

const signatories = ({ lang, groups, labels }: ColumnView): Bookmark => ({
  title: labels.signatories ?? '',
  lang,
  below: groups.map(({ title: { text } }) => leaf(text, lang, text)),
})

function sharedSignatories(columns: readonly ColumnView[], groups: View['sharedGroups']): Bookmark {
  return {
    title: [...new Set(columns.map(({ labels }) => labels.signatories ?? ''))].join(' · '),
    lang: columns[0]!.lang,
    below: groups.map(({ titles }) =>
      leaf(titles.map(({ text }) => text).join(' · '), titles[0]!.lang, titles[0]!.text),
    ),
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

/** The words of a fragment of HTML, without the hyphens that it might take. */
const wordsOf = (html: string): string =>
  html
    .replace(/<\/?(?:p|li|ul|ol|table|tr|td|th|blockquote|br|hr|h[1-6]|pre)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]!)
    .replace(/\u00AD/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** What an outline has room for. */
const LENGTH = 48

/** The first words, as many as there is room for. */
function beginningOf(text: string): string {
  if (text.length <= LENGTH) return text
  const cut = text.slice(0, LENGTH + 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).replace(/[\s,;:–—-]+$/, '')}…`
}
