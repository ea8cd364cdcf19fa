/** Pages without printing: the browser breaks columns by the same rules. Both functions run in the page. */

/** What the margins leave of a page, in CSS pixels. */
export interface Area {
  readonly widthPx: number
  readonly heightPx: number
}

export interface Pagination {
  readonly pages: number
  /** What the last page has left. */
  readonly slackPx: number
  /** Where the first line of an element is, or its first part of several: page from 0, px from the page's left edge. */
  readonly boxOf: (element: Element) => {
    readonly page: number
    readonly left: number
    readonly right: number
    readonly top: number
  }
  /** Puts the page back into one long strip. */
  readonly end: () => void
}

/** Lays the document out in columns of the area's size, one a page. Refers to nothing outside itself but the document. */
export function paginate({ widthPx, heightPx }: Area): Pagination {
  const GAP = 100
  const { body } = document
  const before = body.getAttribute('style')
  body.style.cssText +=
    `;width:${widthPx}px;height:${heightPx}px;columns:${widthPx}px auto;column-gap:${GAP}px;column-fill:auto;` +
    'overflow:visible'
  const { left, top } = body.getBoundingClientRect()
  const pageAt = (x: number) => Math.floor((x - left + 1) / (widthPx + GAP))
  let pages = 1
  let bottom = top
  for (const element of body.children)
    for (const rectangle of element.getClientRects()) {
      const page = pageAt(rectangle.left) + 1
      if (page > pages) [pages, bottom] = [page, top]
      if (page === pages) bottom = Math.max(bottom, rectangle.bottom)
    }
  return {
    pages,
    slackPx: top + heightPx - bottom,
    boxOf(element) {
      const box = element.getClientRects()[0] ?? element.getBoundingClientRect()
      const page = pageAt(box.left)
      const edge = left + page * (widthPx + GAP)
      return { page, left: box.left - edge, right: box.right - edge, top: box.top }
    },
    end() {
      if (before === null) body.removeAttribute('style')
      else body.setAttribute('style', before)
    },
  }
}

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
 * layouts. The document keeps the last setting that was tried.
 */
export function findSetting(
  layOut: typeof paginate,
  area: Area,
  { pages, bounds, atMost }: FitRequest,
): FitResult {
  const tryAt = (setting: number) => {
    for (const { knob, from, to, unit } of bounds)
      document.documentElement.style.setProperty(
        `--${knob}`,
        `${(from + (to - from) * setting).toFixed(3)}${unit}`,
      )
    const pagination = layOut(area)
    pagination.end()
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
