/** Lists in columns that are too long for the browser. */

/**
 * Cuts a box of columns between two of its lists before it has more items than this; the rest stands in boxes of its kind below it.
 * The browser balances the columns of each page by laying out all that is left of their box: time grows with its square.
 */
export function divideColumns(most: number): void {
  const parents = new Set([...document.querySelectorAll('ol, ul')].map((list) => list.parentElement!))
  for (const first of parents) {
    if (getComputedStyle(first).columnCount === 'auto') continue
    let box = first
    let items = 0
    let before: string | undefined
    for (const node of [...first.childNodes]) {
      if (node instanceof Element) {
        if (items + node.childElementCount > most && node.localName === before && /^[ou]l$/.test(before)) {
          const next = first.cloneNode(false) as HTMLElement
          next.removeAttribute('id')
          box.after(next)
          box = next
          items = 0
        }
        items += node.childElementCount
        before = node.localName
      }
      if (box !== first) box.append(node)
    }
  }
}
