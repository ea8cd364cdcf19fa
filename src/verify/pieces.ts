/** The pieces of a page that a reader gets to see: what they are called, and how much ink lies where they are. */
import { grow, intersection, isEmpty, overlaps } from './box.js'
import { type Ink, totalInk } from './ink.js'
import type { Painted } from './painted.js'
import type { PageFacts } from './press-facts.js'

/** What is cut away outside the bleed, marks and slug, is set aside. */
export function livePieces({ painted, boxes: { media, bleed, trim } }: PageFacts): readonly Painted[] {
  const live = grow(bleed ?? trim ?? media, -0.05)
  return painted.filter(({ box }) => !isEmpty(intersection(box, live)))
}

export const isInked = ({ ink }: Painted): boolean => !ink || totalInk(ink) > 0

/** The most ink where each piece is, in percent; undefined where it is not told by plates. */
export const inkThere = (pieces: readonly Painted[]): readonly (number | undefined)[] =>
  pieces.map((piece, index) => piece.ink && totalInk(onGround(pieces, index, piece.ink)))

/** The ink of a piece and of what it lets through: the last area beneath that it touches. */
function onGround(pieces: readonly Painted[], index: number, own: Ink): Ink {
  const { box, overprints, blends } = pieces[index]!
  if (!overprints && !blends) return own
  for (let i = index - 1; i >= 0; i--) {
    const ground = pieces[i]!
    if (ground.kind === 'text' || !ground.ink || ground.overprints || !overlaps(ground.box, box)) continue
    const sum = new Map(ground.ink)
    for (const [plate, amount] of own) {
      const beneath = sum.get(plate) ?? 0
      // Overprinted ink takes the place of the same ink beneath; blend modes darken at most as multiplication does.
      if (blends) sum.set(plate, amount + beneath - amount * beneath)
      else if (amount > 0) sum.set(plate, amount)
    }
    return sum
  }
  return own
}

/** Thinner than this, an area is a rule; in points. */
export const RULE = 2

export function tellPiece(piece: Painted): string {
  switch (piece.kind) {
    case 'text':
      return `the text «${excerpt(piece)}»`
    case 'fill':
      return (piece.thickness ?? Infinity) < RULE ? 'a rule' : 'an area'
    case 'line':
      return 'a line'
    case 'image':
      return 'a picture'
    case 'gradient':
      return 'a gradient'
  }
}

/** The first words of a text. */
export function excerpt({ text = '' }: Painted): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
