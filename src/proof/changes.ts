/** How two pages differ, in terms that an editor uses: from their text layers, and from where their pixels differ. */
import type { Box, Line, PageText } from './proof.js'

export type Change =
  /** Words that are others now; one of the two may be empty. `after` is the text right before them. */
  | {
      readonly kind: 'words'
      readonly removed: string
      readonly added: string
      readonly after: string
      /** The lines that hold them, on the page before and now. */
      readonly boxes: { readonly before: readonly Box[]; readonly now: readonly Box[] }
    }
  /** The same words, broken into other lines. */
  | { readonly kind: 'reflowed'; readonly lines: number; readonly after: string }
  /** Lines that stand elsewhere, all by the same way. */
  | {
      readonly kind: 'moved'
      readonly lines: number
      readonly rightMm: number
      readonly downMm: number
      readonly first: string
    }
  /** Lines that are set in another face or size: «SourceSerif4-Regular 12.15». */
  | {
      readonly kind: 'face'
      readonly lines: number
      readonly before: string
      readonly after: string
      readonly first: string
    }
  /** Colours that are others now; `lines` is 0 where it is no text that has them. */
  | {
      readonly kind: 'colour'
      readonly lines: number
      readonly before: string
      readonly after: string
      readonly first: string
    }
  /** The same words at the same places, but their letters stand or look otherwise. */
  | { readonly kind: 'letters'; readonly lines: number; readonly first: string }
  /** Something that is no text: a rule, a picture, a background. */
  | { readonly kind: 'drawing'; readonly box: Box }
  /** Shades that no eye tells apart, and no reason for them in words. */
  | { readonly kind: 'noise' }

/**
 * None where there is no reason in words for what differs.
 * @param differing boxes of pixels that differ, in millimetres
 * @param elsewhere texts of the other pages, to know words that only went over to them
 */
export function findChanges(
  before: PageText,
  after: PageText,
  differing: readonly Box[],
  elsewhere: Elsewhere,
): Change[] {
  const pairs = align(before.lines, after.lines, (a, b) => a.text === b.text)
  const same = pairs.filter((pair): pair is [Line, Line] => Boolean(pair[0] && pair[1]))
  const words = groupUnmatched(pairs).flatMap((group) => compareRun(group, elsewhere))
  const moved = findMoved(same)
  const set = [...findSet(same, 'face'), ...findSet(same, 'ink')]
  const told: Change[] = [...words, ...moved, ...set]
  const lines = findLetters(same, differing)
  // Where lines moved or have another face, their letters go along.
  if (!told.some(({ kind }) => kind !== 'words') && lines.length)
    told.push({ kind: 'letters', lines: lines.length, first: lines[0]!.text })
  told.push(...findDrawings(before, after, differing))
  if (!set.some(({ kind }) => kind === 'colour')) told.push(...findInks(before, after))
  return told
}

export interface Elsewhere {
  readonly before: string
  readonly after: string
}

/** What corresponds in two lists, in order (longest common subsequence); what has no partner stands alone. */
export function align<T>(
  before: readonly T[],
  after: readonly T[],
  equal: (a: T, b: T) => boolean,
): (readonly [T | undefined, T | undefined])[] {
  const width = after.length + 1
  const longest = new Uint16Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      longest[i * width + j] = equal(before[i]!, after[j]!)
        ? longest[(i + 1) * width + j + 1]! + 1
        : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
  const pairs: (readonly [T | undefined, T | undefined])[] = []
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    if (i < before.length && j < after.length && equal(before[i]!, after[j]!))
      pairs.push([before[i++], after[j++]])
    else if (
      j >= after.length ||
      (i < before.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)
    )
      pairs.push([before[i++], undefined])
    else pairs.push([undefined, after[j++]])
  }
  return pairs
}

/** Lines without a partner that stand together, and the text before them. */
interface Run {
  readonly before: readonly Line[]
  readonly after: readonly Line[]
  readonly context: string
  /** The same line follows on both pages. */
  readonly isFollowed: boolean
}

