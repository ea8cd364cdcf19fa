/** Markdown → blocks: the tokens of a statement's body as a tree, each piece of text with its place. */
import type { Token } from 'markdown-it'
import type {
  Block,
  Cell,
  Inline,
  ListItem,
  ListStyle,
  Mark,
  Note,
  Picture,
  Run,
  Size,
  Span,
} from '../model/block.js'
import type { Place, Tag, Text } from '../model/publication.js'
import { AS_WRITTEN, type Fill } from './fill.js'
import { attribute, beginOf, labelOf, letterLists, markdown, signsOf } from './markdown.js'

/** A body as Markdown sees it: its tokens, and the lines that they were made of. */
export interface Parsed {
  readonly tokens: readonly Token[]
  readonly placeOf: (token: Token) => Place
  /** @param fill what placeholders in a piece of text become */
  readonly blocks: (lang: Tag, fill?: Fill['run']) => readonly Block[]
}

/**
 * @param body the text behind the front matter, with line ends of one character
 * @param before what comes before it: `line` lines of so many characters
 */
export function parseBody(body: string, before: Place & { readonly characters: number }): Parsed {
  const lines = body.split('\n')
  const tokens = markdown.parse(letterLists(lines).join('\n'), {})
  // The text of a table cell has no line of its own; its row has one.
  const starts = new Map<Token, number>()
  let last = 0
  for (const token of tokens) starts.set(token, (last = token.map?.[0] ?? last))
  const source = new Source(before, lines, starts)
  return {
    tokens,
    placeOf: (token) => source.placeOf(token),
    blocks: (lang, fill = AS_WRITTEN.run) => {
      const { body, notes } = takeNotes(tokens)
      return withLevels(new Reader(lang, source, notes, fill).read(body))
    },
  }
}

/** The texts of footnotes by label, and the tokens without them. Of two with one label the first counts. */
function takeNotes(tokens: readonly Token[]): {
  readonly body: readonly Token[]
  readonly notes: ReadonlyMap<string, readonly Token[]>
} {
  const body: Token[] = []
  const notes = new Map<string, readonly Token[]>()
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.type !== 'footnote_reference_open') {
      body.push(token)
      continue
    }
    const close = closingOf(tokens, i)
    const label = labelOf(token)
    if (!notes.has(label)) notes.set(label, tokens.slice(i + 1, close))
    i = close
  }
  return { body, notes }
}

/** Whatever signs an author begins with, the highest heading in use is of level 1, the next of level 2. */
function withLevels(blocks: readonly Block[]): readonly Block[] {
  const levels = [...new Set(blocks.flatMap(headingLevels))].sort((a, b) => a - b)
  const settled = (block: Block): Block => {
    switch (block.kind) {
      case 'heading':
        return { ...block, level: 1 + levels.indexOf(block.level) }
      case 'numbered':
      case 'quotation':
        return { ...block, blocks: block.blocks.map(settled) }
      case 'list':
        return {
          ...block,
          items: block.items.map((item) => ({ ...item, blocks: item.blocks.map(settled) })),
        }
      default:
        return block
    }
  }
  return levels.length ? blocks.map(settled) : blocks
}

function headingLevels(block: Block): readonly number[] {
  switch (block.kind) {
    case 'heading':
      return [block.level]
    case 'numbered':
    case 'quotation':
      return block.blocks.flatMap(headingLevels)
    case 'list':
      return block.items.flatMap(({ blocks }) => blocks.flatMap(headingLevels))
    default:
      return []
  }
}

/** The lines that the tokens were made of. */
class Source {
  private readonly offsets: readonly number[]

  constructor(
    private readonly before: Place & { readonly characters: number },
    private readonly lines: readonly string[],
    private readonly starts: ReadonlyMap<Token, number>,
  ) {
    let offset = before.characters
    this.offsets = lines.map((line) => {
      const start = offset
      offset += line.length + 1
      return start
    })
  }

  placeOf(token: Token): Place {
    return { file: this.before.file, line: this.before.line + this.starts.get(token)! + 1 }
  }

