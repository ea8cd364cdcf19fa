/** Total fit: where a paragraph's lines end, chosen for all of them together. */

/** A piece of a paragraph. All widths are in px, or in any other unit if it is one throughout. */
export type Item =
  /** What stays together: letters, marks, spaces of fixed width such as U+202F. */
  | { readonly kind: 'box'; readonly width: number }
  /** A word space: it stretches, shrinks, and vanishes where a line ends. */
  | { readonly kind: 'space'; readonly width: number }
  /** U+00A0: it stretches and shrinks like a word space, but no line ends there. */
  | { readonly kind: 'no-break-space'; readonly width: number }
  /**
   * Where a word may be divided. The width is that of the hyphen that is drawn if a line ends there; a
   * penalty, not below 0, makes it a less welcome place than others.
   */
  | { readonly kind: 'hyphen'; readonly width: number; readonly penalty?: number }
  /** Where a line may end with nothing drawn: after a hard hyphen or a dash inside a word. */
  | { readonly kind: 'break'; readonly afterHyphen?: boolean; readonly penalty?: number }
  /** Where a line has to end. */
  | { readonly kind: 'forced' }

export interface FitOptions {
  /** How wide the lines are. Of several, for an indent, the last holds for all lines that follow. */
  readonly measure: number | readonly [number, ...number[]]
  /** By what part of its width a word space grows at an adjustment ratio of 1: no limit. 1 by default. */
  readonly stretch?: number
  /** By what part of its width a word space shrinks at most. 0.2 by default. */
  readonly shrink?: number
  /** Added to the badness of a line that ends in a hyphen of our own. 160 by default. */
  readonly hyphenPenalty?: number
  /** Lines in a row that may end in a hyphen, drawn or hard. 2 by default. */
  readonly maxHyphensInRow?: number
  /** A last line less wide than this is a blemish. 15 % of the measure by default. */
  readonly minLastLine?: number
  /** Lines, from 0, after which the page or the column ends. A word should not be divided there. */
  readonly pageEnds?: readonly number[]
}

export interface Line {
  /** Index of its first item. */
  readonly first: number
  /** Index of the item it ends at: a space that vanishes, a hyphen that is drawn, the last box. */
  readonly last: number
  /** It ends in a hyphen, drawn or hard. */
  readonly hyphenated: boolean
  /**
   * The adjustment ratio: above 0 the word spaces grow by it times `stretch`, below 0 they shrink by it times
   * `shrink`, below -1 the line is overfull. A last line that need not shrink keeps its natural spaces: 0. A
   * line with no space to stretch is judged as if it had one, a hundredth of the measure wide.
   */
  readonly ratio: number
  /** What is added to every word space, as by CSS `word-spacing`. */
  readonly wordSpacing: number
  /** How wide the word spaces are then, on average; 0 without any. */
  readonly wordSpace: number
  /** Wider than the measure with its spaces as narrow as they may be: a piece that cannot be broken. */
  readonly overfull: boolean
}

export interface Fit {
  readonly lines: readonly Line[]
  /** What the choice costs: comparable between ways to set one paragraph with the same options. */
  readonly demerits: number
}

/**
 * Ends the lines of a paragraph where that has the fewest demerits of all ways. Dynamic programming over the
 * breakpoints and what may differ at each: hyphens in a row, fitness class, line number if that matters.
 * After Knuth and Plass, Breaking Paragraphs into Lines (Software: Practice and Experience 11, 1981, pages
 * 1119 to 1184), and TeX: The Program, part 38.
 *
 * There is always a result, for lines stretch as far as they must. If they cannot all fit the measure with at
 * most `maxHyphensInRow` hyphens in a row, then as few as possible are overfull, each a piece that cannot be
 * broken, and then as few hyphens as possible are too many.
 *
 * @param items no width is below 0, save that of a hyphen that closes up to its letter
 */
