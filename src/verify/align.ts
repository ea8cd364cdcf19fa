/** A passage beside the words of a file that nobody else lays claim to: where it stands with the fewest mistakes. */

/** A word as it stands in a file. */
export interface Word {
  /** Ends in U+00AD if the word goes on elsewhere, on the next page or in the next column. */
  readonly text: string
  readonly page: number
  /** The line ends behind it. */
  readonly endsLine: boolean
}

/** Something that is not as it should be, at the given word of the file. */
export interface Slip {
  readonly code: 'word-missing' | 'word-doubled' | 'word-changed' | 'word-broken'
  readonly at: number
  readonly word: string
  readonly instead: string
}

export interface Alignment {
  /** The words of the file that are the passage's, in their order. */
  readonly taken: readonly number[]
  /** Words of the passage that stand there as they should. */
  readonly matched: number
  readonly slips: readonly Slip[]
}

export interface AlignOptions {
  /** A row of a table that goes on over the page has its other columns in between. */
  readonly columns: boolean
  /** The passage's own number in a list: not one of its words. */
  readonly number: string | undefined
}

/** Signs of a list within a paragraph: no words of the source. */
export const isMarker = (text: string): boolean => /^([–•◦▪-]|\d+[.)])$/.test(text)

/** How many words make up one that a line end parts after a hyphen or dash, at `at`: 0 if they do not. */
export function joined(words: readonly Word[], at: number, word: string): number {
  let text = ''
  for (let count = 1; count <= 4; count++) {
    const here = words[at + count - 1]
    if (!here) return 0
    text += here.text
    if (count > 1 && text === word) return count
    if (!here.endsLine || !/[-–—/\u00AD]$/.test(text)) return 0
    text = text.replace(/\u00AD$/, '')
  }
  return 0
}

/**
 * Where a passage stands without a mistake that goes on on the next page, with another column in between: most that do not
 * stand whole are of this kind, and need no distance to be measured.
 * @param free places in `words` that the passage may stand at, ascending
 */
export function turnedOver(
  wanted: readonly string[],
  words: readonly Word[],
  free: readonly number[],
): Alignment | undefined {
  /** As far as the passage, from its word `i` on, stands at `j` and behind it; both one past the end. */
  const run = (i: number, j: number): { readonly i: number; readonly j: number } => {
    const first = j
    while (i < wanted.length && j < free.length && (j === first || free[j] === free[j - 1]! + 1)) {
      const at = free[j]!
      const count = words[at]!.text === wanted[i] ? 1 : joined(words, at, wanted[i]!)
      if (!count || free[j + count - 1] !== at + count - 1) break
      i++
      j += count
    }
    return { i, j }
  }
  for (let start = 0; start < free.length; start++) {
    const before = run(0, start)
    if (before.i === 0) continue
    const page = words[free[before.j - 1]!]!.page
    for (let next = before.j; next < free.length; next++) {
      const here = words[free[next]!]!.page
      if (here > page + 1) break
      const after = here > page ? run(before.i, next) : before
      if (after.i === wanted.length && after !== before)
        return {
          taken: [...free.slice(start, before.j), ...free.slice(next, after.j)],
          matched: wanted.length,
          slips: [],
        }
    }
  }
  return undefined
}

/** How a step through passage and file came about. */
const MATCH = 1 // one word or several make up the next of the passage
const CHANGED = 2
const MISSING = 3
const EXTRA = 4
const BROKEN = 5
const TURNED = 6 // the passage goes on on the next page, with another column in between
const DIVIDED = 7 // … within a word

/**
 * Edit distance (Wagner and Fischer 1974) with a free choice of where to begin and to end.
 * @param free places in `words` that the passage may stand at, ascending
 */
