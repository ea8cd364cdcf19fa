/** The words of a finished file, without what its template repeats, and which of them a text has laid claim to. */
import type { Furniture } from '../model/passage.js'
import { isMarker, joined, type Word } from './align.js'

/** Words of the file, from one to before the other. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** @param pages the text of each page, as `readText` gives it */
export const openFileText = (pages: readonly string[], furniture: readonly Furniture[]): FileText =>
  new FileText(
    pages.flatMap((page, index) => withoutFurniture(wordsOf(page, index + 1), furniture, pages.length)),
  )

/** The words of a file, and which of them a passage has laid claim to. */
export class FileText {
  readonly claimed: Uint8Array
  private readonly ids = new Map<string, number>()
  private readonly idAt: Int32Array
  private readonly places: number[][] = []

  constructor(readonly words: readonly Word[]) {
    this.claimed = new Uint8Array(words.length)
    this.idAt = new Int32Array(words.length)
    for (const [at, { text }] of words.entries()) {
      const id = this.ids.get(text) ?? this.places.push([]) - 1
      this.ids.set(text, id)
      this.idAt[at] = id
      this.places[id]!.push(at)
    }
  }

  /** Where nobody's words are all of these, one after the other. */
  wholePlaces(wanted: readonly string[]): readonly Place[] {
    const [first, second] = [this.idOf(wanted[0]!), this.idOf(wanted[1] ?? '')]
    const found: Place[] = []
    for (const from of this.places[first] ?? []) {
      // Most candidates fail at the second word; one that is parted by a line end has no id of its own.
      if (second >= 0 && this.idAt[from + 1] !== second && !isMarker(this.words[from + 1]?.text ?? ''))
        continue
      const to = from < (found.at(-1)?.to ?? 0) ? undefined : this.follow(wanted, from)
      if (to !== undefined) found.push({ from, to })
    }
    return found
  }

  /** Whether so many of the words stand there at all that an alignment is worth its while. */
  holdsHalf(wanted: readonly string[], free: readonly number[]): boolean {
    const here = new Set(free.map((at) => this.idAt[at]))
    const held = wanted.filter((word) => /[-–—/]/.test(word) || here.has(this.idOf(word)))
    return 2 * held.length >= wanted.length
  }

  free({ from, to }: Place): readonly number[] {
    const found: number[] = []
    for (let at = from; at < to; at++) if (!this.claimed[at]) found.push(at)
    return found
  }

  private idOf(word: string): number {
    return this.ids.get(word) ?? -1
  }

  /** Where the words end if they begin at `from`. */
  private follow(wanted: readonly string[], from: number): number | undefined {
    let at = from
    for (const word of wanted) {
      for (;;) {
        const here = this.words[at]
        if (!here || this.claimed[at]) return undefined
        if (here.text === word) {
          at++
          break
        }
        const parts = here.endsLine ? joined(this.words, at, word) : 0
        at += parts || 1
        if (parts) break
        if (!isMarker(here.text)) return undefined
      }
    }
    return at
  }
}

/** Words of a text of the source, or of the template, as those of a file are compared with them. */
export const wordsOfSource = (text: string): string[] => normal(text).split(/\s+/u).filter(Boolean)

/** A source may hold them as characters; a face draws the same for their letters. */
const LIGATURES = /[\uFB00-\uFB06]/g

/** Behind this wide sign PDFium sees a space, or none, as it happens. */
const NUMERO = /№\s+(?=\d)/gu

const normal = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u00A0\u202F]/g, ' ')
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(LIGATURES, (ligature) => ligature.normalize('NFKC'))
    .replace(/\u2010/g, '-') // at a line's end PDFium does not tell one from the other
    .replace(NUMERO, '№')

function wordsOf(page: string, number: number): Word[] {
  const text = page
    .normalize('NFC')
    .replace(/\u2010/g, '-')
    .replace(/\u00AD+(?=\S)/g, '') // where the text goes on elsewhere it stays
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(LIGATURES, (ligature) => ligature.normalize('NFKC'))
    .replace(NUMERO, '№')
  return [...text.matchAll(/[^\s\u00A0\u202F]+/gu)].map((match) => {
    const behind = /^\s*/u.exec(text.slice(match.index + match[0].length))![0]
    return { text: match[0], page: number, endsLine: behind === '' || /[\r\n]/.test(behind) }
  })
}

/**
 * Takes the furniture away that the page begins with, each piece once, in capitals or not: margin boxes come first in the
 * text layer, and a title that is a running head, too, must stay in the text. A head of two lines has the folio between
 * them if that stands beside it.
 */
function withoutFurniture(
  words: readonly Word[],
  furniture: readonly Furniture[],
  pages: number,
): readonly Word[] {
  const page = words[0]?.page ?? 1
  const pieces = furniture
    .filter(({ from, on }) => page >= from && (on === undefined || (on === 'left') === (page % 2 === 0)))
    .map(({ text }) => {
      const filled = text.replace('{page}', String(page)).replace('{pages}', String(pages))
      return { wanted: wordsOfSource(filled), done: 0 }
    })
  type Piece = (typeof pieces)[number]
  let at = 0
  const goesOn = ({ wanted, done }: Piece, by = 0): boolean => {
    const [word, found] = [wanted[done + by], words[at + by]?.text]
    if (word === undefined || found === undefined) return false
    return found === word || [word.toLocaleUpperCase(), word.toLocaleUpperCase('el')].includes(found) // Greek capitals drop accents
  }
  const standsWhole = (piece: Piece): boolean =>
    piece.done === 0 && piece.wanted.every((_, by) => goesOn(piece, by))
  let last: Piece | undefined
  let whole = 0 // words of pieces that are there to their end
  for (;;) {
    last = last && goesOn(last) ? last : (pieces.find(standsWhole) ?? pieces.find((piece) => goesOn(piece)))
    if (!last) return words.slice(whole)
    at++
    last.done++
    if (pieces.every(({ wanted, done }) => done === 0 || done === wanted.length)) whole = at
  }
}