  /** The lines of a code block; the place is that of the first of them. */
  verbatim(token: Token, lang: Tag): Run {
    const first = this.starts.get(token)! + Number(token.type === 'fence')
    const text = token.content
    const indent = Math.max(0, (this.lines[first] ?? '').indexOf(text.split('\n')[0]!))
    const from = (this.offsets[first] ?? this.offsets.at(-1)!) + indent
    // Indentation that belongs to the sign of the block is within.
    const last = Math.min(first + text.trimEnd().split('\n').length, this.lines.length) - 1
    const to = Math.max(from, (this.offsets[last] ?? from) + (this.lines[last]?.length ?? 0))
    const at = { file: this.before.file, line: this.before.line + first + 1, from, to }
    return { kind: 'text', text, lang, marks: [{ kind: 'code' }], at }
  }

  /** The line that a block begins in. */
  lineOf(token: Token): string {
    return this.lines[this.starts.get(token)!] ?? ''
  }

  /**
   * The place in the file of each character of an inline token's text. A line of it is the tail of a line of the file.
   * @param cell which cell of its row the token is
   */
  placesIn(token: Token, cell?: number): (from: number, to: number) => Span {
    const first = this.starts.get(token)!
    const parts = token.content.split('\n').map((part, index) => {
      const line = this.lines[first + index] ?? ''
      const text = part.trim()
      const at = cell === undefined ? line.lastIndexOf(text) : line.indexOf(text, beginOfCell(line, cell))
      const lead = part.length - part.trimStart().length
      return {
        length: part.length + 1,
        line: first + index,
        from: this.offsets[first + index]! + Math.max(at, 0) - lead,
      }
    })
    return (from, to) => {
      let start = 0
      const part = parts.find(({ length }) => from < (start += length)) ?? parts.at(-1)!
      const begin = part.from + from - (start - part.length)
      return {
        file: this.before.file,
        line: this.before.line + part.line + 1,
        from: begin,
        to: begin + to - from,
      }
    }
  }
}

/** The offset behind the bar that comes before the cell. */
function beginOfCell(line: string, cell: number): number {
  const bars = [...line.matchAll(/(?<!\\)\|/g)].map(({ index }) => index + 1)
  const begin = signsOf(line)
  if (line[begin] === '|') return bars[cell] ?? begin
  return cell === 0 ? begin : (bars[cell - 1] ?? begin)
}

/** The index of the token that closes the one at `open`; `open` itself if it stands alone. */
export function closingOf(tokens: readonly Token[], open: number): number {
  const { level, nesting } = tokens[open]!
  let close = open
  if (nesting === 1) while (tokens[++close]!.nesting !== -1 || tokens[close]!.level !== level);
  return close
}

class Reader {
  /** Of notes that were referred to, in the order of the text. */
  private readonly numbers = new Map<string, number>()
  private withinNote = false

  constructor(
    private readonly lang: Tag,
    private readonly source: Source,
    private readonly notes: ReadonlyMap<string, readonly Token[]>,
    private readonly fill: Fill['run'],
  ) {}

  /** @param nested within another block, where an ordered list is one and not the paragraphs of the statement */
  read(tokens: readonly Token[], nested = false): Block[] {
    const blocks: Block[] = []
    for (let i = 0; i < tokens.length; i = closingOf(tokens, i) + 1) {
      const within = tokens.slice(i + 1, closingOf(tokens, i))
      const block = this.block(tokens[i]!, within, nested)
      const table = blocks.at(-1)
      const caption = table?.kind === 'table' && !table.caption && captionOf(block[0])
      if (caption) blocks[blocks.length - 1] = { ...table, caption }
      else blocks.push(...block)
    }
    return blocks
  }

