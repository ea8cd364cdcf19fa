/** What a print shop gets to know of a press file. */
import { mmFromPoints, type Points } from '../model/paper.js'
import type { PressFile, Size } from '../model/press-file.js'
import type { Box } from './box.js'
import { peakOf, PROCESS, spotsAmong } from './ink.js'
import type { Painted } from './painted.js'
import { inkThere, livePieces } from './pieces.js'
import { intentOf, type PressFacts } from './press-facts.js'

/** Sizes in whole hundredths of a millimetre. */
export function describePressFile(facts: PressFacts): PressFile {
  const { pages, fonts } = facts
  const { media, trim = media, bleed = trim } = pages[0]!.boxes
  const live = pages.map(livePieces)
  const pictures = live.flat().filter(({ kind }) => kind === 'image')
  const intent = intentOf(facts)
  return {
    pages: pages.length,
    trim: sizeOf(trim),
    sheet: sizeOf(media),
    bleedMm: inMm(trim.left - bleed.left),
    plates: live.map(platesOf),
    mostInk: Math.max(0, ...live.flatMap(inkThere).map((ink = 0) => ink)),
    pictures: {
      count: pictures.length,
      fewestPpi: Math.min(...pictures.map(({ ppi = Infinity, art }) => (art === 'squares' ? Infinity : ppi))),
    },
    fonts: fonts.map(({ name }) => name).sort(),
    condition: intent?.identifier ?? 'unknown',
    profile: intent?.profile?.description ?? 'unnamed',
  }
}

/** Those that print anything, in their order. */
function platesOf(pieces: readonly Painted[]): readonly string[] {
  const used = peakOf(pieces.flatMap(({ ink, peak }) => peak ?? ink ?? []))
  return [...PROCESS, ...spotsAmong(used.keys())].filter((plate) => (used.get(plate) ?? 0) > 0)
}

/** To a hundredth of a millimetre. */
export const inMm = (points: Points): number => Number(mmFromPoints(points).toFixed(2))

const sizeOf = ({ left, bottom, right, top }: Box): Size => ({
  widthMm: inMm(right - left),
  heightMm: inMm(top - bottom),
})
