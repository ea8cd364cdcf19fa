/** Lines as the browser has broken them, each in a box of its own: so they stay as they are when what stands around them changes. */

/** A line, and one that ends within a word. */
export const LINE = '[data-line]'
export const DIVIDED = '[data-divided]'

/** Lines that the browser breaks become boxes, as total fit has left the others; so do those of text to the letter. */
export function freezeLines(section: HTMLElement): void {
  for (const block of section.querySelectorAll<HTMLElement>('p, pre')) {
    if (block.querySelector(LINE) || block.closest('tr')) continue
    const isCode = block.matches('pre')
    const starts = isCode ? linesOf(block) : lineStartsOf(block)
    if (starts.length < 2) continue
    const range = document.createRange()
    let next: HTMLElement | undefined
    for (const [node, at] of starts.reverse()) {
      range.setStart(node, at)
      if (next) range.setEndBefore(next)
      else range.setEnd(block, block.childNodes.length)
      const box = document.createElement('span')
      box.dataset.line = ''
      box.append(range.extractContents())
      range.insertNode(box)
      if (next && !isCode) endLine(box)
      next = box
    }
  }
}

/** What ends a line stands behind its box: a space, a line end of the author's, or nothing but the chance to break. */
function endLine(box: HTMLElement): void {
  box.style.whiteSpace = 'nowrap'
  const last = lastOf(box)
  if (last instanceof HTMLBRElement) box.after(last)
  else if (!(last instanceof Text)) box.after(document.createElement('wbr'))
  else if (/[ \n\t]$/.test(last.data)) {
    last.data = last.data.replace(/[ \n\t]+$/, '')
    box.after(' ')
  } else {
    box.after(document.createElement('wbr'))
    if (!last.data.endsWith('\u00AD')) return
    last.data += '\u2010' // so that it is there whatever the browser would make of the word
    box.dataset.divided = ''
  }
}

const lastOf = (node: Node): Node => (node.lastChild ? lastOf(node.lastChild) : node)

/** A place between two nodes, or two characters. */
type Start = readonly [Node, number]

/** Where the browser begins a line: with a word or a picture, or within a word. */
function lineStartsOf(paragraph: HTMLElement): Start[] {
  const range = document.createRange()
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  const starts: Start[] = []
  let bottom = -Infinity
  const add = (box: DOMRect | undefined, start: Start): void => {
    if (!box || box.top + box.height / 2 <= bottom) return
    starts.push(start)
    const around = start[0].parentElement!
    // As low as what follows; a picture stands on the baseline.
    const lower = !(start[0] instanceof Text) ? parseFloat(getComputedStyle(around).fontSize) / 2 : 0
    bottom = box.bottom + (around.closest('sup, sub') ? box.height : lower)
  }
  /** Behind a hyphen it has another box, of no width, at the end of the line before. */
  const boxOf = (node: Text, at: number): DOMRect | undefined => {
    range.setStart(node, at)
    range.setEnd(node, at + 1)
    return [...range.getClientRects()].at(-1)
  }
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node instanceof HTMLImageElement)
      add(node.getBoundingClientRect(), [node.parentNode!, [...node.parentNode!.childNodes].indexOf(node)])
    if (!(node instanceof Text)) continue
    for (const { index, 0: word } of node.data.matchAll(/[^ \n\t]+/g)) {
      const last = index + word.length - 1
      const [first, end] = [boxOf(node, index), boxOf(node, last)]
      const isBroken = first && end && end.top + end.height / 2 > first.bottom
      for (let at = index; at <= (isBroken ? last : index); at++) add(boxOf(node, at), [node, at])
    }
  }
  return starts
}

/** Where lines of text to the letter begin. */
const linesOf = (pre: HTMLElement): Start[] => {
  const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT)
  const starts: Start[] = []
  while (walker.nextNode()) {
    const node = walker.currentNode as Text
    for (const { index } of node.data.matchAll(/(?<=^|\n)[^]/g)) starts.push([node, index])
  }
  return starts
}