  private block(token: Token, within: readonly Token[], nested: boolean): Block[] {
    const at = this.source.placeOf(token)
    switch (token.type) {
      case 'paragraph_open': {
        const inlines = this.inlines(within[0]!)
        const [only, ...others] = inlines
        const first = within[0]!.children?.[0]
        const caption = first && attribute(first, 'title')
        if (only?.kind === 'picture' && !others.length && caption)
          return [{ kind: 'figure', at, picture: only, caption: this.captionRuns(caption, within[0]!) }]
        return [{ kind: 'paragraph', at, inlines }]
      }
      case 'heading_open':
        return [{ kind: 'heading', at, level: Number(token.tag.slice(1)), inlines: this.inlines(within[0]!) }]
      case 'bullet_list_open':
        return [this.list(token, within, 'bullet')]
      case 'ordered_list_open': {
        const letters = /^[ >]*(?:[-*+] |\d+[.)] +)?[a-z][.)]/.test(this.source.lineOf(within[0]!))
        if (nested || letters) return [this.list(token, within, letters ? 'letters' : 'decimal')]
        return this.items(within).map(({ item, content }) => ({
          kind: 'numbered',
          at: this.source.placeOf(item),
          number: Number(item.info),
          blocks: this.read(content, true),
        }))
      }
      case 'blockquote_open':
        return [{ kind: 'quotation', at, blocks: this.read(within, true) }]
      case 'table_open':
        return [{ kind: 'table', at, rows: this.rows(within) }]
      case 'code_block':
      case 'fence':
        return [{ kind: 'verbatim', at, run: this.source.verbatim(token, this.lang) }]
      case 'hr':
        return [{ kind: 'rule', at }]
      default:
        throw new Error(`Markdown has a block that no statement has: ${token.type}`)
    }
  }

  private items(tokens: readonly Token[]): { item: Token; content: readonly Token[] }[] {
    const items = []
    for (let i = 0; i < tokens.length; i = closingOf(tokens, i) + 1)
      items.push({ item: tokens[i]!, content: tokens.slice(i + 1, closingOf(tokens, i)) })
    return items
  }

  private list(token: Token, within: readonly Token[], style: ListStyle): Block {
    const items = this.items(within).map(({ item, content }): ListItem => ({
      at: this.source.placeOf(item),
      blocks: this.read(content, true),
    }))
    const first = within[0]!
    const letter = /([a-z])[.)]/.exec(this.source.lineOf(first))?.[1]
    const start =
      style === 'bullet' ? 1 : style === 'letters' ? letter!.charCodeAt(0) - 96 : Number(first.info)
    // Markdown hides the paragraphs of a list that has no empty lines.
    const tight = within.some(({ type, hidden }) => type === 'paragraph_open' && hidden)
    return { kind: 'list', at: this.source.placeOf(token), style, start, tight, items }
  }

  private rows(tokens: readonly Token[]): Cell[][] {
    const rows: Cell[][] = []
    for (const [index, token] of tokens.entries()) {
      if (token.type === 'tr_open') rows.push([])
      if (token.type !== 'th_open' && token.type !== 'td_open') continue
      const align = /text-align:(left|center|right)/.exec(attribute(token, 'style'))?.[1] as Cell['align']
      rows
        .at(-1)!
        .push({ ...(align && { align }), inlines: this.inlines(tokens[index + 1]!, rows.at(-1)!.length) })
    }
    return rows
  }

  private inlines(token: Token, cell?: number): Inline[] {
    const places = this.source.placesIn(token, cell)
    const open: Mark[] = []
    const inlines: Inline[] = []
    const push = (text: string, from: number, length: number, ...more: readonly Mark[]) => {
      const marks = [...open, ...more]
      const lang = marks.findLast((mark) => mark.kind === 'lang')?.lang ?? this.lang
      inlines.push({ kind: 'text', text, lang, marks, at: places(from, from + length) })
    }
    for (const child of token.children ?? []) {
      const from = beginOf(child)
      if (child.nesting === -1) open.pop()
      else if (child.nesting === 1) open.push(markOf(child))
      else if (child.type === 'softbreak') push('\n', from, 1)
      else if (child.type === 'hardbreak') inlines.push({ kind: 'break' })
      else if (child.type === 'footnote_ref')
        inlines.push(...this.note(child, [...open], places(from, from + 1)))
      else if (child.type === 'image') inlines.push(this.picture(child, [...open], places(from, from + 1)))
      else if (child.type === 'code_inline') {
        const stripped =
          token.content.slice(from + child.markup.length).startsWith(' ') && !child.content.startsWith(' ')
        push(child.content, from + child.markup.length + Number(stripped), child.content.length, {
          kind: 'code',
        })
      } else if (child.type === 'text_special') push(child.content, from, child.markup.length)
      else if (open.some(({ kind }) => kind === 'link')) {
        // Markdown has noticed an address at the sign behind its scheme, or at the bracket before it.
        const written = token.content.lastIndexOf(child.content, from + 1)
        const begin = written < 0 ? from : Math.max(written, from - 12)
        const isAddress = /^[a-z][a-z\d+.-]*:/i.test(child.content)
        const at = places(begin, begin + child.content.length)
        push(isAddress ? child.content : this.fill(child.content, this.lang, at), begin, child.content.length)
      } else
        for (const { text, at, mark } of withLinks(child.content)) {
          const filled = mark ? text : this.fill(text, this.lang, places(from + at, from + at + text.length))
          push(filled, from + at, text.length, ...(mark ? [mark] : []))
        }
    }
    return inlines
  }

  /** Within a note there are no others: see `footnotes.ts`. */
  private note(token: Token, marks: readonly Mark[], at: Span): readonly Note[] {
    if (this.withinNote) return []
    const label = labelOf(token)
    const known = this.numbers.get(label)
    const number = known ?? this.numbers.size + 1
    this.numbers.set(label, number)
    this.withinNote = true
    const blocks = known === undefined ? this.read(this.notes.get(label) ?? [], true) : []
    this.withinNote = false
    return [{ kind: 'note', number, blocks, lang: this.lang, marks, at }]
  }

  private picture(token: Token, marks: readonly Mark[], at: Place): Picture {
    const source = attribute(token, 'src')
    const size = Object.fromEntries(
      (['width', 'height', 'max-height'] as const).flatMap((key) => {
        const value = attribute(token, key)
        return value ? [[key, value] as const] : []
      }),
    ) as Size
    return { kind: 'picture', url: addressOf(source), source, alt: token.content, size, marks, at }
  }

  /** The title of a picture, which Markdown does not look into. */
  private captionRuns(caption: string, token: Token): Inline[] {
    const from = Math.max(0, token.content.lastIndexOf(caption))
    const at = this.source.placesIn(token)(from, from + caption.length)
    return [{ kind: 'text', text: this.fill(caption, this.lang, at), lang: this.lang, marks: [], at }]
  }
}

