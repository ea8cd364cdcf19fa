/** Text as it is shown (ISO 32000-1, 9.4): where its ink is, what it says, and which pieces of it are one line. */
import type { Operand } from '../content-stream/content-stream.js'
import { type Box, isEmpty, union } from './box.js'
import type { Colour, TextState } from './graphics-state.js'
import type { Painted } from './painted.js'

/** In text space: points, before the text matrix. */
export interface Shown {
  readonly text: string
  readonly ink: Box
  /** How far the next glyph is moved to the right. */
  readonly advance: number
}

/**
 * What a string, or an array of strings and moves, shows.
 * @param parts strings, and moves to the left in thousandths of the text size
 */
export function shownBy(parts: readonly Operand[], state: TextState): Shown | undefined {
  const { font, size, stretch, rise, characterSpace, wordSpace } = state
  if (!font) return undefined
  let advance = 0
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity]
  let text = ''
  const scale = size / 1000
  for (const part of parts) {
    if (typeof part === 'number') advance -= part * scale * stretch
    if (!(part instanceof Uint8Array)) continue
    for (let at = 0; at + font.codeLength <= part.length; at += font.codeLength) {
      const code = font.codeLength === 2 ? part[at]! * 256 + part[at + 1]! : part[at]!
      const box = font.ink(code)
      if (!isEmpty(box)) {
        left = Math.min(left, advance + box.left * scale * stretch)
        bottom = Math.min(bottom, box.bottom * scale + rise)
        right = Math.max(right, advance + box.right * scale * stretch)
        top = Math.max(top, box.top * scale + rise)
      }
      text += font.text(code)
      const space = font.codeLength === 1 && code === 32 ? wordSpace : 0
      advance += (font.width(code) * scale + characterSpace + space) * stretch
    }
  }
  return { text, ink: { left, bottom, right, top }, advance }
}

export interface Saying {
  readonly colour: Colour
  /** Its height on the page, where the piece ends. */
  readonly baseline: number
}

export interface Lines {
  /** A space that is shown by itself. */
  space(): void
  /**
   * The browser shows a justified line word by word, or letter by letter: what follows in line becomes one piece.
   * @param put puts the piece, if it is to be seen
   */
  say(piece: Pick<Painted, 'box'> & { text: string; size: number }, how: Saying, put: () => void): void
}

/** @param onto where the pieces are put */
export function openLines(onto: Painted[]): Lines {
  let spaced = false
  let said: (Saying & { readonly piece: Painted }) | undefined
  return {
    space() {
      spaced = true
    },
    say(piece, { colour, baseline }, put) {
      const last = onto.at(-1)
      const gap = last ? piece.box.left - last.box.right : NaN
      const between = spaced || gap > piece.size * 0.18 ? ' ' : ''
      spaced = false
      const goesOn =
        said &&
        said.piece === last &&
        said.colour === colour &&
        said.baseline === baseline &&
        last.size === piece.size &&
        Math.abs(gap) < piece.size
      put()
      const next = onto.at(-1)
      if (!next || next === last) return
      said = { colour, baseline, piece: next }
      if (!goesOn || next.overprints !== last.overprints || next.blends !== last.blends) return
      const text = `${last.text!}${between}${piece.text}`
      const whole = { ...last, text, box: union(last.box, next.box) }
      onto.splice(-2, 2, whole)
      said = { colour, baseline, piece: whole }
    },
  }
}
