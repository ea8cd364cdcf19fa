/** Sets the lines of all justified paragraphs of a page by total fit, and tells how they turned out. */
import type { Area } from '../model/area.js'
import type {
  Inspection,
  MeasureRequest,
  MeasureResult,
  Paragraph,
  SetLine,
  Span,
  TextOffset,
} from './in-page/page-text.js'
import type { Ask } from './page-script.js'
import { fit, type Item, type Line } from './total-fit.js'

/** What the lines of a page look like. */
export interface Lines {
  /** Word spaces of the justified lines over their natural width: 1 is untouched; sorted. Last lines have no say. */
  readonly stretch: readonly number[]
  /** Lines that end in a hyphen that we put there. */
  readonly hyphens: number
  /** Three or more such lines in a row. */
  readonly ladders: number
  /** Paragraphs whose lines did not stay as planned and were left to the browser. */
  readonly unruly: number
  readonly pages: number
  /** What the last page has left, in CSS pixels. */
  readonly slackPx: number
  /** Blank pages and page numbers that are still to be put in. */
  readonly unplaced: number
}

/** Layout works in 1/64 px: a line that fills its measure to the last of them might not fit. */
const SLACK = 0.05
/** Narrow columns need it: a third less is where readers begin to run words together. */
const SHRINK = 0.3
/** Letters take over part of what a stretched line is short of, as in InDesign's justification: at most so many em. */
const LETTER_SPACING = 0.015
/** What a second hyphen in «political-ide-ological» costs more than one in another word. */
const COMPOUND = 400
/** So many times lines go over to the next page, lest their words be divided. */
const TURNS = 2
/** … in lines whose word spaces would grow by more than this. */
const LOOSE = 1.3

/**
 * Breaks every justified paragraph as a whole, widths as the browser shapes them. Soft hyphens go: one becomes a visible
 * hyphen where a line ends there, the others vanish. A paragraph that would divide a word over a page turn is broken
 * again, once, if that makes no line looser: the turn may move. If the word still is divided, its line goes over to the
 * next page. In a long text all lines that end within a word are kept from ending a page after that. Lines that do not stay as
 * planned are left to the browser.
 */
export async function setLines(ask: Ask, area: Area): Promise<Lines> {
  const paragraphs = await ask('read')
  const cuts = paragraphs.map(cut)
  const parts = await measure(ask, paragraphs, cuts)
  const plan = (index: number, pageEnds: readonly number[]) =>
    breakParagraph(paragraphs[index]!, parts[index]!, pageEnds)

  const lines = paragraphs.map((_, index) => plan(index, []))
  /** Lines after which no page may be turned, by paragraph. */
  const kept = lines.map((): readonly number[] => [])
  const set = (indices: readonly number[]) =>
    ask(
      'breakLines',
      indices.map((paragraph) => ({
        paragraph,
        lines: lines[paragraph]!.length > 1 ? lines[paragraph]! : [],
        kept: kept[paragraph]!,
      })),
      area,
    )
  /** Paragraphs that end a page within a word, and after which of their lines. */
  const findDivided = (): ReadonlyMap<number, number> =>
    new Map(
      inspection.paragraphs.flatMap(({ pageEnds }, index) => {
        const line = pageEnds.find((each) => lines[index]![each]!.hyphenated)
        return line === undefined ? [] : [[index, line] as const]
      }),
    )
  let inspection = await set([...lines.keys()])
  // Where pages end with notes, they end as they are settled.
  if (!inspection.hasNotes) await keepWordsWhole()
  const unruly = findUnruly(inspection, lines)
  if (unruly.length) {
    for (const index of unruly) [lines[index], kept[index]] = [[], []]
    inspection = await set(unruly)
  }
  const { pages, slackPx } = inspection.hasNotes ? await ask('settleNotes', area) : inspection
  return { ...report(lines), unruly: unruly.length, pages, slackPx, unplaced: inspection.unplaced }

  async function keepWordsWhole(): Promise<void> {
    const again = [...findDivided().keys()].flatMap((index) => {
      const other = plan(index, inspection.paragraphs[index]!.pageEnds)
      return loosest(other) > loosest(lines[index]!) ? [] : [[index, other] as const]
    })
    if (again.length) {
      for (const [index, other] of again) lines[index] = other
      inspection = await set(again.map(([index]) => index))
    }
    for (let turns = 0; turns < TURNS; turns++) {
      const divided = findDivided()
      if (!divided.size) break
      for (const [index, line] of divided) kept[index] = [...kept[index]!, line].sort((a, b) => a - b)
      inspection = await set([...divided.keys()])
    }
    // What goes over moves the ends of all pages that follow, so in a long text there is no end to that. From the first word that
    // is still divided no page ends within one, then, not even one that the next page faces.
    const [from] = findDivided().keys()
    if (from !== undefined) {
      const rest = [...lines.keys()].filter((index) => index >= from && dividedIn(lines[index]!).length)
      for (const index of rest) kept[index] = dividedIn(lines[index]!)
      inspection = await set(rest)
    }
  }
}

