/** Copyfit of one page: the largest setting at which it has no more than so many pages. */
import type { Area } from '../../model/area.js'
import { notesOf, placeInFlow } from './notes.js'
import { paginate } from './paginate.js'

/** A knob to turn between two lengths. */
export interface Bound {
  readonly knob: string
  readonly from: number
  readonly to: number
  readonly unit: string
}

export interface FitRequest {
  readonly pages: number
  readonly bounds: readonly Bound[]
  /** The largest setting of interest: a 64th or several. */
  readonly atMost: number
}

/** `setting`: 0 is the smallest, 1 the largest of all bounds. */
export type FitResult =
  | { readonly setting: number }
  /** Not even the smallest fits: what it needs. */
  | { readonly pages: number; readonly overflowPx: number }

/**
 * The largest setting at which the document has no more than so many pages, to a 64th of the bounds: at most eight
 * layouts. The document keeps the last setting that was tried. Footnotes take the room where they are written: that is what they need,
 * but for the space above the first of a page.
 */
export function findSetting(area: Area, { pages, bounds, atMost }: FitRequest): FitResult {
  const tryAt = (setting: number) => {
    for (const { knob, from, to, unit } of bounds)
      document.documentElement.style.setProperty(
        `--${knob}`,
        `${(from + (to - from) * setting).toFixed(3)}${unit}`,
      )
    const takeOut = placeInFlow(notesOf(document))
    const pagination = paginate(area)
    pagination.end()
    takeOut()
    return pagination
  }
  if (tryAt(atMost).pages <= pages) return { setting: atMost }
  const smallest = tryAt(0)
  if (smallest.pages > pages) {
    const overflowPx = (smallest.pages - pages) * area.heightPx - smallest.slackPx
    return { pages: smallest.pages, overflowPx }
  }
  let fits = 0
  for (let step = 1 / 2; step >= 1 / 64; step /= 2)
    if (fits + step < atMost && tryAt(fits + step).pages <= pages) fits += step
  return { setting: fits }
}
