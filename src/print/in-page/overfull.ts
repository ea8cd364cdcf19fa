/** What is wider than it may be: words than their line, boxes than the page. */
import type { Area } from '../../model/area.js'
import { paginate } from './paginate.js'

export interface Overfull {
  readonly words: readonly WideWord[]
  /** What is wider than the table's cell that it stands in. */
  readonly boxes: readonly (Omit<WideBox, 'beyondPx'> & { readonly page: number; readonly widerPx: number })[]
  /** What goes farthest beyond the text area, if anything does; the browser then shrinks all pages until it fits. */
  readonly box?: WideBox
}

export interface WideBox {
  /** As a style sheet selects it: «table.prices». */
  readonly selector: string
  /** How its text begins. */
  readonly text: string
  readonly beyondPx: number
}

export interface WideWord {
  readonly word: string
  /** Counted from 1. */
  readonly page: number
  /** How far it goes beyond the text area of the page, in CSS pixels; negative if it ends before. */
  readonly beyondPx: number
}

/**
 * Looks for words that stick out of their block, for boxes that stick out of their table cell, and for the widest box; pages with
 * a name have areas of their own, and are left out there. The page is one long strip then.
 */
export function findOverfull(area: Area): Overfull {
  const BLOCKS = 'p, li, td, th, dd, dt, blockquote, pre, h1, h2, h3, h4, h5, h6'
  const found: { readonly block: Element; readonly word: string; readonly beyondPx: number }[] = []
  for (const block of document.querySelectorAll(BLOCKS)) {
    if (block.scrollWidth <= block.clientWidth + 1) continue
    const left = block.getBoundingClientRect().left + block.clientLeft
    const right = left + block.clientWidth
    const isWithin = (box: DOMRect) => box.right <= right + 1 && box.left >= left - 1
    const end = document.body.getBoundingClientRect().left + area.widthPx
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      if (node.parentElement!.closest(BLOCKS) !== block) continue
      for (const { 0: word, index: start } of node.data.matchAll(/\S+/g)) {
        const range = document.createRange()
        range.setStart(node, start)
        range.setEnd(node, start + word.length)
        const boxes = [...range.getClientRects()]
        if (boxes.every(isWithin)) continue
        const beyondPx = Math.max(...boxes.map((box) => box.right)) - end
        found.push({ block, word: word.replace(/[\u00AD\u2060]/g, ''), beyondPx })
      }
    }
  }
  const box = document.documentElement.scrollWidth > area.widthPx + 1 ? findBox() : undefined
  const sticking = [...document.querySelectorAll<HTMLElement>('td > *, th > *')].flatMap((element) => {
    const cell = element.parentElement!
    const inner = cell.getBoundingClientRect().right - parseFloat(getComputedStyle(cell).paddingRight)
    const widerPx = element.getBoundingClientRect().right - inner
    return widerPx > 1 && getComputedStyle(element).display !== 'inline' ? [{ element, widerPx }] : []
  })
  if (!found.length && !sticking.length) return { words: [], boxes: [], ...(box && { box }) }
  const pagination = paginate(area)
  const words = found.map(({ block, word, beyondPx }) => ({
    word,
    page: pagination.boxOf(block).page + 1,
    beyondPx,
  }))
  const boxes = sticking.map(({ element, widerPx }) => ({
    ...describe(element),
    page: pagination.boxOf(element).page + 1,
    widerPx,
  }))
  pagination.end()
  return { words, boxes, ...(box && { box }) }

  function describe({ localName, classList, textContent }: Element) {
    const text = textContent
      .replace(/[\u00AD\u2060]/g, '')
      .trim()
      .replace(/\s+/g, ' ')
    return { selector: [localName, ...classList].join('.'), text: text.slice(0, 40) }
  }

  function findBox(): WideBox | undefined {
    const end = document.body.getBoundingClientRect().left + area.widthPx
    const ordinary = [...document.body.children].filter((child) => getComputedStyle(child).page === 'auto')
    const boxes = ordinary
      .flatMap((child) => [child, ...child.querySelectorAll('*')])
      .map((element) => ({ element, beyondPx: element.getBoundingClientRect().right - end }))
    const widest = boxes.reduce((a, b) => (b.beyondPx > a.beyondPx ? b : a), {
      element: document.body,
      beyondPx: 1,
    })
    if (widest.element === document.body) return undefined
    return { ...describe(widest.element), beyondPx: widest.beyondPx }
  }
}
