/** Footnotes: each at the foot of the page that refers to it, the pages settled from the first to the last. */
import type { Area } from '../../model/area.js'
import { DIVIDED, freezeLines, LINE } from './freeze-lines.js'
import { forgetBreaks, paginate } from './paginate.js'

/** What cannot go over to another page in parts: a line, a row, a heading, a picture. */
interface Atom {
  readonly element: HTMLElement
  /** The paragraph that it is a line of, and which one of them, from 0. */
  readonly line?: { readonly paragraph: HTMLElement; readonly index: number; readonly count: number }
  readonly notes: readonly HTMLElement[]
}

/** Where an atom, or another box, is: page from 0, px from the page's top. */
interface Box {
  readonly page: number
  readonly top: number
  readonly bottom: number
}

/** How high notes are without the space and the rule above the first of a page, and how high these are. */
interface Heights {
  readonly heights: Map<HTMLElement, number>
  readonly lead: number
}

const NOTE = 'aside.note'

/** Fewer lines than this of a note that goes over to the next page stand on neither. */
const LINES_OF_A_NOTE = 2

/** Notes that the style sheet takes out of the text; others stay where the template has placed them. */
export const notesOf = (root: ParentNode): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>(NOTE)].filter(
    (note) => getComputedStyle(note).position === 'absolute',
  )

/** While sizes are tried, notes stand where they are written: so they take the room that they will take. */
export function placeInFlow(notes: readonly HTMLElement[]): () => void {
  for (const { style } of notes) style.position = 'static'
  return () => {
    for (const { style } of notes) style.position = ''
  }
}

/**
 * Puts the notes of the page in their places, once its lines are set. Each page ends where its text and the notes that it refers to
 * fill it: at the last break that the style sheet allows, and not within a word. It is settled once, and nothing that comes later moves
 * it. A note goes over to the next page only where the page would lose half its text otherwise.
 * @returns how many pages there are then, and what the last one has left, in px
 */
export function settleNotes(area: Area): { readonly pages: number; readonly slackPx: number } {
  const feet = [...new Set(notesOf(document).map(sectionOf))].map((section) => settleSection(section, area))
  straighten(area)
  const { pages, slackPx, columns, end } = paginate(area)
  end()
  const last = feet.at(-1)
  return { pages, slackPx: last?.page === columns - 1 ? Math.max(0, slackPx - last.height) : slackPx }
}

/**
 * Lets notes be placed by the pages of their own section, or of what the style sheet positions around it: the pages before it may be
 * of another size. What is positioned is painted after what is not, so all that comes behind a section is, too: it is painted in its order.
 */
export function anchorNotes(): void {
  for (const section of new Set(notesOf(document).map(sectionOf))) {
    if (anchorOf(section) === document.body) section.style.position = 'relative'
    for (const each of followersOf(section))
      if (getComputedStyle(each).position === 'static') each.style.position = 'relative'
  }
}

/** The elements behind it, the outermost. */
function followersOf(section: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = []
  for (let each: Element = section; each !== document.body; each = each.parentElement!)
    for (let next = each.nextElementSibling; next; next = next.nextElementSibling)
      found.push(next as HTMLElement)
  return found
}

/** What a run of pages with notes is: the notes are placed from where it begins. */
const sectionOf = (note: HTMLElement): HTMLElement => note.closest<HTMLElement>('main') ?? document.body

/** What the notes of a section are placed from. */
function anchorOf(section: HTMLElement): HTMLElement {
  let anchor = section
  while (anchor !== document.body && getComputedStyle(anchor).position === 'static')
    anchor = anchor.parentElement!
  return anchor
}

