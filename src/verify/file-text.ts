/** The text of a tagged file in the order of its structure, block by block, and which of it a text has laid claim to. */
import type { Tag } from '../model/publication.js'
import { fold, LINE_END, normal, PERHAPS, settle, wordsIn } from './normal.js'
import type { MarkedText, TagNode } from './tags.js'
import { isNode } from './tags.js'

/** Units of the file's key, from one to before the other. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** An element that holds text, or as much of one as stands before, between or behind the blocks in it. */
export interface Unit extends Place {
  readonly type: string
  readonly lang: Tag
  /** The language of the text that it is part of: of what is around it, where the file has come back to its first language there. */
  readonly home: Tag
  /** What its list, table or section is: the same object for all that is in it. */
  readonly container: object
  /** Labels of the items that it is the first text in, the outermost first. */
  readonly labels: readonly string[]
}

/** What may end at a place of the key: a word, the text of a marked sequence, a block. */
export const WORD = 1
export const PIECE = 2
export const UNIT = 4
/** A sign beside a letter, as the comma between two names. */
export const SIGN = 8

/** Types that stand within a line (ISO 32000-1, 14.8.4.4), those of ours that map to them among them; a footnote holds blocks. */
const INLINE: ReadonlySet<string> = new Set(
  'Span Quote Reference BibEntry Code Link Annot Ruby Warichu Em Strong Sub NonStruct'.split(' '),
)
/** Types that hold blocks of one kind or one place; what lies between them and a text is a part of it. */
const CONTAINERS: ReadonlySet<string> = new Set(
  'Document Part Art Sect Div Aside BlockQuote L Table TOC Figure Note FENote'.split(' '),
)

interface Context {
  readonly lang: Tag
  readonly home: Tag
  readonly container: object
}

/** A unit as it is gathered. */
interface Draft extends Context {
  readonly type: string
  readonly labels: readonly string[]
  readonly pieces: { text: string; readonly page: number; readonly lang: Tag }[]
}

/**
 * @param tags the file's structure
 * @param textOf what a marked sequence reads
 */
export function openFileText(
  tags: readonly TagNode[],
  textOf: (marked: MarkedText) => string,
  lang: Tag,
): FileText {
  return new FileText(gather(tags, textOf, lang))
}

function gather(
  tags: readonly TagNode[],
  textOf: (marked: MarkedText) => string,
  lang: Tag,
): readonly Draft[] {
  const units: Draft[] = []
  let labels: string[] = []
  const allOf = (node: TagNode): string =>
    node.actualText ??
    node.kids.map((kid) => (kid === 'annotation' ? '' : isNode(kid) ? allOf(kid) : textOf(kid))).join('')
  const visit = (node: TagNode, context: Context, into: { unit: Draft | undefined }): void => {
    const own = node.lang ?? context.lang
    const inner: Context = {
      lang: own,
      home: own === lang ? context.home : own,
      container: CONTAINERS.has(node.type) ? node : context.container,
    }
    if (node.type === 'Lbl') {
      labels.push(allOf(node))
      return
    }
    const waiting = labels.length
    const isInline = INLINE.has(node.type)
    const slot = isInline ? into : { unit: undefined }
    const add = (text: string, page: number): void => {
      const letters = normal(text)
      if (!letters.trim()) {
        if (slot.unit && letters) slot.unit.pieces.at(-1)!.text += letters
        return
      }
      if (!slot.unit) {
        slot.unit = { ...(isInline ? context : inner), type: node.type, labels, pieces: [] }
        units.push(slot.unit)
        labels = []
      }
      const before = slot.unit.pieces.at(-1)
      if (before && before.page !== page && !goesOn.has(slot.unit)) before.text += LINE_END
      slot.unit.pieces.push({ text: letters, page, lang: own })
      if (text.trimEnd().endsWith('\u00AD')) goesOn.add(slot.unit)
      else goesOn.delete(slot.unit)
    }
    if (node.actualText !== undefined) return add(node.actualText, pageOf(node))
    for (const kid of node.kids)
      if (kid === 'annotation') continue
      else if (!isNode(kid)) add(textOf(kid), kid.page)
      else {
        visit(kid, inner, slot)
        if (!INLINE.has(kid.type)) slot.unit = undefined
      }
    if (node.type === 'LI') labels = labels.slice(0, waiting) // of an item without text
  }
  /** Units whose text ends within a word so far. */
  const goesOn = new Set<Draft>()
  const root = { lang, home: lang, container: tags }
  for (const node of tags) visit(node, root, { unit: undefined })
  return units
}

