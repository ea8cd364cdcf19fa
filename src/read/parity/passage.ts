/** A passage in several languages: what the comparisons work on, and how they name places and languages. */
import { leavesOf, textOf, wordsOf } from '../../model/block.js'
import type { BodyBlock, Place, Tag, Text } from '../../model/publication.js'

/** One passage in one language: the words of all its lines, and the line in which an offset of them is written. */
export interface Version {
  readonly lang: Tag
  readonly text: string
  readonly at: (offset: number) => Place
}

/** What should say the same in every language. `name` opens a sentence: «Paragraph 3», «The title». */
export interface Passage {
  readonly name: string
  readonly kind: 'paragraph' | 'short text'
  readonly versions: readonly Version[]
}

export const shortText = (name: string, texts: readonly Text[]): Passage => ({
  name,
  kind: 'short text',
  versions: texts.map(({ lang, text, at }) => ({ lang, text, at: () => at })),
})

/** Lines of their own, as an address has them. */
export const shortLines = (name: string, all: readonly (readonly Text[])[]): Passage => ({
  name,
  kind: 'short text',
  versions: all.map((lines) => ({
    lang: lines[0]!.lang,
    text: lines.map(({ text }) => text).join('\n'),
    at: (offset) => {
      let end = 0
      return (lines.find(({ text }) => offset < (end += text.length + 1)) ?? lines[0]!).at
    },
  })),
})

export function versionOf(lang: Tag, block: BodyBlock): Version {
  const starts: { readonly end: number; readonly at: Place }[] = []
  let end = 0
  for (const leaf of leavesOf(block)) {
    for (const inline of leaf) {
      end += wordsOf([inline]).length
      if (inline.kind === 'text') starts.push({ end, at: inline.at })
    }
    end++ // the line end between two parts
  }
  return {
    lang,
    text: textOf(block),
    at: (offset) => {
      const { file, line } = starts.find((run) => offset < run.end)?.at ?? block.at
      return { file, line }
    },
  }
}

/** The language as an English sentence names it: «Russian». */
export const nameOf = (lang: Tag): string =>
  new Intl.DisplayNames('en', { type: 'language' }).of(lang) ?? lang

/** Some words on either side of a spot, so that it is found by eye or by searching. */
export function excerpt(text: string, start: number, end: number): string {
  const before = /\S{0,20}.{0,10}$/su.exec(text.slice(0, start))![0]
  const after = /^.{0,10}\S{0,20}/su.exec(text.slice(end))![0]
  const words = (before + text.slice(start, end) + after).replace(/\s+/gu, ' ').trim()
  return `${before.length < start ? '…' : ''}${words}${end + after.length < text.length ? '…' : ''}`
}
