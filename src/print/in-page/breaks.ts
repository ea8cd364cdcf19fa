/** Where the style sheet of a page asks for a new page, in the whole of its tree. */

/** A box that begins a page; `side`: it asks for a right-hand (0) or a left-hand (1) one. */
export interface Beginning {
  readonly element: HTMLElement
  readonly side: 0 | 1 | undefined
}

export interface Breaks {
  readonly beginnings: readonly Beginning[]
  /** What makes columns break where pages do: style by element. */
  readonly styles: ReadonlyMap<HTMLElement, string>
  /** What is not to be parted by the end of a page. */
  readonly kept: readonly HTMLElement[]
}

/** Values of `break-before` and `break-after` that force a page, with the side that they ask for. */
const FORCED: ReadonlyMap<string, 0 | 1 | undefined> = new Map([
  ['page', undefined],
  ['right', 0],
  ['recto', 0],
  ['left', 1],
  ['verso', 1],
])

/** Values of `break-inside` that keep a box on one page. */
const KEEPING: ReadonlySet<string> = new Set(['avoid', 'avoid-page'])

/** Has a box on each page of its table. The browser's own style keeps it on one, or it would not be repeated. */
const REPEATED: ReadonlySet<string> = new Set(['table-header-group', 'table-footer-group'])

/** What a box has to say of the breaks before and after it, its first and last descendants included. */
interface Ends {
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** Used values of `page`. */
  readonly firstPage: string
  readonly lastPage: string
}

/** In these, children follow one another down the page, and what the first or the last asks for holds for all of it. */
const FLOWS: ReadonlySet<string> = new Set(['block', 'flow-root', 'list-item'])
const INLINE = /^(inline|ruby|none$)/

/**
 * Breaks between boxes that follow one another (CSS Fragmentation 3, 3.1), and between those whose `page` is not the same
 * (CSS Paged Media 3, 3.2).
 */
export function findBreaks(body: HTMLElement): Breaks {
  const beginnings: Beginning[] = []
  const styles = new Map<HTMLElement, string>()
  const kept: HTMLElement[] = []
  const add = (element: HTMLElement, style: string) =>
    styles.set(element, `${styles.get(element) ?? ''};${style}!important`)

  /** @param page the used value of the parent's `page` */
  const visit = (element: HTMLElement, style: CSSStyleDeclaration, page: string): Ends => {
    const own = style.page === 'auto' ? page : style.page
    // Between the columns of a page nothing forces a page.
    const columns = element !== body && (style.columnCount !== 'auto' || style.columnWidth !== 'auto')
    const within = columns ? undefined : visitChildren(element, own, FLOWS.has(style.display))
    if (KEEPING.has(style.breakInside) && !REPEATED.has(style.display)) kept.push(element)
    const [before, after] = element === body ? ['', ''] : [style.breakBefore, style.breakAfter]
    const isTurn = element.dataset.turn !== undefined // a page that ends for want of room, not by the style sheet
    for (const [property, value] of [
      ['break-before', before],
      ['break-after', after],
    ] as const)
      if (FORCED.has(value)) add(element, `${property}:column`)
      else if (value === 'column') add(element, `${property}:auto`) // a page is no column
    return {
      before: [isTurn ? '' : before, ...(within?.before ?? [])].filter((value) => FORCED.has(value)),
      after: [after, ...(within?.after ?? [])].filter((value) => FORCED.has(value)),
      firstPage: within?.firstPage ?? own,
      lastPage: within?.lastPage ?? own,
    }
  }

  /** @returns what holds for the parent; undefined if nothing does */
  const visitChildren = (parent: HTMLElement, page: string, flows: boolean): Ends | undefined => {
    let first: Ends | undefined
    let last: Ends | undefined
    const next = (ends: Ends, element?: HTMLElement): void => {
      if (last && element && flows) {
        const forced = [...ends.before, ...last.after]
        const renamed = last.lastPage !== ends.firstPage
        if (renamed) add(element, 'break-before:column')
        if (renamed || forced.length)
          beginnings.push({
            element,
            side: forced.map((value) => FORCED.get(value)).find((side) => side !== undefined),
          })
      }
      first ??= ends
      last = ends
    }
    const line = { before: [], after: [], firstPage: page, lastPage: page }
    const follow = (nodes: Iterable<Node>): void => {
      for (const node of nodes) {
        if (node instanceof Text && /[^ \n\r\t\f]/.test(node.data)) next(line)
        if (!(node instanceof HTMLElement)) continue
        const style = getComputedStyle(node)
        if (style.display === 'contents') follow(node.childNodes)
        else if (style.display === 'none') continue
        else if (style.float !== 'none' || /absolute|fixed/.test(style.position)) visit(node, style, page)
        else if (INLINE.test(style.display)) next(line)
        else next(visit(node, style, page), node)
      }
    }
    follow(parent.childNodes)
    return flows && first && last ? { ...last, before: first.before, firstPage: first.firstPage } : undefined
  }

  visit(body, getComputedStyle(body), 'auto')
  return { beginnings, styles, kept }
}
