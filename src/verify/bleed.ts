/** Whether what reaches the edge of a page runs into its bleed. */
import { pointsFromMm } from '../model/paper.js'
import { beyond, type Box, grow, intersection, overlaps, type Side } from './box.js'
import { tellInk } from './ink.js'
import type { Painted } from './painted.js'
import { isInked } from './pieces.js'

/** What comes as near to the edge is meant to reach it. */
const NEAR_EDGE = pointsFromMm(0.5)
/** The browser sets boxes to whole pixels of a 96th of an inch; so much of a bleed nobody misses. */
const PIXEL = 0.75 / 2

/** Pieces that reach the edge on a side, but do not fill the bleed there, and no others like them do so for them. */
export function shortOfBleed(
  pieces: readonly Painted[],
  { trim, bleed }: { readonly trim: Box; readonly bleed: Box },
  side: Side,
): readonly Painted[] {
  const full = beyond(trim, bleed, side)
  return pieces.filter((piece) => {
    const end = beyond(trim, piece.box, side)
    return (
      piece.kind !== 'text' &&
      isInked(piece) &&
      overlaps(grow(piece.box, 0.01), trim) &&
      end > -NEAR_EDGE &&
      end < full - PIXEL &&
      !isCovered(
        strip(piece.box, trim, bleed, side),
        pieces.filter((other) => isAlike(piece, other)),
      )
    )
  })
}

/** What of the bleed lies before a piece that reaches the edge, all but a pixel. */
function strip(box: Box, trim: Box, bleed: Box, side: Side): Box {
  const inside = intersection(box, bleed)
  if (side === 'left') return { ...inside, left: bleed.left + PIXEL, right: trim.left }
  if (side === 'right') return { ...inside, left: trim.right, right: bleed.right - PIXEL }
  if (side === 'top') return { ...inside, bottom: trim.top, top: bleed.top - PIXEL }
  return { ...inside, bottom: bleed.bottom + PIXEL, top: trim.bottom }
}

/** What remains of `area` is nothing when all of the pieces are taken away. */
function isCovered(area: Box, pieces: readonly Painted[]): boolean {
  let open = [area]
  for (const { box } of pieces)
    open = open.flatMap((rest) => {
      if (!overlaps(rest, box)) return [rest]
      const within = intersection(rest, box)
      return [
        { ...rest, right: within.left },
        { ...rest, left: within.right },
        { ...rest, left: within.left, right: within.right, top: within.bottom },
        { ...rest, left: within.left, right: within.right, bottom: within.top },
      ].filter(({ left, bottom, right, top }) => right - left > PIXEL && top - bottom > PIXEL)
    })
  return open.length === 0
}

const isAlike = (a: Painted, b: Painted): boolean =>
  a !== b && a.space === b.space && !!a.ink && !!b.ink && tellInk(a.ink) === tellInk(b.ink)