/** @returns its last page, and how high the notes at the foot of that are */
function settleSection(section: HTMLElement, area: Area): { readonly page: number; readonly height: number } {
  const { facing } = area
  freezeLines(section)
  const atoms = atomsOf(section)
  const notes = notesOf(section)
  for (const { style } of notes) style.marginBlock = '0' // whatever blocks of the text have
  const heights = new Map(notes.map((note) => [note, note.getBoundingClientRect().height]))
  const lead = leadOf(notes[0]!, heights.get(notes[0]!)!)
  const heightOf = (held: readonly HTMLElement[]) =>
    held.reduce((sum, note) => sum + heights.get(note)!, held.length ? lead : 0)

  /** Notes, or what is left of them, that the page before had no room for. */
  let carried: readonly HTMLElement[] = []
  for (let from = 0; from < atoms.length;) {
    const boxes = layOut(area, (boxOf) => atoms.slice(from).map(({ element }) => boxOf(element)))
    const { page } = boxes[0]!
    const bottomOf = (cut: number) => boxes[cut - 1 - from]!.bottom
    const end = atoms.findIndex((_, at) => at > from && boxes[at - from]!.page !== page)
    const isOpen = facing && page % 2 === 1 // the next page is seen with it
    const mayEnd = (cut: number) =>
      mayBreak(atoms[cut - 1]!, atoms[cut]!) && (isOpen || !atoms[cut - 1]!.element.matches(DIVIDED))
    /** The last place before this one where the page may end; where it begins if there is none. */
    const back = (cut: number): number => {
      do cut--
      while (cut > from && !mayEnd(cut))
      return cut
    }
    let cut = end < 0 ? atoms.length : end
    const natural = cut
    if (end > 0 && !isOpen && atoms[cut - 1]!.element.matches(DIVIDED) && back(cut) > from) cut = back(cut)
    let over: readonly HTMLElement[] = []
    const held = () =>
      [...carried, ...atoms.slice(from, cut).flatMap(({ notes }) => notes)].filter(
        (note) => !over.includes(note),
      )
    for (;;) {
      const here = held()
      const last = here.at(-1)
      if (!last || bottomOf(cut) + heightOf(here) <= area.heightPx) break
      const before = back(cut)
      if (before > from && bottomOf(before) > area.heightPx / 2) {
        ;[cut, over] = [before, []]
        continue
      }
      const room = area.heightPx - bottomOf(cut) - heightOf(here) + heights.get(last)!
      const rest = split(last, room, heights)
      if (rest) {
        over = [rest, ...over]
        break
      }
      if (before > from) [cut, over] = [before, []]
      else over = [last, ...over]
    }
    if (cut < natural) endPage(atoms[cut - 1]!, atoms[cut]!, area)
    const here = held()
    const height = heightOf(here)
    const atFoot = cut < atoms.length || makeRoom(section, page, height, area)
    const top = atFoot ? area.heightPx - height : bottomOf(cut)
    place(here, { page, top }, section, { heights, lead }, area)
    carried = over
    if (cut === atoms.length && !carried.length) return { page, height: atFoot ? height : 0 }
    from = cut
  }
  return settleRest(carried, section, { heights, lead }, area)
}

/** What the last page of the text had no room for has pages of its own. */
function settleRest(
  notes: readonly HTMLElement[],
  section: HTMLElement,
  { heights, lead }: Heights,
  area: Area,
): { readonly page: number; readonly height: number } {
  for (;;) {
    const page = document.createElement('div')
    page.dataset.turn = ''
    page.style.cssText = 'break-before:page;height:1px'
    section.append(page)
    forgetBreaks()
    const box = layOut(area, (boxOf) => boxOf(page))
    const [note, ...others] = notes as [HTMLElement, ...HTMLElement[]]
    const room = area.heightPx - box.top - lead
    const rest = heights.get(note)! > room ? split(note, room, heights) : undefined
    page.style.height = `${Math.min(heights.get(note)! + lead, area.heightPx - box.top)}px` // what comes behind stands below
    place([note], box, section, { heights, lead }, area)
    notes = rest ? [rest, ...others] : others
    if (!notes.length) return { page: box.page, height: area.heightPx }
  }
}

/** What the first note of a page needs beyond its own height: the space and the rule above it. */
function leadOf(note: HTMLElement, height: number): number {
  note.dataset.first = ''
  const lead = note.getBoundingClientRect().height - height
  delete note.dataset.first
  return lead
}

/** Blank pages do not count: they are put in later. */
function layOut<T>(
  area: Area,
  read: (boxOf: (element: Element) => Box, boxesOf: (element: Element) => Box[]) => T,
): T {
  const { columnAt, top, end } = paginate(area)
  const boxOf = (box: DOMRect): Box => ({
    page: columnAt(box.left),
    top: box.top - top,
    bottom: box.bottom - top,
  })
  const found = read(
    (element) => boxOf(element.getClientRects()[0] ?? element.getBoundingClientRect()),
    (element) => [...element.getClientRects()].map(boxOf),
  )
  end()
  return found
}