export function align(
  wanted: readonly string[],
  words: readonly Word[],
  free: readonly number[],
  { columns, number }: AlignOptions,
): Alignment {
  const width = free.length + 1
  const size = (wanted.length + 1) * width
  const cost = new Uint16Array(size).fill(0xffff)
  const origin = new Int32Array(size)
  const step = new Uint8Array(size)
  const begun = new Uint8Array(size) // the passage has a word here already
  cost.fill(0, 0, width)

  const word = (j: number): Word => words[free[j]!]!
  const follows = (j: number) => j > 0 && free[j] === free[j - 1]! + 1
  /** Whether the next word of the passage, at j, would stand apart from what there is of it so far. */
  const isApart = (cell: number, j: number) =>
    begun[cell] === 1 && !follows(j) && !(columns && word(j).page !== word(j - 1).page)
  const reach = (i: number, j: number, from: number, how: number, price: number) => {
    const cell = i * width + j
    const total = cost[from]! + price
    if (total >= cost[cell]!) return
    cost[cell] = total
    origin[cell] = from
    step[cell] = how
    begun[cell] = how === MISSING ? begun[from]! : 1
  }

  for (const [i, next] of wanted.entries()) {
    // The cheapest way to have come so far by the page that was turned last, and by the one we are on.
    let [turned, page]: { page: number; cell: number }[] = [
      { page: -1, cell: -1 },
      { page: -1, cell: -1 },
    ] as const
    for (let j = 0; j < width; j++) {
      const cell = i * width + j
      reach(i + 1, j, cell, MISSING, 1)
      if (j === free.length) break
      const here = word(j)
      const apart = isApart(cell, j) ? 1 : 0
      if (here.text === next) reach(i + 1, j + 1, cell, MATCH, apart)
      else {
        const parts = joined(words, free[j]!, next)
        if (parts && free[j + parts - 1] === free[j]! + parts - 1) reach(i + 1, j + parts, cell, MATCH, apart)
        if (follows(j + 1) && here.text + word(j + 1).text === next)
          reach(i + 1, j + 2, cell, BROKEN, 1 + apart)
        if (here.text !== number) reach(i + 1, j + 1, cell, CHANGED, 1 + apart)
      }
      if (begun[cell]) reach(i, j + 1, cell, EXTRA, isMarker(here.text) ? 0 : 1 + apart)
      if (!columns) continue

      if (here.text.endsWith('\u00AD'))
        for (let k = j + 1; k < free.length && word(k).page <= here.page + 1; k++)
          if (word(k).page > here.page && here.text.slice(0, -1) + word(k).text === next)
            reach(i + 1, k + 1, cell, DIVIDED, apart)
      if (here.page !== page.page) [turned, page] = [page, { page: here.page, cell: -1 }]
      if (turned.cell >= 0 && turned.page === here.page - 1 && here.text === next)
        reach(i + 1, j + 1, turned.cell, TURNED, 0)
      const after = i * width + j + 1
      if (begun[after] && (page.cell < 0 || cost[after]! < cost[page.cell]!)) page.cell = after
    }
  }
  return trace()

  /** Back from the cheapest end to the beginning. */
  function trace(): Alignment {
    let cell = wanted.length * width
    for (let j = 1; j < width; j++)
      if (cost[wanted.length * width + j]! < cost[cell]!) cell = wanted.length * width + j
    const taken: number[] = []
    const slips: Slip[] = []
    let matched = 0
    for (; cell >= width; cell = origin[cell]!) {
      const [i, j] = [Math.floor(cell / width), cell % width]
      const from = origin[cell]! % width
      const [expected, found] = [wanted[i - 1]!, j > 0 ? word(j - 1).text : '']
      const slip = (code: Slip['code'], word: string, instead: string, index = j - 1) =>
        slips.unshift({
          code,
          word,
          instead: instead.replaceAll('\u00AD', '-'),
          at: free[index] ?? free[index - 1] ?? 0,
        })
      switch (step[cell]) {
        case CHANGED:
          slip('word-changed', expected, found)
          break
        case MISSING:
          slip('word-missing', expected, '', j)
          break
        case EXTRA:
          if (isMarker(found)) break
          if (found === expected || found === wanted[i]) slip('word-doubled', found, found)
          else slip('word-changed', found, found)
          break
        case BROKEN:
          slip('word-broken', expected, `${word(j - 2).text} ${found}`)
          break
        default:
          matched++
      }
      const alone = step[cell] === TURNED || step[cell] === DIVIDED
      if (step[cell] === MISSING) continue
      taken.unshift(...(alone ? [free[j - 1]!] : free.slice(from, j)))
      if (step[cell] === DIVIDED) taken.unshift(free[from]!)
      if (!alone && isApart(origin[cell]!, from)) {
        const stranger = words[free[from - 1]! + 1]!.text
        slips.unshift({ code: 'word-changed', word: stranger, instead: stranger, at: free[from]! })
      }
    }
    return { taken, matched, slips }
  }
}
