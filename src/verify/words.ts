/** Is every word of the source in the finished file, once, whole, in its order? */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Furniture, Passage } from '../model/passage.js'

/** A word as it stands in the file. */
interface Word {
  /** A hyphen at a line's end, of which the file does not tell whether it is the word's own, is U+00AD. */
  readonly text: string
  readonly page: number
  /** The line ends behind it. */
  readonly endsLine: boolean
}

/** Signs of a list within a paragraph: no words of the source. */
const MARKER = /^([–•◦▪-]|\d+[.)])$/

/**
 * @param pages the text of each page, as `readText` gives it
 * @param passages language by language, each in the order of the source
 * @param furniture words that the template sets on every page, such as folios; «{page}» and «{pages}» are filled in
 * @param file for findings
 */
export function checkWords(
  pages: readonly string[],
  passages: readonly Passage[],
  furniture: readonly Furniture[],
  file: string,
): readonly Diagnostic[] {
  const words = pages.flatMap((page, index) =>
    withoutFurniture(wordsOf(page, index + 1), furniture, pages.length),
  )
  const places = new Map<string, number[]>()
  for (const [at, { text }] of words.entries()) {
    const key = bare(text)
    const known = places.get(key)
    if (known) known.push(at)
    else places.set(key, [at])
  }
  const several = new Set(passages.map(({ column }) => column)).size > 1
  const claimed = new Uint8Array(words.length)
  const findings: Diagnostic[] = []
  const ends: {
    readonly passage: Passage
    readonly wanted: readonly string[]
    readonly from: number
    readonly to: number
  }[] = []
  const report = (passage: Passage, at: number, found: Problem) => {
    const page = words[Math.min(at, words.length - 1)]?.page ?? 1
    findings.push(
      diagnose(found.code, { file, page }, { ...found, what: passage.what, language: passage.column }),
    )
  }

  let column = ''
  let next = 0
  for (const passage of passages) {
    if (passage.column !== column) [column, next] = [passage.column, 0]
    const wanted = normal(passage.text).split(/\s+/u).filter(Boolean)
    const start = findStart(wanted, words, places, claimed, next)
    if (start === undefined) {
      report(passage, next, { code: 'passage-missing', word: wanted.slice(0, 4).join(' '), instead: '' })
      continue
    }
    next = follow(wanted, words, start, claimed, several, (at, found) => report(passage, at, found))
    ends.push({ passage, wanted, from: start, to: next })
  }
  // A word that stands twice at an end of its passage belongs to nobody.
  for (const { passage, wanted, from, to } of ends)
    for (const [at, word] of [
      [from - 1, wanted[0]!],
      [to, wanted.at(-1)!],
    ] as const)
      if (words[at] && !claimed[at] && same(words[at].text, word))
        report(passage, at, { code: 'word-doubled', word, instead: word })
  return findings
}

interface Problem {
  readonly code: 'passage-missing' | 'word-missing' | 'word-doubled' | 'word-changed' | 'word-broken'
  readonly word: string
  readonly instead: string
}

/** Walks the passage and the file side by side. @returns where the passage ends in the file */
function follow(
  wanted: readonly string[],
  words: readonly Word[],
  start: number,
  claimed: Uint8Array,
  several: boolean,
  report: (at: number, problem: Problem) => void,
): number {
  let at = start
  const is = (offset: number, index: number) =>
    words[at + offset] !== undefined &&
    wanted[index] !== undefined &&
    same(words[at + offset]!.text, wanted[index])
  for (let i = 0; i < wanted.length;) {
    const word = wanted[i]!
    const length = joined(words, at, word)
    if (is(0, i) || length) {
      for (const end = at + (length || 1); at < end; at++) claimed[at] = 1
      i++
      continue
    }
    const here = words[at]
    const instead = here?.text.replace(/\u00AD/g, '-') ?? ''
    if (here && MARKER.test(here.text)) {
      at++
      continue
    }
    const rest = here?.text.endsWith('\u00AD') ? restOnNextPage(words, at, word) : undefined
    if (rest !== undefined) {
      claimed[at] = claimed[rest] = 1
      ;[at, i] = [rest + 1, i + 1]
      continue
    }
    // A row of a table that goes on over the page has its other columns in between.
    const turns = here !== undefined && at > 0 && several && onNextPage(words, at, word)
    if (turns) {
      at = turns
      continue
    }
    if (here && words[at + 1] && here.text + words[at + 1]!.text === word) {
      report(at, { code: 'word-broken', word, instead: `${here.text} ${words[at + 1]!.text}` })
      claimed[at] = claimed[at + 1] = 1
      ;[at, i] = [at + 2, i + 1]
    } else if (is(1, i)) {
      report(at, {
        code: i > 0 && same(here!.text, wanted[i - 1]!) ? 'word-doubled' : 'word-changed',
        word: instead,
        instead,
      })
      claimed[at++] = 1
    } else if (is(0, i + 1)) {
      report(at, { code: 'word-missing', word, instead })
      i++
    } else {
      report(at, { code: here ? 'word-changed' : 'word-missing', word, instead })
      if (here && i + 1 < wanted.length) claimed[at++] = 1
      i++
    }
  }
  return at
}

