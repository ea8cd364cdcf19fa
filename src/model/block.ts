/** A statement's text as a tree of blocks: plain readonly values, each piece of text knowing its language and its place in the source. */
import type { Place, Tag } from './publication.js'

/** What a run of text looks like or leads to. Marks nest in their order, the outermost first. */
export type Mark =
  | { readonly kind: 'em' | 'strong' | 'code' | 'sup' | 'sub' }
  | { readonly kind: 'link'; readonly href: string }
  /** A phrase in another language than its block. */
  | { readonly kind: 'lang'; readonly lang: Tag }

/** A line of a file, and which of its characters: from one, counted from 0 and in UTF-16 units with line ends of one, to before the other. */
export interface Span extends Place {
  readonly from: number
  readonly to: number
}

/** Text of one look, within one line of the source; the end of that line is a run of its own, «\n». */
export interface Run {
  readonly kind: 'text'
  readonly text: string
  readonly lang: Tag
  readonly marks: readonly Mark[]
  readonly at: Span
}

/** `url` leads from the project's folder on, percent-encoded; a whole URL if it is to come from elsewhere. */
export interface Picture {
  readonly kind: 'picture'
  readonly url: string
  /** As the source writes it. */
  readonly source: string
  readonly alt: string
  readonly size: Size
  readonly marks: readonly Mark[]
  readonly at: Place
}

/** Lengths as CSS writes them: «40mm», «50%». */
export interface Size {
  readonly width?: string
  readonly height?: string
  readonly 'max-height'?: string
}

/** A reference to a footnote. Notes are numbered by language; the note's text is with the first reference to it. */
export interface Note {
  readonly kind: 'note'
  readonly number: number
  readonly blocks: readonly Block[]
  readonly lang: Tag
  readonly marks: readonly Mark[]
  readonly at: Span
}

/** `break`: a line that the author ends by hand. */
export type Inline = Run | Picture | Note | { readonly kind: 'break' }

interface Base {
  readonly at: Place
}

export type Block = Base &
  (
    | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
    /** `level` counts from 1 for the headings right below the statement's title. */
    | { readonly kind: 'heading'; readonly level: number; readonly inlines: readonly Inline[] }
    /** A numbered paragraph, with its number as written. */
    | { readonly kind: 'numbered'; readonly number: number; readonly blocks: readonly Block[] }
    | {
        readonly kind: 'list'
        readonly style: ListStyle
        /** The number of the first item. */
        readonly start: number
        /** Set without space between its items. */
        readonly tight: boolean
        readonly items: readonly ListItem[]
      }
    | { readonly kind: 'quotation'; readonly blocks: readonly Block[] }
    | {
        readonly kind: 'table'
        readonly caption?: readonly Inline[]
        /** The first row is the head. */
        readonly rows: readonly (readonly Cell[])[]
      }
    /** A picture that stands alone, with what is said below it. */
    | { readonly kind: 'figure'; readonly picture: Picture; readonly caption: readonly Inline[] }
    /** Text to the letter, line ends included. */
    | { readonly kind: 'verbatim'; readonly run: Run }
    | { readonly kind: 'rule' }
  )

export type ListStyle = 'bullet' | 'decimal' | 'letters'

export interface ListItem {
  readonly blocks: readonly Block[]
  readonly at: Place
}

export interface Cell {
  readonly align?: 'left' | 'center' | 'right'
  readonly inlines: readonly Inline[]
}

/**
 * Its parts that are text, each without blocks within it: what is set, compared and read back as one. The footnotes of a part
 * come behind it, those of a table or a picture behind all of it.
 */
export function leavesOf(block: Block): readonly (readonly Inline[])[] {
  switch (block.kind) {
    case 'numbered':
    case 'quotation':
      return block.blocks.flatMap(leavesOf)
    case 'list':
      return block.items.flatMap(({ blocks }) => blocks.flatMap(leavesOf))
    default: {
      const parts = partsOf(block)
      return [...parts, ...notesIn(parts.flat()).flatMap(({ blocks }) => blocks.flatMap(leavesOf))]
    }
  }
}

/** The same of a block that holds no others, without its footnotes. */
export function partsOf(
  block: Exclude<Block, { readonly kind: 'numbered' | 'quotation' | 'list' }>,
): readonly (readonly Inline[])[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return [block.inlines]
    case 'table':
      return [...(block.caption ? [block.caption] : []), ...block.rows.flat().map(({ inlines }) => inlines)]
    case 'figure':
      return [[block.picture], block.caption]
    case 'verbatim':
      return [[block.run]]
    case 'rule':
      return []
    default:
      return block satisfies never
  }
}

/** The footnotes whose text belongs to these. */
export const notesIn = (inlines: readonly Inline[]): readonly Note[] =>
  inlines.filter((inline): inline is Note => inline.kind === 'note' && inline.blocks.length > 0)

/** What a block is made of, in the order of reading. */
export const inlinesOf = (block: Block): readonly Inline[] => leavesOf(block).flat()

export const runsOf = (block: Block): readonly Run[] =>
  inlinesOf(block).filter((inline) => inline.kind === 'text')

export const picturesOf = (block: Block): readonly Picture[] =>
  inlinesOf(block).filter((inline) => inline.kind === 'picture')

/** Text to the letter, within a line or in lines of its own. */
export const isCode = ({ marks }: Run): boolean => marks.some(({ kind }) => kind === 'code')

/** The words of a piece of text, as its source has them; a line that ends by hand ends a word. */
export const wordsOf = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => (inline.kind === 'text' ? inline.text : inline.kind === 'break' ? '\n' : ''))
    .join('')

/** The words of a block; its parts are lines of their own. */
export const textOf = (block: Block): string => leavesOf(block).map(wordsOf).join('\n')