/** A line with what is told of it. */
interface PlannedLine extends SetLine {
  /** Word space over its natural width; undefined in a last line, and where there is none. */
  readonly stretch?: number
  readonly overfull: boolean
  readonly hyphenated: boolean
}

/** Lines that end within a word. */
const dividedIn = (lines: readonly PlannedLine[]): readonly number[] =>
  lines.flatMap(({ hyphenated }, line) => (hyphenated ? [line] : []))

const loosest = (lines: readonly PlannedLine[]): number =>
  Math.max(...lines.map(({ stretch = 0 }) => stretch))

/** A piece of a paragraph that no line end parts, or a place where one may be. `word` is where its word begins. */
interface Cut {
  readonly kind: Exclude<Item['kind'], 'forced'>
  readonly from: number
  readonly to: number
  readonly word: number
  /** The word has a hyphen of its own. */
  readonly compound?: boolean
}

interface Part {
  readonly item: Item
  readonly from: number
  readonly to: number
}

/** The boxes, spaces and breakpoints of a paragraph. */
function cut({ text, hyphens, breaks }: Paragraph): readonly Cut[] {
  const [divisible, breakable] = [new Set(hyphens), new Set(breaks)]
  const cuts: Cut[] = []
  for (const { index: word, 0: piece } of text.matchAll(/[ \n\t]+|\u00A0|[^ \n\t\u00A0]+/g)) {
    const end = word + piece.length
    if (piece === '\u00A0') cuts.push({ kind: 'no-break-space', from: word, to: end, word })
    else if (/^[ \n\t]/.test(piece)) {
      if (word > 0 && end < text.length) cuts.push({ kind: 'space', from: word, to: end, word })
    } else {
      let from = word
      const compound = /\p{L}[-\u2010\u2013\u2014]\p{L}/u.test(piece)
      for (let at = word + 1; at < end; at++) {
        const hard = breakable.has(at) || (at - 1 > word && isHard(text, at))
        if (!hard && !divisible.has(at)) continue
        cuts.push(
          { kind: 'box', from, to: at, word },
          { kind: hard ? 'break' : 'hyphen', from: at, to: at, word, compound },
        )
        from = at
      }
      cuts.push({ kind: 'box', from, to: end, word })
    }
  }
  return cuts
}

/** A line may end behind a hyphen or dash inside a word. */
const isHard = (text: string, at: number): boolean =>
  /[-\u2010\u2013\u2014]/.test(text[at - 1]!) && /\p{L}/u.test(text[at]!)