/** The next place on the page after this one where the word stands and the words between belong to others. */
function onNextPage(words: readonly Word[], at: number, word: string): number | undefined {
  const { page } = words[at - 1]!
  for (let to = at; to < words.length && words[to]!.page <= page + 1; to++)
    if (words[to]!.page === page + 1 && same(words[to]!.text, word)) return to
  return undefined
}

/** Where a word that a page turn divides goes on. */
function restOnNextPage(words: readonly Word[], at: number, word: string): number | undefined {
  const { page, text } = words[at]!
  for (let to = at + 1; to < words.length && words[to]!.page <= page + 1; to++)
    if (words[to]!.page === page + 1 && same(text + words[to]!.text, word)) return to
  return undefined
}

/** How many words of the file make up one of the source that a line end parts after a dash: 0 if they do not. */
function joined(words: readonly Word[], at: number, word: string): number {
  if (!/[-–—/]/.test(word)) return 0
  let text = ''
  for (let count = 1; count <= 4; count++) {
    const here = words[at + count - 1]
    if (!here) return 0
    text += here.text
    if (count > 1 && same(text, word)) return count
    if (!here.endsLine || !/[-–—/]$/.test(here.text)) return 0
  }
  return 0
}

/** The first place not taken, from `next` on, where most of the passage's first words stand in their order. */
function findStart(
  wanted: readonly string[],
  words: readonly Word[],
  places: ReadonlyMap<string, readonly number[]>,
  claimed: Uint8Array,
  next: number,
): number | undefined {
  const reach = Math.min(8, wanted.length)
  let found: number | undefined
  for (let i = 0; i < Math.min(reach, 4); i++)
    for (const place of places.get(bare(wanted[i]!)) ?? []) {
      const start = place - i
      if (start < next || claimed[place]) continue
      if (found !== undefined && start >= found) break
      let hits = 0
      for (let k = 0, at = start; k < reach; k++) {
        const ahead = [0, 1, -1].find(
          (offset) => words[at + offset] && same(words[at + offset]!.text, wanted[k]!),
        )
        if (ahead !== undefined) hits++
        at += 1 + (ahead ?? 0)
      }
      if (hits * 2 >= reach)
        found = i > 0 && start > 0 && hits < reach ? begin(words, wanted, place, i) : start
      if (found !== undefined) break
    }
  return found
}

/** Where the passage begins if its first words are not as they should be: one may be missing or doubled before `place`. */
function begin(words: readonly Word[], wanted: readonly string[], place: number, index: number): number {
  for (const start of [place - index, place - index + 1, place - index - 1])
    if (words[start] && same(words[start].text, wanted[0]!)) return start
  for (const start of [place - index + 1, place - index])
    if (index > 1 && words[start] && same(words[start].text, wanted[1]!)) return start
  return place - index
}

const normal = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u00A0\u202F]/g, ' ')
    .replace(/[\u00AD\u2060]/g, '')

/** PDFium's hyphens at line ends, and what ends the line behind them. */
const LINE_END_HYPHEN = new RegExp(`[\uFFFE\u00AD${String.fromCharCode(2)}]\\s*`, 'g')

/** Letters without hyphens: a key to look words up by. */
const bare = (word: string): string => word.replace(/[\u00AD-]/g, '')

/** U+00AD in the file may be a hyphen of the word or one of the line's. */
function same(found: string, wanted: string): boolean {
  if (!found.includes('\u00AD')) return found === wanted
  let at = 0
  for (const character of found) {
    if (character === '\u00AD') {
      if (wanted[at] === '-' || wanted[at] === '\u2010') at++
    } else {
      if (!wanted.startsWith(character, at)) return false
      at += character.length
    }
  }
  return at === wanted.length
}

function wordsOf(page: string, number: number): Word[] {
  const text = page
    .normalize('NFC')
    .replace(LINE_END_HYPHEN, '\u00AD')
    .replace(/\u00AD+/g, '\u00AD')
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
  return [...text.matchAll(/[^\s\u00A0\u202F]+/gu)].map((match) => {
    const behind = /^\s*/u.exec(text.slice(match.index + match[0].length))![0]
    return { text: match[0], page: number, endsLine: behind === '' || /[\r\n]/.test(behind) }
  })
}

/** Takes each piece of furniture away where it stands first on the page, in capitals or not. */
function withoutFurniture(
  words: readonly Word[],
  furniture: readonly Furniture[],
  pages: number,
): readonly Word[] {
  let rest = [...words]
  for (const { text, from } of furniture) {
    const page = rest[0]?.page ?? 1
    if (page < from) continue
    const wanted = normal(text.replace('{page}', String(page)).replace('{pages}', String(pages)))
      .split(/\s+/u)
      .filter(Boolean)
    const upper = wanted.map((word) => [word.toLocaleUpperCase(), word.toLocaleUpperCase('el')]) // Greek capitals drop accents
    const stands = (at: number) =>
      wanted.every((word, i) => {
        const found = rest[at + i]?.text
        return found !== undefined && (found === word || upper[i]!.includes(found))
      })
    // Margin boxes come first in the text layer; a title that is a running head, too, must stay in the text.
    for (let at = 0; at <= Math.min(rest.length - wanted.length, 40); at++)
      if (stands(at)) {
        rest = [...rest.slice(0, at), ...rest.slice(at + wanted.length)]
        break
      }
  }
  return rest
}
