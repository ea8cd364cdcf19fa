/** How two pages differ, in terms that an editor uses: from their text layers, and from where their pixels differ. */
import type { Box, Line, PageText } from './proof.js'

export type Change =
  /** Words that are others now; one of the two may be empty. `after` is the text right before them. */
  | { readonly kind: 'words'; readonly removed: string; readonly added: string; readonly after: string }
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
  if (!told.some(({ kind }) => kind !== 'words') && lines.length)
    told.push({ kind: 'letters', lines: lines.length, first: lines[0]!.text })
  told.push(...findDrawings(before, after, differing))
  if (!set.some(({ kind }) => kind === 'colour')) told.push(...findInks(before, after))
  return told.length ? told : [{ kind: 'noise' }]
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
}

function groupUnmatched(pairs: readonly (readonly [Line | undefined, Line | undefined])[]): Run[] {
  const runs: Run[] = []
  let context = ''
  let open: { before: Line[]; after: Line[]; context: string } | undefined
  for (const [before, after] of pairs) {
    if (before && after) {
      context = after.text
      open = undefined
      continue
    }
    if (!open) runs.push((open = { before: [], after: [], context }))
    if (before) open.before.push(before)
    if (after) open.after.push(after)
  }
  return runs
}

/** Words of lines, a divided one whole. */
const wordsOf = (lines: readonly Line[]): string[] =>
  lines
    .map(({ text }) => (text.endsWith('\u2010') ? text.slice(0, -1) : `${text} `))
    .join('')
    .split(' ')
    .filter(Boolean)

function compareRun({ before, after, context }: Run, elsewhere: Elsewhere): Change[] {
  const changes: Change[] = []
  let last: readonly string[] = context.split(' ')
  let removed: string[] = []
  let added: string[] = []
  const flush = () => {
    const change = { removed: removed.join(' '), added: added.join(' ') }
    const wentOver =
      (!change.added && change.removed.length > 3 && elsewhere.after.includes(change.removed)) ||
      (!change.removed && change.added.length > 3 && elsewhere.before.includes(change.added))
    if ((removed.length || added.length) && !wentOver)
      changes.push({ kind: 'words', ...change, after: last.slice(-CONTEXT).join(' ') })
    removed = []
    added = []
  }
  for (const [old, now] of align(wordsOf(before), wordsOf(after), (a, b) => a === b)) {
    if (old !== undefined && now !== undefined) {
      flush()
      last = [...last.slice(-CONTEXT), now]
    } else if (old !== undefined) removed.push(old)
    else added.push(now!)
  }
  flush()
  // A line in which a word changed is one line that has changed; any more have reflowed.
  const lines = Math.max(before.length, after.length)
  const edited = changes.length
  return lines > Math.max(edited, Math.abs(before.length - after.length))
    ? [
        ...changes,
        ...(edited < lines ? [{ kind: 'reflowed', lines: lines - edited, after: context } as const] : []),
      ]
    : changes
}

/** Words of context that a message quotes. */
const CONTEXT = 4

/** Millimetres below which nobody calls it moved: what lines are rounded to, twice. */
const STILL = 0.02

function findMoved(same: readonly (readonly [Line, Line])[]): Change[] {
  const groups: { lines: number; rightMm: number; downMm: number; first: string }[] = []
  for (const [before, after] of same) {
    const rightMm = after.box.x - before.box.x
    const downMm = after.box.y - before.box.y
    if (Math.abs(rightMm) <= STILL && Math.abs(downMm) <= STILL) continue
    const group = groups.find(
      (each) => Math.abs(each.rightMm - rightMm) < 0.06 && Math.abs(each.downMm - downMm) < 0.06,
    )
    if (group) group.lines++
    else groups.push({ lines: 1, rightMm, downMm, first: after.text })
  }
  return groups.map((group) => ({ kind: 'moved', ...group }))
}

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