function groupUnmatched(pairs: readonly (readonly [Line | undefined, Line | undefined])[]): Run[] {
  const runs: Run[] = []
  let context = ''
  let open: { before: Line[]; after: Line[]; context: string; isFollowed: boolean } | undefined
  for (const [before, after] of pairs) {
    if (before && after) {
      context = after.text
      if (open) open.isFollowed = true
      open = undefined
      continue
    }
    if (!open) runs.push((open = { before: [], after: [], context, isFollowed: false }))
    if (before) open.before.push(before)
    if (after) open.after.push(after)
  }
  return runs
}

/** A word, and the line in which it begins. */
interface Word {
  readonly text: string
  readonly line: Line
}

/**
 * Words of lines, a divided one whole; a compound that is divided at its own hyphen keeps that.
 * @param isFollowed the rest of a word that the last line divides is known to be the same
 */
function wordsOf(lines: readonly Line[], isFollowed: boolean): Word[] {
  const words: Word[] = []
  let divided = ''
  let begun: Line | undefined
  for (const line of lines) {
    const parts = line.text.split(' ').filter(Boolean)
    for (const [index, part] of parts.entries()) {
      const text = divided + (index && divided ? ' ' : '') + part
      const word = { text, line: begun ?? line }
      begun = undefined
      divided = ''
      const compound = /\p{L}-$/u.test(part)
      if (part.endsWith('\u2010')) [divided, begun] = [text.slice(0, -1), word.line]
      else if (compound) [divided, begun] = [text, word.line]
      else words.push(word)
    }
  }
  if (begun && (isFollowed || divided.endsWith('-'))) words.push({ text: divided, line: begun })
  return words
}

/** Words to be compared: a line may have ended, or not, behind the hyphen of «Vor- und Nachteile». */
const keyOf = (text: string): string => text.replace(/(?<=\p{L}-) /gu, '')

/** How often these words stand in a text. */
const count = (words: readonly Word[], text: string): number =>
  ` ${keyOf(text)} `.split(` ${keyOf(textOf(words))} `).length - 1

const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ')

const boxesOf = (words: readonly Word[]): Box[] => [...new Set(words.map(({ line }) => line.box))]

function compareRun({ before, after, context, isFollowed }: Run, elsewhere: Elsewhere): Change[] {
  const changes: Change[] = []
  let last: readonly string[] = context.split(' ').filter(Boolean)
  let removed: Word[] = []
  let added: Word[] = []
  let matched = false
  /**
   * What only went over to another page, where it now stands once more, is no change of words, whatever came in its place.
   * @param edge they stand at an edge of the run; a few words between others that stayed are an edit
   */
  const staying = (words: readonly Word[], here: string, there: string, edge: boolean): readonly Word[] =>
    (edge || words.length > 3) && count(words, there) > count(words, here) ? [] : words
  const flush = (edge: boolean) => {
    const gone = staying(removed, elsewhere.before, elsewhere.after, edge)
    const come = staying(added, elsewhere.after, elsewhere.before, edge)
    if (gone.length || come.length)
      changes.push({
        kind: 'words',
        removed: textOf(gone),
        added: textOf(come),
        after: last.slice(-CONTEXT).join(' '),
        boxes: { before: boxesOf(gone), now: boxesOf(come) },
      })
    removed = []
    added = []
  }
  for (const [old, now] of align(
    wordsOf(before, isFollowed),
    wordsOf(after, isFollowed),
    (a, b) => keyOf(a.text) === keyOf(b.text),
  )) {
    if (old && now) {
      flush(!matched)
      matched = true
      last = [...last.slice(-CONTEXT), now.text]
    } else if (old) removed.push(old)
    else added.push(now!)
  }
  flush(true)
  // A line in which words changed has changed; any more have reflowed, but for those that came or went whole.
  const edited = new Set(
    changes.flatMap((change) => (change.kind === 'words' ? Object.values(change.boxes).flat() : [])),
  )
  const rest = (lines: readonly Line[]) => lines.filter(({ box }) => !edited.has(box)).length
  const lines = Math.min(rest(before), rest(after))
  return lines ? [...changes, { kind: 'reflowed', lines, after: context }] : changes
}

