/** Paper sizes by their trade names, and the units of print. */
import type { Paper } from './publication.js'

/** PostScript points, 72 to an inch: the unit of PDF user space (ISO 32000-1, 8.3.2.3). */
export type Points = number

export const pointsFromMm = (mm: number): Points => (mm * 72) / 25.4
export const mmFromPoints = (points: Points): number => (points * 25.4) / 72

/** Width and height in millimetres, upright: ISO 216, a third of A4, ANSI/ASME Y14.1 and half of its Letter. */
export const PAPERS: Readonly<Record<string, readonly [widthMm: number, heightMm: number]>> = {
  A2: [420, 594],
  A3: [297, 420],
  A4: [210, 297],
  A5: [148, 210],
  A6: [105, 148],
  B4: [250, 353],
  B5: [176, 250],
  B6: [125, 176],
  DL: [99, 210],
  Letter: [215.9, 279.4],
  Legal: [215.9, 355.6],
  Tabloid: [279.4, 431.8],
  Statement: [139.7, 215.9],
}

/** A named paper in one of its two orientations; undefined for a name that is not in `PAPERS`. */
export function paper(name: string, orientation: Paper['orientation']): Paper | undefined {
  const size = Object.hasOwn(PAPERS, name) && PAPERS[name]
  if (!size) return undefined
  const [widthMm, heightMm] = orientation === 'portrait' ? size : [size[1], size[0]]
  return { name, orientation, widthMm, heightMm }
}

/** «A4 portrait»; a size says by itself which way it lies. */
export const describePaper = ({ name, orientation }: Paper): string =>
  Object.hasOwn(PAPERS, name) ? `${name} ${orientation}` : name
