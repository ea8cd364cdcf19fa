/** The text of a loaded page: read, measured, broken into lines, looked at. */
import type { Area } from '../../model/area.js'
import type { PageNumber } from '../../model/passage.js'
import { notesOf } from './notes.js'
import { paginate } from './paginate.js'

/** A justified paragraph as it was found. Offsets count UTF-16 units of `text`. */
export interface Paragraph {
  /** Without soft hyphens. */
  readonly text: string
  /** Where words may be divided. */
  readonly hyphens: readonly number[]
  /** Where addresses may be, without a hyphen (<wbr>). */
  readonly breaks: readonly number[]
  /** Where text of another style begins. The same text in the same style is as wide in every paragraph. */
  readonly runs: readonly { readonly start: number; readonly style: number }[]
  /** What a line can take, in px. */
  readonly measure: number
  /** How far the first line is moved in, in px; below 0 if it hangs out. */
  readonly indent: number
  /** In px. */
  readonly fontSize: number
}

/** A stretch of text: index of the paragraph, offset of its first character, offset behind its last. */
export type Span = readonly [paragraph: number, from: number, to: number]

/** A place in the text: index of the paragraph, offset. */
export type TextOffset = readonly [paragraph: number, at: number]

export interface MeasureRequest {
  readonly words: readonly Span[]
  readonly spaces: readonly TextOffset[]
  readonly hyphens: readonly TextOffset[]
}

/** In px, in the order of the request. */
export type MeasureResult = Readonly<Record<keyof MeasureRequest, readonly number[]>>

/** A line to be. Spacing in px, added to what the style has. */
export interface SetLine {
  readonly from: number
  readonly to: number
  /** A hyphen is drawn at its end; `break`: it ends within a word with nothing drawn. */
  readonly end: 'space' | 'hyphen' | 'break'
  readonly wordSpacing: number
  readonly letterSpacing: number
}

/** What became of the lines, with the pages as columns. */
export interface Inspection {
  readonly pages: number
  /** What the last page has left, in px. */
  readonly slackPx: number
  /** Blank pages and page numbers that are still to be put in: see `place`. */
  readonly unplaced: number
  /** There are footnotes that go to the foot of their pages: see `settleNotes`. */
  readonly hasNotes: boolean
  readonly paragraphs: readonly {
    /** Each line is where it was meant to be: one box a line, none too wide. */
    readonly stays: boolean
    /** Lines, from 0, after which a page is turned, or another one begins if pages do not face each other. */
    readonly pageEnds: readonly number[]
  }[]
}

const SOFT_HYPHEN = '\u00AD'
/** A soft hyphen, and the one that is drawn: so the finished file can tell a divided word from a compound. */
const HYPHEN = '\u00AD\u2010'

interface Piece {
  readonly node: Text
  readonly start: number
}
interface Block {
  readonly element: HTMLElement
  /** As it was before soft hyphens were taken out and lines were set. */
  readonly html: string
  /** Its text nodes. */
  pieces: readonly Piece[]
  readonly measure: number
}

let blocks: readonly Block[] = []
const styles = new Map<string, number>()
// One for all: a document keeps every range that it has made up to date as it changes.
const range = document.createRange()

const textNodes = (element: HTMLElement): Text[] => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const nodes: Text[] = []
  while (walker.nextNode()) nodes.push(walker.currentNode as Text)
  return nodes
}

const BLOCKS = 'p, li, td, th, dd, blockquote, caption, figcaption'
/** Without that of blocks within it. */
const ownText = (element: HTMLElement): Text[] =>
  textNodes(element).filter(({ parentElement }) => parentElement!.closest(BLOCKS) === element)

/** Takes the soft hyphens out of the text of an element. */
const takeOut = (
  element: HTMLElement,
): { text: string; hyphens: number[]; breaks: number[]; pieces: Piece[] } => {
  const [hyphens, breaks]: [number[], number[]] = [[], []]
  const pieces: Piece[] = []
  let text = ''
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node instanceof HTMLElement && node.localName === 'wbr') breaks.push(text.length)
    if (!(node instanceof Text)) continue
    const start = text.length
    for (const [index, part] of node.data.split(SOFT_HYPHEN).entries()) {
      if (index > 0 && text !== '') hyphens.push(text.length)
      text += part
    }
    if (node.length > text.length - start) node.data = text.slice(start)
    if (node.length) pieces.push({ node, start })
  }
  return { text, hyphens, breaks, pieces }
}