/** Has all pieces measured, the same text in the same style once. A box is as wide as it makes its word wider. */
async function measure(
  ask: Ask,
  paragraphs: readonly Paragraph[],
  cuts: readonly (readonly Cut[])[],
): Promise<readonly (readonly Part[])[]> {
  const request = { words: [] as Span[], spaces: [] as TextOffset[], hyphens: [] as TextOffset[] }
  const known = new Map<string, number>()
  /** The place of what is asked for in its list. */
  const want = <K extends keyof MeasureRequest>(
    list: K,
    key: string,
    item: MeasureRequest[K][number],
  ): number => {
    const place = known.get(`${list} ${key}`) ?? request[list].push(item as never) - 1
    known.set(`${list} ${key}`, place)
    return place
  }
  const word = (index: number, from: number, to: number): number => {
    const { text, runs } = paragraphs[index]!
    const run = runs.findLastIndex(({ start }) => start <= from)
    const alone = to <= (runs[run + 1]?.start ?? text.length)
    const key = alone ? `in ${runs[run]!.style}: ${text.slice(from, to)}` : `at ${index}: ${from}-${to}`
    return want('words', key, [index, from, to])
  }
  const styleAt = (index: number, at: number): number =>
    paragraphs[index]!.runs.findLast(({ start }) => start <= at)!.style

  type Resolve = (widths: MeasureResult) => Part
  const pending = cuts.map((pieces, index) =>
    pieces.map(({ kind, from, to, word: start, compound }): Resolve => {
      if (kind === 'break') {
        const afterHyphen = isHard(paragraphs[index]!.text, to)
        return () => ({ item: { kind, afterHyphen, penalty: 50 }, from, to })
      }
      if (kind === 'hyphen') {
        const key = `${styleAt(index, to - 1)} ${paragraphs[index]!.text[to - 1]}`
        const place = want('hyphens', key, [index, to])
        const penalty = compound ? COMPOUND : 0
        return ({ hyphens }) => ({ item: { kind, width: hyphens[place]!, penalty }, from, to })
      }
      if (kind === 'space') {
        const place = want('spaces', `${styleAt(index, from)}`, [index, from])
        return ({ spaces }) => ({ item: { kind, width: spaces[place]! }, from, to })
      }
      const whole = word(index, start, to)
      const before = from > start ? word(index, start, from) : undefined
      return ({ words }) => ({
        item: { kind, width: words[whole]! - (before === undefined ? 0 : words[before]!) },
        from,
        to,
      })
    }),
  )
  const widths = await ask('measure', request)
  return pending.map((pieces) => pieces.map((resolve) => resolve(widths)))
}

function breakParagraph(
  paragraph: Paragraph,
  parts: readonly Part[],
  pageEnds: readonly number[],
): readonly PlannedLine[] {
  const { measure, indent, fontSize } = paragraph
  const { lines } = fit(
    parts.map(({ item }) => item),
    {
      measure: indent ? [measure - indent - SLACK, measure - SLACK] : measure - SLACK,
      minLastLine: Math.min(0.15 * measure, 2.5 * fontSize),
      shrink: SHRINK,
      pageEnds,
    },
  )
  return lines.map((line, index) => planLine(line, index === lines.length - 1, parts, fontSize))
}

function planLine(line: Line, isLast: boolean, parts: readonly Part[], fontSize: number): PlannedLine {
  const { kind } = parts[line.last]!.item
  const all = parts.slice(line.first, line.last + 1)
  const content = kind === 'space' ? all.slice(0, -1) : all
  const spaces = content.filter(({ item }) => item.kind === 'space' || item.kind === 'no-break-space').length
  const from = content[0]!.from
  const to = content.at(-1)!.to
  const natural = line.wordSpace - line.wordSpacing
  const surplus = isLast ? 0 : Math.max(0, line.wordSpace - LOOSE * natural) * spaces
  const letterSpacing = Math.min(LETTER_SPACING * fontSize, surplus / (to - from))
  return {
    from,
    to,
    end: kind === 'hyphen' || kind === 'break' ? kind : 'space',
    wordSpacing: line.wordSpacing,
    letterSpacing,
    ...(!isLast &&
      spaces > 0 && { stretch: (line.wordSpace - (letterSpacing * (to - from)) / spaces) / natural }),
    overfull: line.overfull,
    hyphenated: line.hyphenated,
  }
}

/** A line that cannot be broken sticks out, as planned. */
const findUnruly = (
  { paragraphs }: Inspection,
  lines: readonly (readonly PlannedLine[])[],
): readonly number[] =>
  paragraphs.flatMap(({ stays }, index) =>
    stays || lines[index]!.length < 2 || lines[index]!.some(({ overfull }) => overfull) ? [] : [index],
  )

function report(
  paragraphs: readonly (readonly PlannedLine[])[],
): Pick<Lines, 'stretch' | 'hyphens' | 'ladders'> {
  const stretch = paragraphs.flatMap((lines) => lines.flatMap((line) => line.stretch ?? []))
  let hyphens = 0
  let ladders = 0
  for (const lines of paragraphs) {
    let row = 0
    for (const { end, hyphenated } of lines) {
      row = hyphenated ? row + 1 : 0
      if (end === 'hyphen') hyphens++
      if (row === 3) ladders++
    }
  }
  return { stretch: stretch.sort((a, b) => a - b), hyphens, ladders }
}