const pageOf = (node: TagNode): number =>
  node.kids
    .map((kid) => (kid === 'annotation' ? 0 : isNode(kid) ? pageOf(kid) : kid.page))
    .find((page) => page > 0) ?? 1

/** All letters of the file, and what of them is claimed. */
export class FileText {
  readonly units: readonly Unit[]
  readonly key: string
  /** What may end before each unit of the key, and behind the last. */
  readonly ends: Uint8Array
  readonly claimed: Uint8Array
  private readonly plain: string
  private readonly at: Int32Array
  /** Where pieces begin, on which pages, and in which language. */
  private readonly pieces: { readonly from: number; readonly page: number; readonly lang: Tag }[] = []

  constructor(drafts: readonly Draft[]) {
    const [plain, key]: [string[], string[]] = [[], []]
    const at: number[] = []
    const units: Unit[] = []
    const ends: number[] = []
    const mark = (place: number, what: number) => (ends[place] = (ends[place] ?? 0) | what)
    let [length, offset] = [0, 0]
    for (const { pieces, ...draft } of drafts) {
      const from = length
      for (const { text, page, lang } of pieces) {
        this.pieces.push({ from: length, page, lang })
        mark(length, PIECE)
        length += fold(text).length
      }
      const text = settle(pieces.map(({ text }) => text).join('')).trim()
      const own: number[] = []
      key.push(fold(text, own))
      for (const each of own) at.push(offset + each)
      for (let i = 1; i < own.length; i++) {
        const [before, here] = [text[own[i]! - 1]!, text[own[i]!]!]
        if (/\s/.test(before)) mark(from + i, WORD)
        else if (own[i] !== own[i - 1] && (isSign(before) || isSign(here))) mark(from + i, SIGN)
      }
      mark(from, UNIT | PIECE | WORD)
      mark(length, UNIT | PIECE | WORD)
      plain.push(text, PERHAPS)
      offset += text.length + 1
      units.push({ ...draft, from, to: length })
    }
    this.key = key.join('')
    this.plain = plain.join('')
    this.at = Int32Array.from([...at, this.plain.length])
    this.units = units
    this.ends = Uint8Array.from({ length: length + 1 }, (_, place) => ends[place] ?? 0)
    this.claimed = new Uint8Array(length)
  }

  /** The words there, as they stand. */
  wordsAt({ from, to }: Place): string {
    return from < to ? this.plain.slice(this.at[from], this.at[to]).trim() : ''
  }

  /** The same, one by one; each with its place, and whether it may go on behind a gap. */
  wordsWithin({
    from,
    to,
  }: Place): readonly (Place & { readonly text: string; readonly mayGoOn: boolean })[] {
    const [start, end] = [this.at[from]!, this.at[to]!]
    let offset = start
    let at = from
    return wordsIn(this.plain.slice(start, end)).map((text) => {
      offset = this.plain.indexOf(text, offset) + text.length
      const place = { from: at, to: at + fold(text).length }
      at = place.to
      return { ...place, text, mayGoOn: this.plain[offset] === PERHAPS }
    })
  }

  pageAt(place: number): number {
    return this.pieces[lastAt(this.pieces, place)]?.page ?? 1
  }

  /** Of the element right around it, which may stand within a line of another language. */
  langAt(place: number): Tag | undefined {
    return this.pieces[lastAt(this.pieces, place)]?.lang
  }

  unitAt(place: number): Unit | undefined {
    return this.units[this.indexOfUnit(place)]
  }

  indexOfUnit(place: number): number {
    return lastAt(this.units, place)
  }

  isFree({ from, to }: Place): boolean {
    for (let at = from; at < to; at++) if (this.claimed[at]) return false
    return true
  }

  claim({ from, to }: Place): void {
    this.claimed.fill(1, from, to)
  }
}

const signs = new Map<string, boolean>()

function isSign(unit: string): boolean {
  let known = signs.get(unit)
  if (known === undefined) signs.set(unit, (known = /[\p{P}\p{S}]/u.test(unit)))
  return known
}

/** The last that begins there or before; -1 if none does. */
function lastAt(list: readonly { readonly from: number }[], place: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]!.from <= place) low = middle + 1
    else high = middle
  }
  return low - 1
}