function atomsOf(section: HTMLElement): Atom[] {
  const noteOf = (link: HTMLAnchorElement): HTMLElement[] => {
    const note = document.getElementById(decodeURIComponent(link.hash.slice(1)))
    // Of several references to a note the first has it on its page; that one has an id.
    return note?.matches(NOTE) && link.closest('.reference[id]') ? [note] : []
  }
  const notesIn = (element: HTMLElement) =>
    [...element.querySelectorAll<HTMLAnchorElement>('.reference a')].flatMap(noteOf)
  const visit = (element: HTMLElement): Atom[] => {
    if (element.matches(NOTE) || !element.getClientRects().length) return []
    const lines = element.matches('p, li, blockquote, pre')
      ? [...element.querySelectorAll<HTMLElement>(LINE)].filter(
          (line) => line.closest('p, li, blockquote, pre, td') === element,
        )
      : []
    if (lines.length)
      return lines.map((line, index) => ({
        element: line,
        line: { paragraph: element, index, count: lines.length },
        notes: notesIn(line),
      }))
    const holdsBlocks =
      !element.matches('tr, figure, h1, h2, h3, h4, h5, h6, pre, caption') &&
      [...element.children].some((child) => !/^(inline|none|contents)/.test(getComputedStyle(child).display))
    if (!holdsBlocks) return [{ element, notes: notesIn(element) }]
    return [...element.children].flatMap((child) => visit(child as HTMLElement))
  }
  return [...section.children].flatMap((child) => visit(child as HTMLElement))
}

/** Whether the style sheet lets a page end between two atoms that follow one another (CSS Fragmentation 3, 3 and 4.4). */
function mayBreak(before: Atom, after: Atom): boolean {
  const [a, b] = [before.line, after.line]
  if (b && a?.paragraph === b.paragraph) {
    const { orphans, widows } = getComputedStyle(b.paragraph)
    if (b.index < Number(orphans) || b.count - b.index < Number(widows)) return false
  }
  if (before.element.closest('thead, caption')) return false
  const avoids = (element: Element, key: 'breakBefore' | 'breakAfter' | 'breakInside') =>
    getComputedStyle(element)[key].startsWith('avoid')
  let common: Element = before.element
  for (; !common.contains(after.element); common = common.parentElement!)
    if (avoids(common, 'breakAfter')) return false
  for (let each: Element = after.element; each !== common; each = each.parentElement!)
    if (avoids(each, 'breakBefore')) return false
  for (let each: Element | null = common; each; each = each.parentElement)
    if (avoids(each, 'breakInside')) return false
  return true
}

/** Ends a page between two atoms: within a paragraph with a line as high as what is left of the page, else before the next box. */
function endPage(before: Atom, after: Atom, area: Area): void {
  if (before.line && before.line.paragraph === after.line?.paragraph) {
    const filler = document.createElement('span')
    filler.style.cssText = 'display:inline-block;width:100%;vertical-align:top'
    after.element.before(filler)
    const left = layOut(area, (boxOf) => {
      const here = boxOf(filler)
      return here.page === boxOf(before.element).page ? area.heightPx - here.top : 0
    })
    // Where no more than a line is left, the page ends there by itself.
    if (left > after.element.getBoundingClientRect().height / 2) filler.style.height = `${left}px`
    else filler.remove()
    return
  }
  let next = after.element
  while (!next.parentElement!.contains(before.element)) next = next.parentElement!
  next.dataset.turn = ''
  next.style.breakBefore = 'page'
  next.style.marginTop = '0' // as at the top of any other page
  forgetBreaks()
}

/**
 * Notes on the last page of a section stand at its foot, unless what comes behind the section goes on there: then right below the text.
 * @returns whether they stand at the foot
 */
function makeRoom(section: HTMLElement, page: number, height: number, area: Area): boolean {
  if (!height) return true
  const behind = followersOf(section).flatMap((each) => [each, ...each.querySelectorAll('*')])
  const reaches = (edge: number) =>
    layOut(area, (_, boxesOf) =>
      behind.some((element) => boxesOf(element).some((box) => box.page === page && box.bottom > edge)),
    )
  if (!reaches(area.heightPx - height)) return true
  section.style.paddingBottom = `${height}px`
  return !reaches(0) // all of it has gone over to the next page
}

