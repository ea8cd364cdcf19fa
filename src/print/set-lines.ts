/** Sets the lines of all paragraphs of a page by total fit, and measures them. Runs in the page. */
import type { Area, paginate } from './paginate.js'
import type { fit as Fit, Item, Line } from './total-fit.js'

/** What the lines of a page look like. */
export interface Lines {
  /** Justified lines, without last lines and those with no space to stretch. */
  readonly justified: number
  /** Word spaces of the justified lines over their natural width: 1 is untouched; sorted. */
  readonly stretch: readonly number[]
  /** Lines that end in a hyphen that we put there. */
  readonly hyphens: number
  /** Three or more such lines in a row. */
  readonly ladders: number
  /** Paragraphs whose lines did not stay as planned and were left to the browser. */
  readonly unruly: number
  readonly pages: number
  /** What the last page has left, in CSS pixels. */
  readonly slackPx: number
}

/**
 * Breaks every justified paragraph as a whole. Each line becomes an inline box that does not wrap; between two of them
 * stands what ends a line: a space, or nothing but the chance to break. Soft hyphens go: one becomes a visible hyphen
 * where a line ends there, the others vanish. In text that is not justified the browser breaks the
 * lines, and the soft hyphens it did not take are taken out.
 *
 * The function refers to nothing outside itself but the document, so that its text can be handed to a page.
 * @param fit `total-fit.ts`
 * @param layOut `paginate.ts`
 */
