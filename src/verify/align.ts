/** A text beside the words of a file that nobody else lays claim to: where it stands with the fewest mistakes. */

/** A word as it stands in a file. */
export interface Word {
  readonly text: string
  /** What is seen behind it need not be a space. */
  readonly mayGoOn: boolean
  /** It follows the one before it in the file. */
  readonly follows: boolean
}

/** Something that is not as it should be, at the given word. */
export interface WordSlip {
  readonly code: 'word-missing' | 'word-doubled' | 'word-changed' | 'word-broken'
  readonly at: number
  readonly word: string
  readonly instead: string
}

export interface Alignment {
  /** From the first word that is the text's to the last. */
  readonly from: number
  readonly to: number
  /** Words of the text that stand there as they should. */
  readonly matched: number
  readonly slips: readonly WordSlip[]
}

/** Whether a word is the source's, perhaps in capitals. */
export const isSame = (found: string, wanted: string): boolean =>
  found === wanted ||
  (found !== found.toLowerCase() &&
    (found === wanted.toUpperCase() || found === wanted.toLocaleUpperCase('el'))) // Greek capitals drop accents

/** How many words make up one that is perhaps parted, at `at`: 0 if they do not. */
export function joined(words: readonly Word[], at: number, word: string): number {
  let text = ''
  for (let count = 1; count <= 4; count++) {
    const here = words[at + count - 1]
    if (!here || (count > 1 && !here.follows)) return 0
    text += here.text
    if (isSame(text, word)) return count
    if (!here.mayGoOn) return 0
  }
  return 0
}

/** How a step through text and file came about. */
const MATCH = 1 // one word or several make up the next of the text
const CHANGED = 2
const MISSING = 3
const EXTRA = 4
const BROKEN = 5
const FUSED = 6 // one word is the next two of the text

/** Edit distance (Wagner and Fischer 1974) with a free choice of where to begin and to end. */
export function align(wanted: readonly string[], words: readonly Word[]): Alignment {
  const width = words.length + 1
  const size = (wanted.length + 1) * width
  const cost = new Uint16Array(size).fill(0xffff)
  const origin = new Int32Array(size)
  const step = new Uint8Array(size)
  const begun = new Uint8Array(size) // the text has a word here already
  cost.fill(0, 0, width)

  const reach = (i: number, j: number, from: number, how: number, price: number) => {
    const cell = i * width + j
    const total = cost[from]! + price
    if (total >= cost[cell]!) return
    cost[cell] = total
    origin[cell] = from
    step[cell] = how
    begun[cell] = how === MISSING ? begun[from]! : 1
  }

  for (const [i, next] of wanted.entries())
    for (let j = 0; j < width; j++) {
      const cell = i * width + j
      reach(i + 1, j, cell, MISSING, 1)
      if (j === words.length) break
      const here = words[j]!
      const apart = begun[cell] && !here.follows ? 1 : 0
      const parts = joined(words, j, next)
      if (parts) reach(i + 1, j + parts, cell, MATCH, apart)
      else {
        const after = words[j + 1]
        if (after?.follows && isSame(here.text + after.text, next))
          reach(i + 1, j + 2, cell, BROKEN, 1 + apart)
        if (i + 1 < wanted.length && isSame(here.text, next + wanted[i + 1]!))
          reach(i + 2, j + 1, cell, FUSED, 1 + apart)
        reach(i + 1, j + 1, cell, CHANGED, 1 + apart)
      }
      if (begun[cell]) reach(i, j + 1, cell, EXTRA, 1 + apart)
    }
  return trace()

  /** Back from the cheapest end to the beginning. */
  function trace(): Alignment {
    let cell = wanted.length * width
    for (let j = 1; j < width; j++)
      if (cost[wanted.length * width + j]! < cost[cell]!) cell = wanted.length * width + j
    let [from, to, matched] = [-1, -1, 0]
    const slips: WordSlip[] = []
    for (; cell >= width; cell = origin[cell]!) {
      const [i, j] = [Math.floor(cell / width), cell % width]
      const [expected, found] = [wanted[i - 1]!, words[j - 1]?.text ?? '']
      const slip = (code: WordSlip['code'], word: string, instead: string, at = j - 1) =>
        slips.unshift({ code, word, instead, at: Math.max(0, Math.min(at, words.length - 1)) })
      switch (step[cell]) {
        case CHANGED:
          slip('word-changed', expected, found)
          break
        case MISSING:
          slip('word-missing', expected, '', j)
          break
        case EXTRA:
          if (found === expected || found === wanted[i]) slip('word-doubled', found, found)
          else slip('word-changed', found, found)
          break
        case BROKEN:
          slip('word-broken', expected, `${words[j - 2]!.text} ${found}`)
          break
        case FUSED:
          slip('word-changed', `${wanted[i - 2]!} ${expected}`, found)
          break
        default:
          matched++
      }
      if (step[cell] === MISSING) continue
      if (to < 0) to = j
      from = origin[cell]! % width
    }
    return { from: Math.max(from, 0), to: Math.max(to, 0), matched, slips }
  }
}