interface Placed {
  /** Where it is to be: page and px from its top. */
  readonly page: number
  readonly top: number
  /** How many pages there are from where it is placed from to this one, both included. */
  readonly pages: number
  /** How far from there, in px. */
  y: number
}
const placed = new Map<HTMLElement, Placed>()

/** In print with a bleed each of the pages may be higher at its head: the style sheet says by how much. */
function moveTo(note: HTMLElement, { pages, y }: Placed): void {
  note.style.top = `calc(${y}px + ${pages} * var(--grows, 0px))`
}

/**
 * Looks where the notes came to lie. Behind a page that ends within a table they are lower than they should be, and boxes that are repeated
 * on each page move them by so much a page or not, as the browser sees fit (Chromium 153). One that is lower by a trace would lose its last
 * line to the next page.
 */
function straighten(area: Area): void {
  for (let tries = 0; tries < TRIES; tries++) {
    const boxes = layOut(area, (boxOf) => [...placed.keys()].map(boxOf))
    let areStraight = true
    for (const [i, [note, wanted]] of [...placed].entries()) {
      const lower = (boxes[i]!.page - wanted.page) * area.heightPx + boxes[i]!.top - wanted.top
      if (lower > -1 && lower <= 0) continue
      wanted.y -= lower + TRACE
      moveTo(note, wanted)
      areStraight = false
    }
    if (areStraight) return
  }
}

/** Each brings a note nearer by a page at least, where the browser counts pages otherwise than here. */
const TRIES = 10
/** In px: more than what positions are rounded by. */
const TRACE = 0.25

/** @param at where the first of them begins, with the space above it */
function place(
  notes: readonly HTMLElement[],
  at: { readonly page: number; readonly top: number },
  section: HTMLElement,
  { heights, lead }: Heights,
  area: Area,
): void {
  const origin = layOut(area, (boxOf) => boxOf(anchorOf(section)))
  // Pages before these may be of another size, so what counts is how far a page is from the first one.
  const pages = at.page - origin.page
  const first = pages * area.heightPx + at.top - origin.top
  let y = first
  for (const [index, note] of notes.entries()) {
    if (index === 0) note.dataset.first = ''
    const place = { page: at.page, top: at.top + y - first, pages: pages + 1, y }
    placed.set(note, place)
    moveTo(note, place)
    y += heights.get(note)! + (index === 0 ? lead : 0)
  }
}

/**
 * Parts a note between two of its blocks, or two lines of a paragraph, where there is room for what comes before: with two of these at
 * least on each side, and no word divided.
 * @returns what goes over to the next page; undefined if it cannot be parted so
 */
function split(note: HTMLElement, room: number, heights: Map<HTMLElement, number>): HTMLElement | undefined {
  const { top } = note.getBoundingClientRect()
  const blocks = [...note.children].filter((child) => !child.matches('.note-number'))
  const parts = blocks.flatMap((block) => {
    const lines = block.matches('p') ? [...block.querySelectorAll<HTMLElement>(LINE)] : []
    return lines.length ? lines : [block as HTMLElement]
  })
  const fitting = parts.filter((part) => part.getBoundingClientRect().bottom - top <= room).length
  let count = Math.min(fitting, parts.length - LINES_OF_A_NOTE)
  while (count >= LINES_OF_A_NOTE && parts[count - 1]!.matches(DIVIDED)) count--
  if (count < LINES_OF_A_NOTE) return undefined
  const [last, first] = [parts[count - 1]!, parts[count]!]
  const height = last.getBoundingClientRect().bottom - top
  const within = first.closest('p')?.contains(last) ?? false
  const range = document.createRange()
  range.setStartBefore(within ? first : blocks.find((block) => block.contains(first))!)
  range.setEnd(note, note.childNodes.length)
  const rest = note.cloneNode(false) as HTMLElement
  rest.removeAttribute('id')
  if (within) rest.lang += '-on'
  rest.append(range.extractContents())
  if (within) (rest.firstElementChild as HTMLElement).style.textIndent = '0'
  note.after(rest)
  // Now that neither is as it was, both are as high as they say.
  heights.set(note, height)
  heights.set(rest, rest.getBoundingClientRect().height)
  return rest
}
