/** Paper sizes by their trade names, and the units of print. */
import type { Paper } from './publication.js'

/** PostScript points, 72 to an inch: the unit of PDF user space (ISO 32000-1, 8.3.2.3). */
export type Points = number

export const pointsFromMm = (mm: number): Points => (mm * 72) / 25.4
export const mmFromPoints = (points: Points): number => (points * 25.4) / 72

/** Width and height in millimetres, upright: ISO 216 and ANSI/ASME Y14.1. */
export const PAPERS: Readonly<Record<string, readonly [widthMm: number, heightMm: number]>> = {
  A3: [297, 420],
  A4: [210, 297],
  A5: [148, 210],
  A6: [105, 148],
  Letter: [215.9, 279.4],
  Legal: [215.9, 355.6],
  Tabloid: [279.4, 431.8],
}

/** A named paper in one of its two orientations; undefined for a name that is not in `PAPERS`. */
export function paper(name: string, orientation: Paper['orientation']): Paper | undefined {
  const size = Object.hasOwn(PAPERS, name) && PAPERS[name]
  if (!size) return undefined
  const [widthMm, heightMm] = orientation === 'portrait' ? size : [size[1], size[0]]
  return { name, orientation, widthMm, heightMm }
}
