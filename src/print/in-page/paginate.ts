/** Pages without printing: the browser breaks columns by the same rules. */
import type { Area } from '../../model/area.js'
import { type Breaks, findBreaks } from './breaks.js'

export interface Pagination {
  /** Blank ones included. */
  readonly pages: number
  /** Without blank ones. */
  readonly columns: number
  /** What the last page has left. */
  readonly slackPx: number
  /** Blank pages that are still to be put in. */
  readonly blanks: readonly Blanks[]
  /** Where the first line of an element is, or its first part of several: page from 0, px from the page's left edge. */
  readonly boxOf: (element: Element) => {
    readonly page: number
    readonly left: number
    readonly right: number
    readonly top: number
  }
  /** The page, from 0 and without blank ones, of a distance from the left edge of the window; and where pages begin, in px. */
  readonly columnAt: (x: number) => number
  readonly top: number
  /** Puts the page back into one long strip. */
  readonly end: () => void
}

/** So many blank pages before an element, or after all of the body. */
export interface Blanks {
  readonly count: number
  readonly before: Element | null
}

/** They are the same for every layout: no parameter of a template changes them, and lines are no boxes. */
let breaks: Breaks | undefined
/** What was higher than a page in the last layout, and what its own style says of that. */
let parted: readonly { readonly style: CSSStyleDeclaration; readonly own: string }[] = []

/** To be called when a break was put in. */
export function forgetBreaks(): void {
  breaks = undefined
}

/**
 * Lays the document out in columns of the area's size, one a page.
 *
 * What Chromium does only in print, or not at all, is done here: a box whose `break-before`, or whose `page`, has it begin a
 * page begins a column, and one that asks for a right-hand or left-hand page has a blank one before it if need be (CSS
 * Fragmentation 3, 3.1). Blank pages that fill the file up to its multiple come before the last child of the body that
 * begins a page: the back cover.
 *
 * What is to be kept on one page, and is higher than one, would leave the rest of the page before it empty: it may be parted from
 * then on, in print, too.
 */
export function paginate({ widthPx, heightPx, multiple }: Area): Pagination {
  const GAP = 100
  const { body } = document
  const changed: (readonly [HTMLElement, string | null])[] = []
  const change = (element: HTMLElement, style: string): void => {
    changed.push([element, element.getAttribute('style')])
    element.style.cssText += `;${style}`
  }
  for (const { style, own } of parted) style.breakInside = own
  const { beginnings, styles, kept } = (breaks ??= findBreaks(body))
  change(
    body,
    `width:${widthPx}px;height:${heightPx}px;columns:${widthPx}px auto;column-gap:${GAP}px;column-fill:auto;` +
      'overflow:visible',
  )
  for (const [element, style] of styles) change(element, style)
  const isHigher = (element: HTMLElement): boolean => {
    const parts = [...element.getClientRects()]
    return parts.length > 1 && parts.reduce((sum, { height }) => sum + height, 0) > heightPx
  }
  parted = kept.filter(isHigher).map(({ style }) => ({ style, own: style.breakInside }))
  const part = (): void => {
    for (const { style } of parted) style.setProperty('break-inside', 'auto', 'important')
  }
  part()

  const { left, top } = body.getBoundingClientRect()
  const columnAt = (x: number) => Math.floor((x - left + 1) / (widthPx + GAP))
  let columns = 1
  let bottom = top
  for (const element of [...body.children, ...styles.keys()])
    for (const rectangle of element.getClientRects()) {
      const column = columnAt(rectangle.left) + 1
      if (column > columns) [columns, bottom] = [column, top]
      if (column === columns) bottom = Math.max(bottom, rectangle.bottom)
    }

  const blanks: { count: number; readonly before: Element | null; readonly column: number }[] = []
  let pages = columns
  for (const { element, side } of beginnings) {
    const column = columnAt(element.getBoundingClientRect().left)
    if (side === undefined || (column + pages - columns) % 2 === side) continue
    blanks.push({ count: 1, before: element, column })
    pages++
  }
  const lacking = (multiple - (pages % multiple)) % multiple
  if (lacking) {
    const last = beginnings.findLast(({ element }) => element.parentElement === body)?.element ?? null
    const column = last ? columnAt(last.getBoundingClientRect().left) : columns
    const same = blanks.find(({ before }) => before === last)
    if (same) same.count += lacking
    else blanks.push({ count: lacking, before: last, column })
    pages += lacking
  }
  return {
    pages,
    columns,
    slackPx: top + heightPx - bottom,
    blanks,
    boxOf(element) {
      const box = element.getClientRects()[0] ?? element.getBoundingClientRect()
      const column = columnAt(box.left)
      const edge = left + column * (widthPx + GAP)
      const before = blanks.reduce((sum, each) => sum + (each.column <= column ? each.count : 0), 0)
      return { page: column + before, left: box.left - edge, right: box.right - edge, top: box.top }
    },
    columnAt,
    top,
    end() {
      for (const [element, style] of changed.reverse())
        if (style === null) element.removeAttribute('style')
        else element.setAttribute('style', style)
      part()
    },
  }
}
