/** The outline, from the publication: title, paragraphs by number and first words, signatories. */
import type { Bookmark } from '../model/bookmark.js'
import type { Stand } from '../model/passage.js'
import { textOf } from '../model/block.js'
import type { Statement, Tag } from '../model/publication.js'
import type { ColumnView, View } from './view.js'

/**
 * One branch a language where the file holds several, each in its own words; where the signatories stand once for all of
 * them, these have a branch of their own.
 */
export function bookmarks(
  { columns, sharedGroups }: View,
  statements: readonly Statement[],
  texts: readonly Stand[],
): readonly Bookmark[] {
  const shared = texts.includes('shared-signatories')
  const branches = columns.map((column) => [
    ...branch(
      column,
      statements.find(({ lang }) => lang === column.lang)!,
    ),
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

/** The title, then headings with the numbered paragraphs below them. */
function branch({ lang, title }: ColumnView, { body }: Statement): readonly Bookmark[] {
  const top: Bookmark[] = [{ ...leaf(title, lang, title), heading: true }]
  const open: { readonly level: number; readonly below: Bookmark[] }[] = [{ level: 0, below: top }]
  for (const block of body) {
    const text = textOf(block)
      .replace(/\u00AD/g, '')
      .replace(/\s+/g, ' ')
      .trim()
    if (block.kind === 'numbered')
      open.at(-1)!.below.push(leaf(`${block.number}. ${beginningOf(text)}`, lang, text))
    else if (block.kind === 'heading') {
      while (open.at(-1)!.level >= block.level) open.pop()
      const below: Bookmark[] = []
      open.at(-1)!.below.push({ ...leaf(beginningOf(text), lang, text), heading: true, below })
      open.push({ level: block.level, below })
    }
  }
  return top
}

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

/** What an outline has room for. */
const LENGTH = 48

/** The first words, as many as there is room for. */
function beginningOf(text: string): string {
  if (text.length <= LENGTH) return text
  const cut = text.slice(0, LENGTH + 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).replace(/[\s,;:–—-]+$/, '')}…`
}