/** All that a width depends on; the `font` shorthand is empty where old-style figures are asked for. */
const styleOf = (element: Element): number => {
  const { fontStyle, fontWeight, fontSize, fontFamily, fontVariant, letterSpacing } =
    getComputedStyle(element)
  const lang = element.closest('[lang]')?.getAttribute('lang') ?? ''
  const key = [fontStyle, fontWeight, fontSize, fontFamily, fontVariant, letterSpacing, lang].join(' ')
  if (!styles.has(key)) styles.set(key, styles.size)
  return styles.get(key)!
}

const pieceAt = ({ pieces }: Block, at: number): Piece =>
  pieces.findLast(({ start }) => start <= at) ?? pieces[0]!

const select = (block: Block, from: number, to: number): void => {
  const first = pieceAt(block, from)
  const last = pieceAt(block, to - 1)
  range.setStart(first.node, from - first.start)
  range.setEnd(last.node, to - last.start)
}

/** What is not encoded as it should be is taken as it is, as the browser does. */
const decode = (fragment: string): string => {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

const pageNumbers = () =>
  [...document.querySelectorAll<HTMLElement>('a[href^="#"] [data-page]')].map((element) => {
    const id = decode(element.closest('a')!.hash.slice(1))
    return { element, id, target: document.getElementById(id) }
  })

/** In text that the browser breaks: leaves soft hyphens only where it ended a line at one. */
const settleHyphens = (elements: readonly HTMLElement[]): void => {
  const settled: (readonly [Text, string])[] = []
  for (const element of elements)
    for (const node of ownText(element)) {
      const { data } = node
      if (!data.includes(SOFT_HYPHEN)) continue
      const lineOf = (at: number) => {
        range.setStart(node, at)
        range.setEnd(node, at + 1)
        return [...range.getClientRects()].at(-1)?.bottom
      }
      const none = getComputedStyle(node.parentElement!).hyphens === 'none'
      const taken = (at: number) =>
        data[at + 1] === '\u2010' || // a page that ends its line itself
        (!none && at > 0 && at + 1 < data.length && lineOf(at - 1) !== lineOf(at + 1))
      settled.push([node, data.replace(/\u00AD/g, (hyphen, at: number) => (taken(at) ? hyphen : ''))])
    }
  for (const [node, data] of settled) node.data = data
}

/** A page is never turned within a line: lines that stay together become one, of a box that holds them. */
const keepTogether = (element: HTMLElement, kept: readonly number[]): void => {
  const lines = [...element.querySelectorAll('[data-line]')]
  const orphans = Number(getComputedStyle(element).orphans) // these stay together as it is
  const wanted = kept.filter((line) => line + 1 >= orphans)
  for (let i = 0; i < wanted.length; i++) {
    const first = wanted[i]!
    while (wanted[i + 1] === wanted[i]! + 1) i++
    const last = wanted[i]! + 1
    const box = document.createElement('span')
    box.style.cssText = 'display:inline-block;width:100%;vertical-align:top;text-indent:0'
    if (last < lines.length - 1) box.style.textAlignLast = 'justify'
    range.setStartBefore(lines[first]!)
    range.setEndAfter(lines[last]!)
    box.append(range.extractContents())
    range.insertNode(box)
    // Underlines do not reach into such a box (CSS Text Decoration 3, 2.1).
    for (let outer = box.parentElement; outer; outer = outer.parentElement) {
      const { textDecoration, textDecorationLine } = getComputedStyle(outer)
      if (textDecorationLine !== 'none') {
        box.style.textDecoration = textDecoration
        break
      }
    }
  }
}

const inspect = (area: Area): Inspection => {
  const { pages, slackPx, blanks, boxOf, end } = paginate(area)
  const paragraphs = blocks.map(({ element, measure }) => {
    const boxes = [...element.querySelectorAll('[data-line]')].map(boxOf)
    const right = boxOf(element).left + parseFloat(getComputedStyle(element).paddingLeft) + measure + 1
    const below = boxes.every(
      ({ page, top }, i) => i === 0 || page > boxes[i - 1]!.page || top > boxes[i - 1]!.top,
    )
    return {
      stays: below && boxes.every((box) => box.right <= right),
      pageEnds: boxes.flatMap(({ page }, i) => {
        const next = boxes[i + 1]?.page ?? page
        const inSight = area.facing && page % 2 === 1 && next === page + 1
        return next > page && !inSight ? [i] : []
      }),
    }
  })
  end()
  const unplaced = blanks.length + pageNumbers().length
  return { pages, slackPx, unplaced, hasNotes: notesOf(document).length > 0, paragraphs }
}

/**
 * Finds the justified paragraphs and takes the soft hyphens out of them; of the others it takes those that end no
 * line. From then on paragraphs are known by their index.
 */
export function read(): Paragraph[] {
  const hasText = (element: HTMLElement) => ownText(element).some(({ data }) => data.trim() !== '')
  const all = [...document.querySelectorAll<HTMLElement>(BLOCKS)].filter(
    (element) => hasText(element) && element.getClientRects().length > 0,
  )
  const isJustified = (element: HTMLElement) => getComputedStyle(element).textAlign === 'justify'
  // A line that is ended by hand is left to the browser.
  const hasOnlyText = (element: HTMLElement) =>
    [...element.querySelectorAll('*')].every(
      (child) => child.localName !== 'br' && getComputedStyle(child).display === 'inline',
    )
  const justified = all.filter((element) => isJustified(element) && hasOnlyText(element))
  const settled = new Set(justified)
  settleHyphens(all.filter((element) => !settled.has(element)))
  // Everything is read before anything is written: one layout serves them all.
  const found = justified.map((element) => {
    const style = getComputedStyle(element)
    const { paddingLeft, paddingRight, borderLeftWidth, borderRightWidth } = style
    const edges = [paddingLeft, paddingRight, borderLeftWidth, borderRightWidth]
    const measure = edges.reduce(
      (width, edge) => width - parseFloat(edge),
      element.getBoundingClientRect().width,
    )
    const fontSize = parseFloat(style.fontSize)
    const { textIndent } = style
    const indent = parseFloat(textIndent) * (textIndent.endsWith('%') ? measure / 100 : 1)
    const divisible = style.hyphens !== 'none'
    const styleAt = new Map(textNodes(element).map((node) => [node, styleOf(node.parentElement!)]))
    return { element, measure, indent, fontSize, divisible, styleAt }
  })
  const paragraphs: Paragraph[] = []
  blocks = found.map(({ element, measure, indent, fontSize, divisible, styleAt }): Block => {
    const html = element.innerHTML
    const { text, hyphens, breaks, pieces } = takeOut(element)
    const runs = pieces.map(({ node, start }) => ({ start, style: styleAt.get(node)! }))
    paragraphs.push({ text, hyphens: divisible ? hyphens : [], breaks, runs, measure, indent, fontSize })
    return { element, html, pieces, measure }
  })
  return paragraphs
}

/**
 * How wide the browser sets these, in px: pieces of words; a word space in the style of each of those places; what a
 * hyphen adds to the letter before each of those places. Lines as the browser breaks them are measured three times
 * faster than a paragraph on one line.
 */
export function measure({ words, spaces, hyphens }: MeasureRequest): MeasureResult {
  const touched = new Set(words.map(([paragraph]) => blocks[paragraph]!.element))
  for (const { style } of touched) style.textAlign = 'start'
  const probes: HTMLElement[] = []
  const probe = ([paragraph, at]: TextOffset, text: string): HTMLElement => {
    const element = document.createElement('span')
    element.style.cssText = 'position:absolute;visibility:hidden;white-space:pre;text-indent:0'
    element.textContent = text
    pieceAt(blocks[paragraph]!, at).node.parentElement!.append(element)
    probes.push(element)
    return element
  }
  const spaceProbes = spaces.map((spot) => probe(spot, ' '))
  const hyphenProbes = hyphens.map(([paragraph, at]): [HTMLElement, HTMLElement] => {
    const { node, start } = pieceAt(blocks[paragraph]!, at - 1)
    const letter = node.data[at - 1 - start]!
    return [probe([paragraph, at - 1], letter), probe([paragraph, at - 1], letter + HYPHEN)]
  })
  const widthOf = (element: HTMLElement) => element.getBoundingClientRect().width
  const result = {
    words: words.map(([paragraph, from, to]) => {
      select(blocks[paragraph]!, from, to)
      // Two boxes if the browser ended a line within the piece.
      return [...range.getClientRects()].reduce((sum, { width }) => sum + width, 0)
    }),
    spaces: spaceProbes.map(widthOf),
    hyphens: hyphenProbes.map(([without, withHyphen]) => widthOf(withHyphen) - widthOf(without)),
  }
  for (const element of probes) element.remove()
  for (const element of touched) {
    element.style.textAlign = ''
    if (!element.getAttribute('style')) element.removeAttribute('style')
  }
  return result
}

/**
 * Each line becomes an inline box that does not wrap; between two of them stands what ends a line: a space, or
 * nothing but the chance to break. A paragraph that is broken already is broken anew; one without lines is left to
 * the browser. Looks at the outcome in the same call, or the browser would lay the page out once more in between.
 */
export function breakLines(
  broken: readonly {
    readonly paragraph: number
    readonly lines: readonly SetLine[]
    /** Lines, from 0 and in their order, after which no page may be turned. */
    readonly kept: readonly number[]
  }[],
  area: Area,
): Inspection {
  for (const { paragraph, lines, kept } of broken) {
    const block = blocks[paragraph]!
    if (block.element.querySelector('[data-line]')) {
      block.element.innerHTML = block.html
      block.pieces = takeOut(block.element).pieces
    }
    const own = getComputedStyle(block.element)
    const [ownWords, ownLetters] = [own.wordSpacing, own.letterSpacing].map((px) => parseFloat(px) || 0)
    // From the last line to the first, so that what comes before keeps its place.
    for (const { from, to, end, wordSpacing, letterSpacing } of [...lines].reverse()) {
      const box = document.createElement('span')
      box.dataset.line = ''
      if (end !== 'space') box.dataset.divided = ''
      box.style.whiteSpace = 'nowrap'
      if (wordSpacing < 0) box.style.wordSpacing = `${ownWords! + wordSpacing}px`
      if (letterSpacing > 0) box.style.letterSpacing = `${(ownLetters! + letterSpacing).toFixed(3)}px`
      select(block, from, to)
      box.append(range.extractContents())
      range.insertNode(box)
      if (end === 'hyphen') {
        let last: HTMLElement = box
        while (last.lastChild instanceof HTMLElement) last = last.lastChild
        // In the word's own text: the finished file tells a soft hyphen by what follows it there.
        if (last.lastChild instanceof Text) last.lastChild.data += HYPHEN
        else last.append(HYPHEN)
      }
      if (end !== 'space') box.after(document.createElement('wbr'))
    }
    keepTogether(block.element, kept)
  }
  return inspect(area)
}

/**
 * Writes page numbers where they are asked for: an element with `data-page` within a link to an element of the page
 * gets the number of that one's page. Then puts in the blank pages. A number that is written may move what comes after
 * it, so the pages are laid out again until all numbers stay; what is finished is compared once more.
 */
export function place(area: Area): readonly PageNumber[] {
  const numbers = pageNumbers()
  for (let tries = 0; ; tries++) {
    const { blanks, boxOf, end } = paginate(area)
    const found = numbers.map(({ target }) => (target ? boxOf(target).page + 1 : 0))
    end()
    const stay = numbers.every(({ element }, i) => element.textContent === String(found[i]))
    for (const [i, { element }] of numbers.entries()) element.textContent = String(found[i])
    if (!stay && tries < 3) continue
    for (const { count, before } of blanks)
      for (let i = 0; i < count; i++) {
        const blank = document.createElement('div')
        // The page is of a name that no template sets.
        blank.style.cssText = 'all:initial;display:block;page:blank;break-before:page;height:1px'
        ;(before?.parentElement ?? document.body).insertBefore(blank, before)
      }
    return numbers.map(({ id }, i) => ({ id, page: found[i]! }))
  }
}
