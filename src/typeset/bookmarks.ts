/** The outline, from the publication: title, paragraphs by number and first words, signatories. */
import type { Bookmark } from '../model/bookmark.js'
import type { ColumnView, View } from './view.js'

/** One branch a language where the file holds several, each in its own words. */
export function bookmarks({ columns }: View): readonly Bookmark[] {
  const [only, ...others] = columns
  if (!others.length) return branch(only!)
  return columns.map((column) => ({ title: column.languageName, lang: column.lang, below: branch(column) }))
}

function branch({ lang, title, paragraphs, groups, labels }: ColumnView): Bookmark[] {
  const leaf = (title: string, text: string): Bookmark => ({ title, lang, text, below: [] })
  return [
    leaf(title, title),
    ...paragraphs.map(({ number, html }) => {
      const text = wordsOf(html)
      return leaf(`${number}. ${beginningOf(text)}`, text)
    }),
    ...(groups.length
      ? [
          {
            title: labels.signatories ?? '',
            lang,
            below: groups.map(({ title: { text } }) => leaf(text, text)),
          },
        ]
      : []),
  ]
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