export function setLines(fit: typeof Fit, layOut: typeof paginate, area: Area): Lines {
  const SOFT_HYPHEN = /\u00AD/g
  /** A soft hyphen, and the one that is drawn: so the finished file can tell a divided word from a compound. */
  const HYPHEN = '\u00AD\u2010'
  /** Layout works in 1/64 px: a line that fills its measure to the last of them might not fit. */
  const SLACK = 0.05
  /** Narrow columns need it: a third less is where readers begin to run words together. */
  const SHRINK = 0.3
  /** Letters take over part of what a stretched line is short of, as in InDesign's justification: at most so many em. */
  const LETTER_SPACING = 0.015
  /** … in lines whose word spaces would grow by more than this. */
  const LOOSE = 1.3

  interface Piece {
    readonly node: Text
    readonly start: number
    readonly style: string
  }
  interface Paragraph {
    readonly block: HTMLElement
    readonly html: string
    readonly text: string
    readonly pieces: readonly Piece[]
    readonly hyphens: ReadonlySet<number>
    readonly measure: number
    readonly fontSize: number
  }
  interface Filling {
    /** In px, for each letter. */
    readonly letterSpacing: number
    /** Word space over its natural width. */
    readonly stretch: number
  }
  interface Part {
    readonly item: Item
    readonly start: number
    readonly end: number
  }

  interface Plan {
    readonly paragraph: Paragraph
    readonly parts: readonly Part[]
    readonly lines: readonly Line[]
  }

  const blocks = [...document.querySelectorAll<HTMLElement>('p, li, td, th, dd, blockquote')].filter(
    (block) =>
      [...block.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue!.trim() !== ''),
  )
  const justified: HTMLElement[] = []
  for (const block of blocks) {
    if (getComputedStyle(block).textAlign !== 'justify') settleHyphens(block)
    else if (![...block.children].some((child) => getComputedStyle(child).display !== 'inline'))
      justified.push(block)
  }
  const widths = new Map<string, number>()
  const planned = new Map(setParagraphs(justified).map((plan) => [plan.paragraph.block, plan]))

  // A word that would be divided over a page turn is given another chance, once: breaking again may move the turn.
  const ends = pageEnds()
  for (const { block, html } of [...ends.keys()].map((each) => planned.get(each)!.paragraph))
    block.innerHTML = html
  for (const plan of setParagraphs([...ends.keys()], ends)) planned.set(plan.paragraph.block, plan)

  const report = { justified: 0, stretch: [] as number[], hyphens: 0, ladders: 0, unruly: 0 }
  for (const { paragraph, parts, lines } of planned.values()) {
    if (!staysAsPlanned(paragraph, lines)) {
      paragraph.block.innerHTML = paragraph.html.replace(SOFT_HYPHEN, '')
      report.unruly++
      continue
    }
    let row = 0
    for (const [index, line] of lines.entries()) {
      row = line.hyphenated ? row + 1 : 0
      if (row === 3) report.ladders++
      if (line.hyphenated) report.hyphens++
      if (index === lines.length - 1 || line.wordSpace === 0) continue
      report.justified++
      report.stretch.push(filling(paragraph, parts, line).stretch)
    }
  }
  report.stretch.sort((a, b) => a - b)
  const { pages, slackPx, end } = layOut(area)
  end()
  return { ...report, pages, slackPx }

  function setParagraphs(
    elements: readonly HTMLElement[],
    ends?: ReadonlyMap<HTMLElement, readonly number[]>,
  ): Plan[] {
    const paragraphs = elements.map((block) => paragraphOf(block, getComputedStyle(block)))
    // All of them are measured in one layout, each on a single line.
    for (const { block } of paragraphs) block.style.cssText += ';white-space:nowrap;text-align:start'
    const plans = paragraphs.map((paragraph): Plan => {
      const parts = partsOf(paragraph)
      const { block, measure, fontSize } = paragraph
      const items = parts.map(({ item }) => item)
      const minLastLine = Math.min(0.15 * measure, 2.5 * fontSize)
      const options = {
        measure: measure - SLACK,
        minLastLine,
        shrink: SHRINK,
        pageEnds: ends?.get(block) ?? [],
      }
      return { paragraph, parts, lines: fit(items, options).lines }
    })
    for (const { block } of paragraphs) {
      block.style.whiteSpace = ''
      block.style.textAlign = ''
      if (!block.getAttribute('style')) block.removeAttribute('style')
    }
    for (const { paragraph, parts, lines } of plans) breakLines(paragraph, parts, lines)
    return plans
  }

  /** The paragraphs in which a hyphen is the last thing on a page, and after which of their lines pages end. */
  function pageEnds(): ReadonlyMap<HTMLElement, readonly number[]> {
    const found = new Map<HTMLElement, readonly number[]>()
    const { pageOf, end } = layOut(area)
    for (const block of justified) {
      const boxes = [...block.querySelectorAll<HTMLElement>('[data-line]')]
      const pages = boxes.map(pageOf)
      const turns = boxes.flatMap((_, index) =>
        index + 1 < pages.length && pages[index] !== pages[index + 1] ? [index] : [],
      )
      if (turns.some((index) => boxes[index]!.dataset.hyphen !== undefined)) found.set(block, turns)
    }
    end()
    return found
  }

  /** Takes the soft hyphens out of the text and remembers where they were. */
  function paragraphOf(block: HTMLElement, style: CSSStyleDeclaration): Paragraph {
    const html = block.innerHTML
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
    const pieces: Piece[] = []
    const hyphens = new Set<number>()
    let text = ''
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      const parent = getComputedStyle(node.parentElement!)
      const start = text.length
      for (const part of node.data.split('\u00AD')) {
        if (text.length > start) hyphens.add(text.length)
        text += part
      }
      node.data = text.slice(start)
      const lang = node.parentElement!.closest('[lang]')?.getAttribute('lang') ?? ''
      pieces.push({
        node,
        start,
        style: `${fontOf(parent)} ${lang}`,
      })
    }
    const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight)
    const border = parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth)
    const measure = block.getBoundingClientRect().width - padding - border
    const allowed = style.hyphens === 'none' ? new Set<number>() : hyphens
    return { block, html, text, pieces, hyphens: allowed, measure, fontSize: parseFloat(style.fontSize) }
  }

  /** The boxes, spaces and breakpoints of a paragraph. */
  function partsOf(paragraph: Paragraph): Part[] {
    const { text, hyphens } = paragraph
    const parts: Part[] = []
    const add = (item: Item, start: number, end: number) => parts.push({ item, start, end })
    for (const match of text.matchAll(/[ \n\t]+|\u00A0|[^ \n\t\u00A0]+/g)) {
      const start = match.index
      const end = start + match[0].length
      const width = (from: number, to: number) => widthOf(paragraph, from, to)
      if (match[0] === '\u00A0') add({ kind: 'no-break-space', width: width(start, end) }, start, end)
      else if (/^[ \n\t]/.test(match[0])) {
        if (start > 0 && end < text.length) add({ kind: 'space', width: width(start, end) }, start, end)
      } else {
        let from = start
        for (let at = start + 1; at < end; at++) {
          const hard =
            /[-\u2010\u2013\u2014]/.test(text[at - 1]!) && at - 1 > start && /\p{L}/u.test(text[at]!)
          if (!hard && !hyphens.has(at)) continue
          add({ kind: 'box', width: width(start, at) - width(start, from) }, from, at)
          if (hard) add({ kind: 'break', afterHyphen: true, penalty: 50 }, at, at)
          else add({ kind: 'hyphen', width: hyphenAfter(paragraph, at) }, at, at)
          from = at
        }
        add({ kind: 'box', width: width(start, end) - width(start, from) }, from, end)
      }
    }
    return parts
  }

  function pieceAt({ pieces }: Paragraph, at: number): Piece {
    let found = pieces[0]!
    for (const piece of pieces) if (piece.start <= at && piece.node.length > 0) found = piece
    return found
  }

  function rangeOf(paragraph: Paragraph, from: number, to: number): Range {
    const range = document.createRange()
    const first = pieceAt(paragraph, from)
    const last = pieceAt(paragraph, Math.max(from, to - 1))
    range.setStart(first.node, from - first.start)
    range.setEnd(last.node, to - last.start)
    return range
  }

  /** All that a width depends on; the `font` shorthand is empty where old-style figures are asked for. */
  function fontOf(style: CSSStyleDeclaration): string {
    const { fontStyle, fontWeight, fontSize, fontFamily, fontVariant, letterSpacing } = style
    return [fontStyle, fontWeight, fontSize, fontFamily, fontVariant, letterSpacing].join(' ')
  }

  /** In px, as the browser shapes the piece; the same piece in the same style is measured once. */
  function widthOf(paragraph: Paragraph, from: number, to: number): number {
    if (to <= from) return 0
    const first = pieceAt(paragraph, from)
    const alone = to <= first.start + first.node.length
    const key = alone ? `${first.style} ${paragraph.text.slice(from, to)}` : ''
    const known = alone ? widths.get(key) : undefined
    if (known !== undefined) return known
    const width = rangeOf(paragraph, from, to).getBoundingClientRect().width
    if (alone) widths.set(key, width)
    return width
  }

  /** Measured behind its letter, as it will be drawn. */
  function hyphenAfter(paragraph: Paragraph, at: number): number {
    const piece = pieceAt(paragraph, at - 1)
    const letter = paragraph.text[at - 1]!
    const key = `${piece.style} hyphen ${letter}`
    const known = widths.get(key)
    if (known !== undefined) return known
    const probe = document.createElement('span')
    probe.style.cssText = 'position:absolute;visibility:hidden;white-space:nowrap'
    piece.node.parentElement!.append(probe)
    const width = (text: string) => {
      probe.textContent = text
      return probe.getBoundingClientRect().width
    }
    const hyphen = width(letter + HYPHEN) - width(letter)
    probe.remove()
    widths.set(key, hyphen)
    return hyphen
  }

  /** From the last line to the first, so that what comes before keeps its place. */
  function breakLines(paragraph: Paragraph, parts: readonly Part[], lines: readonly Line[]): void {
    if (lines.length < 2) return
    for (const line of [...lines].reverse()) {
      const content = parts.slice(line.first, line.last + 1).filter(({ start, end }) => end > start)
      const from = content[0]!.start
      const until = parts[line.last]!.item.kind === 'space' ? content.at(-2)! : content.at(-1)!
      const range = rangeOf(paragraph, from, until.end)
      const box = document.createElement('span')
      box.dataset.line = ''
      box.style.whiteSpace = 'nowrap'
      if (line.wordSpacing < 0) box.style.wordSpacing = `${line.wordSpacing}px`
      const { letterSpacing } = filling(paragraph, parts, line)
      if (letterSpacing > 0) box.style.letterSpacing = `${letterSpacing.toFixed(3)}px`
      box.append(range.extractContents())
      range.insertNode(box)
      const end = parts[line.last]!.item.kind
      if (end === 'hyphen') {
        box.dataset.hyphen = ''
        const element = lastElement(box)
        element.append(HYPHEN)
        element.normalize() // in the word's own text: the finished file tells a soft hyphen by what follows it there
      }
      if (end === 'hyphen' || end === 'break') box.after(document.createElement('wbr'))
    }
  }

  /** How a line is filled: what its letters take over, and what is left for its word spaces. */
  function filling({ fontSize }: Paragraph, parts: readonly Part[], line: Line): Filling {
    const natural = line.wordSpace - line.wordSpacing
    const content = parts.slice(line.first, line.last + 1)
    const spaces = content.filter(
      ({ item }) => item.kind === 'no-break-space' || item.kind === 'space',
    ).length
    const inside = parts[line.last]!.item.kind === 'space' ? spaces - 1 : spaces
    if (inside < 1 || line.wordSpacing <= 0) return { letterSpacing: 0, stretch: line.wordSpace / natural }
    const letters = content.at(-1)!.end - content[0]!.start
    const surplus = Math.max(0, line.wordSpace - LOOSE * natural) * inside
    const letterSpacing = Math.min(LETTER_SPACING * fontSize, surplus / letters)
    return { letterSpacing, stretch: (line.wordSpace - (letterSpacing * letters) / inside) / natural }
  }

  /** The element that the last letter is in: a hyphen is set in its style. */
  function lastElement(box: HTMLElement): HTMLElement {
    let element = box
    while (element.lastChild instanceof HTMLElement) element = element.lastChild
    return element
  }

  /** True if each line is where it was meant to be: one box a line, none too wide. */
  function staysAsPlanned({ block, measure }: Paragraph, lines: readonly Line[]): boolean {
    if (lines.length < 2) return true
    const boxes = [...block.querySelectorAll<HTMLElement>('[data-line]')]
    if (boxes.length !== lines.length) return false
    const right =
      block.getBoundingClientRect().left + parseFloat(getComputedStyle(block).paddingLeft) + measure + 1
    let above = -Infinity
    return boxes.every((box, index) => {
      const rectangle = box.getBoundingClientRect()
      const below = rectangle.top > above
      above = rectangle.top
      return below && (rectangle.right <= right || lines[index]!.overfull)
    })
  }

  /** Leaves soft hyphens only where the browser ended a line at one. */
  function settleHyphens(block: HTMLElement): void {
    const none = getComputedStyle(block).hyphens === 'none'
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      if (!node.data.includes('\u00AD')) continue
      if (none) node.data = node.data.replace(SOFT_HYPHEN, '')
      const range = document.createRange()
      const lineOf = (at: number) => {
        range.setStart(node, at)
        range.setEnd(node, at + 1)
        return [...range.getClientRects()].at(-1)?.bottom
      }
      const taken: number[] = []
      for (let at = node.data.indexOf('\u00AD'); at >= 0; at = node.data.indexOf('\u00AD', at + 1))
        if (at > 0 && at + 1 < node.length && lineOf(at - 1) !== lineOf(at + 1)) taken.push(at)
      node.data = node.data
        .split('')
        .filter((character, at) => character !== '\u00AD' || taken.includes(at))
        .join('')
    }
  }
}