export function fit(items: readonly Item[], options: FitOptions): Fit {
  const { stretch = 1, shrink = 0.2, hyphenPenalty = 160, maxHyphensInRow = 2, pageEnds = [] } = options
  const measures = typeof options.measure === 'number' ? [options.measure] : options.measure
  const measureOf = (line: number): number => measures[Math.min(line, measures.length - 1)]!
  const minLastLine = options.minLastLine ?? 0.15 * measureOf(Infinity)

  // A line has (1 + badness + penalty)² demerits: with word spaces grown by half 182, doubled or shrunk all the
  // way 10,201, tripled 641,601 (at a `stretch` of 1). More come in, the first three as in plain TeX, for
  const NEIGHBOURS = 10_000 // lines of very different tightness
  const TWO_HYPHENS = 10_000 // in a row
  const LAST_HYPHEN = 5_000 // in the last line but one
  const SHORT_LAST_LINE = 400_000
  const REST_OF_WORD = 100_000 // as a last line
  const PAGE_HYPHEN = 4_000_000

  const BREAK_PENALTY = 50 // less than a hyphen's: it parts a word where the word has its own
  const ROUNDING = 1e-6 // sums of widths are not exact

  interface Node {
    readonly at: Breakpoint
    readonly before: Node | undefined
    /** Number of the line that begins here; from `alike` on it makes no difference and stays. */
    readonly line: number
    /** Hyphens in a row up to here. */
    readonly run: number
    readonly fitness: number
    readonly ratio: number
    /** Overfull lines and hyphens too many. Demerits decide where these are equal. */
    readonly faults: number
    readonly demerits: number
  }

  interface Breakpoint {
    /** Its index. The start is -1; the end is the number of items, unless the last is a forced break. */
    readonly item: number
    /** Where the next line begins to count: spaces at its head vanish. */
    readonly head: number
    /** One past the last item that counts in this line: spaces at its tail vanish. */
    readonly tail: number
    /** The line keeps its natural spaces, as a last line does. */
    readonly ends: boolean
    readonly hyphenated: boolean
    /** Width of the hyphen drawn. */
    readonly drawn: number
    readonly penalty: number
    /** Best ways to come here, by line number. */
    nodes: readonly Node[]
  }

  // Sums over the items before an index.
  const widths = [0]
  const spaces = [0]
  const gaps = [0]
  for (const [i, item] of items.entries()) {
    const isSpace = item.kind === 'space' || item.kind === 'no-break-space'
    widths.push(widths[i]! + (isSpace || item.kind === 'box' ? item.width : 0))
    spaces.push(spaces[i]! + (isSpace ? item.width : 0))
    gaps.push(gaps[i]! + (isSpace ? 1 : 0))
  }

  const penaltyOf = (item: Item | undefined): number => {
    if (item?.kind === 'hyphen') return hyphenPenalty + (item.penalty ?? 0)
    return item?.kind === 'break' ? BREAK_PENALTY + (item.penalty ?? 0) : 0
  }
  const breakpoint = (index: number): Breakpoint => {
    const item = items[index]
    let head = index + 1
    while (items[head]?.kind === 'space') head++
    let tail = Math.max(index, 0)
    while (items[tail - 1]?.kind === 'space') tail--
    return {
      item: index,
      head,
      tail,
      ends: item === undefined || item.kind === 'forced',
      hyphenated: item?.kind === 'hyphen' || (item?.kind === 'break' && item.afterHyphen === true),
      drawn: item?.kind === 'hyphen' ? item.width : 0,
      penalty: penaltyOf(item),
      nodes: [],
    }
  }

  const breakpoints = [breakpoint(-1)]
  let begun = false // a line does not end before it has anything in it
  for (const [i, item] of items.entries()) {
    const next = items[i + 1]?.kind
    if (item.kind === 'forced') breakpoints.push(breakpoint(i))
    else if (item.kind === 'space') {
      if (begun && next && next !== 'space' && next !== 'forced') breakpoints.push(breakpoint(i))
    } else if (begun && next && (item.kind === 'hyphen' || item.kind === 'break'))
      breakpoints.push(breakpoint(i))
    begun = item.kind !== 'forced' && (begun || item.kind !== 'space')
  }
  if (items.length > 0 && items.at(-1)!.kind !== 'forced') breakpoints.push(breakpoint(items.length))
  const start = breakpoints[0]!
  const end = breakpoints.at(-1)!

  /** Letters, natural spaces and hyphen of a line. */
  const naturalWidth = (from: Breakpoint, to: Breakpoint): number =>
    widths[Math.max(from.head, to.tail)]! - widths[from.head]! + to.drawn
  const spaceWidth = (from: Breakpoint, to: Breakpoint): number =>
    spaces[Math.max(from.head, to.tail)]! - spaces[from.head]!

  /** The adjustment ratio of a line with so much room left and such natural spaces; see `Line`. */
  const ratioOf = (room: number, space: number, ends: boolean, measure: number): number => {
    if (room >= -ROUNDING) return ends ? 0 : Math.max(0, room) / (stretch * (space || measure / 100))
    const excess = -room - shrink * space
    return excess > ROUNDING ? -1 - excess / (measure / 100) : Math.max(-1, room / (shrink * space))
  }

  /** Cubic, as in TeX; from 10 on straight, or what one hopeless line costs would drown all the others. */
  const badness = (ratio: number): number => {
    const size = Math.abs(ratio)
    return size <= 10 ? 100 * size ** 3 : 100_000 + 30_000 * (size - 10)
  }
  const lineDemerits = (ratio: number, penalty: number): number => (1 + badness(ratio) + penalty) ** 2

  /** Tight, decent, loose, very loose. */
  const fitnessOf = (ratio: number): number => (ratio < -0.5 ? 0 : ratio <= 0.5 ? 1 : ratio <= 1 ? 2 : 3)

  const alike = Math.max(measures.length - 1, ...pageEnds.map((line) => line + 1))
  const turns = new Set(pageEnds)
  const widest = Math.max(...measures)
  const runs = Math.min(maxHyphensInRow, items.length)
  const better = (a: Node, b: Node): boolean =>
    a.faults < b.faults || (a.faults === b.faults && a.demerits < b.demerits)

  /** The best way in which no line has a higher ratio. Faults are allowed only without that limit. */
  const search = (tolerance: number): Node | undefined => {
    start.nodes = [
      { at: start, before: undefined, line: 0, run: 0, fitness: 1, ratio: 0, faults: 0, demerits: 0 },
    ]
    let oldest = 0 // breakpoints before this one are too far away to begin a line that ends here or later
    for (let b = 1; b < breakpoints.length; b++) {
      const to = breakpoints[b]!
      const best: Node[] = []
      const tooFar = (from: Breakpoint): boolean =>
        naturalWidth(from, to) - to.drawn - shrink * spaceWidth(from, to) > widest + ROUNDING
      while (oldest < b - 1 && tooFar(breakpoints[oldest]!)) oldest++
      for (let a = oldest; a < b; a++) {
        const from = breakpoints[a]!
        const width = naturalWidth(from, to)
        const space = spaceWidth(from, to)
        let line = -1
        let ratio = 0
        for (const node of from.nodes) {
          if (node.line !== line) {
            line = node.line
            const measure = measureOf(line)
            ratio = ratioOf(measure - width, space, to.ends, measure)
          }
          if (ratio > tolerance) continue
          const overfull = ratio < -1
          const inRow = to.hyphenated ? node.run + 1 : 0
          if (overfull ? tolerance < Infinity || a < b - 1 : inRow > runs && tolerance < Infinity) continue
          const run = Math.min(inRow, runs)
          // An overfull line counts for more than all hyphens together.
          const faults = node.faults + (overfull ? items.length : 0) + (inRow > runs ? 1 : 0)
          const fitness = fitnessOf(ratio)
          const isLast = to === end && from !== start
          // Sums of all terms, and no branches: V8 throws optimised code away at the first branch that it has not seen taken.
          const demerits =
            node.demerits +
            lineDemerits(ratio, to.penalty) +
            (from !== start && Math.abs(fitness - node.fitness) > 1 ? NEIGHBOURS : 0) +
            (from.hyphenated && to.hyphenated ? TWO_HYPHENS : 0) +
            (from.hyphenated && to.ends ? LAST_HYPHEN : 0) +
            (to.hyphenated && turns.has(line) ? PAGE_HYPHEN : 0) +
            (isLast && width < minLastLine ? SHORT_LAST_LINE : 0) +
            (isLast && from.hyphenated && space === 0 ? REST_OF_WORD : 0)
          const next = Math.min(line + 1, alike)
          const state = (next * (runs + 1) + run) * 4 + fitness
          const rival = best[state]
          const found = { at: to, before: node, line: next, run, fitness, ratio, faults, demerits }
          if (!rival || better(found, rival)) best[state] = found
        }
      }
      to.nodes = Object.values(best)
      if (to.ends) oldest = b
    }
    return end.nodes.reduce<Node | undefined>((a, b) => (a && !better(b, a) ? a : b), undefined)
  }

  // Most lines between two breakpoints would be far too loose, and a search without them is quick. If what it
  // finds costs no more than a single one of them would, it has missed nothing better.
  let best = search(3)
  if (!best || best.demerits > lineDemerits(3, 0)) best = search(Infinity)!

  const ways: (Node & { readonly before: Node })[] = []
  for (let node = best; node.before; node = node.before) ways.unshift({ ...node, before: node.before })
  const lines = ways.map(({ at: to, before: { at: from }, ratio }, line): Line => {
    const space = spaceWidth(from, to)
    const count = gaps[Math.max(from.head, to.tail)]! - gaps[from.head]!
    const room = measureOf(line) - naturalWidth(from, to)
    const added = ratio < -1 ? -shrink * space : ratio === 0 && to.ends ? 0 : room
    return {
      first: from.item + 1,
      last: Math.min(to.item, items.length - 1),
      hyphenated: to.hyphenated,
      ratio,
      wordSpacing: count ? added / count : 0,
      wordSpace: count ? (space + added) / count : 0,
      overfull: ratio < -1,
    }
  })
  return { lines, demerits: best.demerits }
}