function markOf(token: Token): Mark {
  switch (token.type) {
    case 'em_open':
      return { kind: 'em' }
    case 'strong_open':
      return { kind: 'strong' }
    case 'sup_open':
      return { kind: 'sup' }
    case 'sub_open':
      return { kind: 'sub' }
    case 'link_open':
      return { kind: 'link', href: attribute(token, 'href') }
    case 'phrase_open':
      return { kind: 'lang', lang: attribute(token, 'lang') }
    default:
      throw new Error(`Markdown has a mark that no statement has: ${token.type}`)
  }
}

/** A text with the bare addresses in it: «example.org/trains», «office@example.org». */
function withLinks(text: string): { readonly text: string; readonly at: number; readonly mark?: Mark }[] {
  const pieces = []
  let at = 0
  for (const { index, lastIndex, url, schema } of markdown.linkify.match(text) ?? []) {
    // «… to pay.So we …» lacks a space, and is no domain.
    if (!schema && /\p{Lu}/u.test(text.slice(index, lastIndex))) continue
    const href = markdown.normalizeLink(url)
    if (!markdown.validateLink(href)) continue
    if (index > at) pieces.push({ text: text.slice(at, index), at })
    pieces.push({ text: text.slice(index, lastIndex), at: index, mark: { kind: 'link', href } as const })
    at = lastIndex
  }
  if (at < text.length) pieces.push({ text: text.slice(at), at })
  return pieces
}

/** A line of text with its bare addresses as links. */
export const linkedRuns = ({ text, lang, at }: Text & { readonly at: Span }): readonly Run[] =>
  withLinks(text).map(({ text, at: begin, mark }) => ({
    kind: 'text',
    text,
    lang,
    marks: mark ? [mark] : [],
    at: { ...at, from: at.from + begin, to: at.from + begin + text.length },
  }))

/** «Table: Night trains» right below a table. */
function captionOf(block: Block | undefined): readonly Inline[] | undefined {
  const [first, ...others] = block?.kind === 'paragraph' ? block.inlines : []
  const begin = first?.kind === 'text' ? /^(?:Table)?: +/.exec(first.text) : null
  if (!begin || first?.kind !== 'text') return undefined
  const at = { ...first.at, from: first.at.from + begin[0].length }
  return [{ ...first, text: first.text.slice(begin[0].length), at } satisfies Run, ...others]
}

/** Pictures are named from the statement's folder. A page lies two folders below the project's root. */
const ROOT = 'file:///project/'
const PAGE = `${ROOT}templates/any/page.html`
const isRelative = (source: string): boolean => !/^([a-z][a-z0-9+.-]*:|\/)/i.test(source)

const addressOf = (source: string): string =>
  new URL(isRelative(source) ? `../../source/statement/${source}` : source, PAGE).href.replace(ROOT, '')