/** Words of context that a message quotes. */
const CONTEXT = 5

/** Millimetres below which nobody calls it moved: what lines are rounded to, twice. */
export const STILL = 0.02

/**
 * Chromium sets lines on whole pixels of its own, of which 96 are an inch: what moves as a block moves by one of them
 * more or less.
 */
const SNAP = 25.4 / 96 + STILL

function findMoved(same: readonly (readonly [Line, Line])[]): Change[] {
  interface Block {
    readonly lines: { readonly rightMm: number; readonly downMm: number; readonly text: string }[]
  }
  const blocks: Block[] = []
  for (const [before, after] of same) {
    const line = {
      rightMm: after.box.x - before.box.x,
      downMm: after.box.y - before.box.y,
      text: after.text,
    }
    if (Math.abs(line.rightMm) <= STILL && Math.abs(line.downMm) <= STILL) continue
    const block = blocks.find(({ lines: [first] }) => goesWith(first!, line))
    if (block) block.lines.push(line)
    else blocks.push({ lines: [line] })
  }
  return blocks.map(({ lines }) => ({
    kind: 'moved',
    lines: lines.length,
    rightMm: mean(lines.map(({ rightMm }) => rightMm)),
    downMm: mean(lines.map(({ downMm }) => downMm)),
    first: (lines.find(({ text }) => text.includes(' ')) ?? lines[0]!).text, // a number alone tells nothing
  }))
}

interface Way {
  readonly rightMm: number
  readonly downMm: number
}
const goesWith = (a: Way, b: Way): boolean =>
  Math.abs(a.rightMm - b.rightMm) < 3 * STILL && Math.abs(a.downMm - b.downMm) < SNAP

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function findSet(same: readonly (readonly [Line, Line])[], what: 'face' | 'ink'): Change[] {
  const groups = new Map<string, { before: string; after: string; lines: number; first: string }>()
  for (const [old, now] of same) {
    if (old[what] === now[what]) continue
    const key = `${old[what]} ${now[what]}`
    const group = groups.get(key)
    if (group) group.lines++
    else groups.set(key, { before: old[what], after: now[what], lines: 1, first: now.text })
  }
  return [...groups.values()].map((group) => ({ kind: what === 'face' ? 'face' : 'colour', ...group }))
}

/** Lines that stand where they stood and yet have other pixels. */
const findLetters = (same: readonly (readonly [Line, Line])[], differing: readonly Box[]): Line[] =>
  same.flatMap(([before, after]) =>
    JSON.stringify(before.box) === JSON.stringify(after.box) &&
    differing.some((box) => touches(box, after.box, 0))
      ? [after]
      : [],
  )

/** Regions that no line of either page reaches into. */
const findDrawings = (before: PageText, after: PageText, differing: readonly Box[]): Change[] =>
  differing
    .filter((box) => ![...before.lines, ...after.lines].some((line) => touches(box, line.box, NEAR)))
    .map((box) => ({ kind: 'drawing', box }))

/** Millimetres by which letters stick out of their line's box. */
const NEAR = 0.4

const touches = (a: Box, b: Box, marginMm: number): boolean =>
  a.x < b.x + b.width + marginMm &&
  b.x < a.x + a.width + marginMm &&
  a.y < b.y + b.height + marginMm &&
  b.y < a.y + a.height + marginMm

function findInks(before: PageText, after: PageText): Change[] {
  const gone = before.inks.filter((ink) => !after.inks.includes(ink))
  const come = after.inks.filter((ink) => !before.inks.includes(ink))
  if (!gone.length && !come.length) return []
  return [{ kind: 'colour', lines: 0, before: gone.join(' '), after: come.join(' '), first: '' }]
}
