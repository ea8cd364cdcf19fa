/** Two lists beside one another: which things of one are which of the other, if both keep their order. */

/** More pairs than that are not weighed against each other one by one. */
const WEIGHED = 1_000_000

/** A stretch of each list: indices, the ends not within. */
interface Stretches {
  readonly a: readonly number[]
  readonly a0: number
  readonly a1: number
  readonly b: readonly number[]
  readonly b0: number
  readonly b1: number
}

/**
 * Patience diff (Cohen): what each list holds once is an anchor, between two of which the same is done again; where nothing is
 * the only one of its kind, the longest common sequence. Of several equal pairs the last is taken.
 * @returns for each thing of `a` its index in `b`, or -1
 */
export function matchInOrder(a: readonly number[], b: readonly number[]): Int32Array {
  const found = new Int32Array(a.length).fill(-1)
  const waiting: (readonly [number, number, number, number])[] = [[0, a.length, 0, b.length]]
  for (;;) {
    const next = waiting.pop()
    if (!next) return found
    let [a0, a1, b0, b1] = next
    while (a1 > a0 && b1 > b0 && a[a1 - 1] === b[b1 - 1]) found[--a1] = --b1
    while (a0 < a1 && b0 < b1 && a[a0] === b[b0]) found[a0++] = b0++
    if (a0 === a1 || b0 === b1) continue
    const left = { a, a0, a1, b, b0, b1 }
    const anchors = anchorsOf(left)
    if (anchors.length) {
      for (const [i, j] of anchors) {
        found[i] = j
        waiting.push([a0, i, b0, j])
        ;[a0, b0] = [i + 1, j + 1]
      }
      waiting.push([a0, a1, b0, b1])
    } else if ((a1 - a0) * (b1 - b0) <= WEIGHED) weigh(left, found)
    else takeNext(left, found)
  }
}

/** Pairs of what is in each range once, as many as are in one order. */
function anchorsOf({ a, a0, a1, b, b0, b1 }: Stretches): readonly (readonly [number, number])[] {
  const once = (list: readonly number[], from: number, to: number): Map<number, number> => {
    const at = new Map<number, number>()
    for (let i = from; i < to; i++) at.set(list[i]!, at.has(list[i]!) ? -1 : i)
    return at
  }
  const [inA, inB] = [once(a, a0, a1), once(b, b0, b1)]
  // The longest rising sequence: the end of the best of each length, and what comes before each pair.
  const ends: { readonly i: number; readonly j: number; readonly before: unknown }[] = []
  for (const [thing, i] of inA) {
    const j = inB.get(thing) ?? -1
    if (i < 0 || j < 0) continue
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle]!.j < j) low = middle + 1
      else high = middle
    }
    ends[low] = { i, j, before: ends[low - 1] }
  }
  const chain: (readonly [number, number])[] = []
  for (let pair = ends.at(-1); pair; pair = pair.before as typeof pair | undefined)
    chain.push([pair.i, pair.j])
  return chain.reverse()
}

/** The longest common sequence. */
function weigh({ a, a0, a1, b, b0, b1 }: Stretches, found: Int32Array): void {
  const width = b1 - b0 + 1
  const length = new Uint16Array((a1 - a0 + 1) * width)
  for (let i = 1; i <= a1 - a0; i++)
    for (let j = 1; j < width; j++)
      length[i * width + j] =
        a[a0 + i - 1] === b[b0 + j - 1]
          ? length[(i - 1) * width + j - 1]! + 1
          : Math.max(length[(i - 1) * width + j]!, length[i * width + j - 1]!)
  for (let [i, j] = [a1 - a0, width - 1]; i > 0 && j > 0;)
    if (a[a0 + i - 1] === b[b0 + j - 1]) found[a0 + --i] = b0 + --j
    else if (length[(i - 1) * width + j]! >= length[i * width + j - 1]!) i--
    else j--
}

/** Each thing with the next that is the same. */
function takeNext({ a, a0, a1, b, b0, b1 }: Stretches, found: Int32Array): void {
  const places = new Map<number, number[]>()
  for (let j = b1 - 1; j >= b0; j--) {
    const own = places.get(b[j]!)
    if (own) own.push(j)
    else places.set(b[j]!, [j])
  }
  let next = b0
  for (let i = a0; i < a1; i++) {
    const own = places.get(a[i]!)
    while (own?.length && own.at(-1)! < next) own.pop()
    const j = own?.pop()
    if (j === undefined) continue
    found[i] = j
    next = j + 1
  }
}
