/** A passage in several languages: what the comparisons work on, and how they name places and languages. */
import { isCode, leavesOf, type Run, textOf, wordsOf } from '../../model/block.js'
import type { BodyBlock, Place, Tag, Text } from '../../model/publication.js'

/** One passage in one language: the words of all its lines, and the line in which an offset of them is written. */
export interface Version {
  readonly lang: Tag
  readonly text: string
  readonly at: (offset: number) => Place
  /** The language of a phrase there; undefined where code is. */
  readonly langAt: (offset: number) => Tag | undefined
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
  versions: texts.map(({ lang, text, at }) => ({ lang, text, at: () => at, langAt: () => lang })),
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
    langAt: () => lines[0]!.lang,
  })),
})

export function versionOf(lang: Tag, block: BodyBlock): Version {
  const runs: { readonly end: number; readonly run: Run }[] = []
  let end = 0
  for (const leaf of leavesOf(block)) {
    for (const inline of leaf) {
      end += wordsOf([inline]).length
      if (inline.kind === 'text') runs.push({ end, run: inline })
    }
    end++ // the line end between two parts
  }
  const runAt = (offset: number) => runs.find((each) => offset < each.end)?.run
  return {
    lang,
    text: textOf(block),
    at: (offset) => {
      const { file, line } = runAt(offset)?.at ?? block.at
      return { file, line }
    },
    langAt: (offset) => {
      const run = runAt(offset)
      return run && isCode(run) ? undefined : (run?.lang ?? lang)
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
