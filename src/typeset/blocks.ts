/** Blocks → HTML, with the spaces and hyphens of their language set. */
import {
  type Block,
  type Cell,
  type Inline,
  type Mark,
  type Note,
  notesIn,
  partsOf,
  type Picture,
  type Run,
} from '../model/block.js'
import type { Tag } from '../model/publication.js'
import { hyphenate, SOFT_HYPHEN } from './hyphenation.js'
import { setSpaces } from './spacing.js'
import type { Recall } from './typeset.js'

/** How the text of a language is set. */
export interface Setting {
  readonly lang: Tag
  /** Words and where they may be divided: see `hyphenation.ts`. */
  readonly exceptions: ReadonlyMap<Tag, readonly string[]>
  readonly recall: Recall
  /** Footnotes stand behind what refers to them, from where they go to the foot of the page; else the template places them. */
  readonly notesBehind: boolean
  /** Pixels to an inch of pictures, by their address. */
  readonly resolutions: ReadonlyMap<string, number>
}

/**
 * A block as its element, or what is within the element if that is a numbered paragraph: the template makes that.
 * Nothing visible is changed, and code not at all: a hyphen at a line's end could be taken for its own.
 * @param id of the element
 */
export function blockHtml(block: Block, setting: Setting, id?: string): string {
  const attributes = id === undefined ? '' : ` id="${escape(id)}"`
  const inner = (blocks: readonly Block[]) => blocks.map((each) => blockHtml(each, setting)).join('\n')
  const notesBehind = (inlines: readonly Inline[]) =>
    setting.notesBehind
      ? notesIn(inlines)
          .map((note) => `\n${noteHtml(note, setting)}`)
          .join('')
      : ''
  switch (block.kind) {
    case 'paragraph':
      return `<p${attributes}>${leafHtml(block.inlines, setting)}</p>${notesBehind(block.inlines)}`
    case 'heading': {
      const name = `h${Math.min(block.level + 1, 6)}` // h1 is the statement's title
      return `<${name}${attributes}>${leafHtml(block.inlines, setting, 'title')}</${name}>${notesBehind(block.inlines)}`
    }
    case 'numbered':
      return inner(block.blocks)
    case 'list': {
      const name = block.style === 'bullet' ? 'ul' : 'ol'
      const style = [block.style === 'letters' && 'letters', block.tight && 'tight'].filter(Boolean).join(' ')
      const start = block.start === 1 ? '' : ` start="${block.start}"`
      const items = block.items.map(({ blocks }) => `<li>${inner(blocks)}</li>`)
      return `<${name}${attributes}${style && ` class="${style}"`}${start}>\n${items.join('\n')}\n</${name}>`
    }
    case 'quotation':
      return `<blockquote${attributes}>\n${inner(block.blocks)}\n</blockquote>`
    case 'table':
      return tableHtml(block, setting, attributes) + notesBehind(partsOf(block).flat())
    case 'figure': {
      const caption = `<figcaption>${leafHtml(block.caption, setting)}</figcaption>`
      return `<figure${attributes}>${pictureHtml(block.picture, setting)}${caption}</figure>${notesBehind(block.caption)}`
    }
    case 'verbatim':
      return `<pre${attributes}><code>${escape(block.run.text)}</code></pre>`
    case 'rule':
      return `<hr${attributes}>`
    default:
      return block satisfies never
  }
}

/**
 * The text of a footnote, with a link back to what refers to it. A private language tag (BCP 47, 2.2.7) says which note it is: no other
 * attribute outlives the browser, and finishing takes it off again.
 */
export function noteHtml({ number, blocks, lang }: Note, setting: Setting): string {
  const text = blocks.map((block) => blockHtml(block, setting)).join('\n')
  const back = `<a class="note-number" href="#${escape(referenceId(lang, number))}">${number}</a>`
  const tag = `${lang}${lang.includes('-x-') ? '' : '-x'}-fn${number}`
  return `<aside class="note" id="${escape(noteId(lang, number))}" lang="${escape(tag)}">${back}\n${text}</aside>`
}

export const noteId = (lang: Tag, number: number): string => `${lang}-note-${number}`
const referenceId = (lang: Tag, number: number): string => `${lang}-reference-${number}`

/** Raised, within what is not: a link into the file leads to the page that its target begins on, and raised it begins above the line. */
function referenceHtml({ number, blocks, lang }: Note): string {
  const id = blocks.length ? ` id="${escape(referenceId(lang, number))}"` : '' // of the first of several
  return `<span class="reference"${id}><sup><a href="#${escape(noteId(lang, number))}">${number}</a></sup></span>`
}

/** A line of its own, which is not divided. */
export const lineHtml = (inlines: readonly Inline[], setting: Setting): string =>
  leafHtml(inlines, setting, 'title')

/** Behind most signs the browser would end a line before a reference. */
const bondTo = (before: Inline | undefined): string =>
  before?.kind === 'picture' || (before?.kind === 'text' && !/[\p{L}\p{N}.,;:)»”’]$/u.test(before.text))
    ? '\u2060'
    : ''

/** Where the head has nothing above the first column, that column's cells are the heads of their rows. */
function tableHtml(
  { caption, rows: [head, ...rows] }: Block & { readonly kind: 'table' },
  setting: Setting,
  attributes: string,
): string {
  const isEmpty = ({ inlines }: Cell) => inlines.length === 0
  const hasHead = head?.some((cell) => !isEmpty(cell)) ?? false
  const hasRowHeads = hasHead && isEmpty(head![0]!)
  const cellHtml = ({ align, inlines }: Cell, name: 'td' | 'th', scope = '') =>
    `<${name}${scope && ` scope="${scope}"`}${align ? ` style="text-align:${align}"` : ''}>${leafHtml(inlines, setting)}</${name}>`
  const rowHtml = (row: readonly Cell[]) =>
    `<tr>\n${row.map((cell, i) => (i === 0 && hasRowHeads ? cellHtml(cell, 'th', 'row') : cellHtml(cell, 'td'))).join('\n')}\n</tr>`
  const headHtml = (row: readonly Cell[]) =>
    `<thead>\n<tr>\n${row.map((cell) => (isEmpty(cell) ? cellHtml(cell, 'td') : cellHtml(cell, 'th', 'col'))).join('\n')}\n</tr>\n</thead>\n`
  return [
    `<table${attributes}>\n`,
    caption ? `<caption>${leafHtml(caption, setting)}</caption>\n` : '',
    hasHead ? headHtml(head!) : '',
    rows.length ? `<tbody>\n${rows.map(rowHtml).join('\n')}\n</tbody>\n` : '',
    '</table>',
  ].join('')
}

/** The same mark of several runs is one element. */
function leafHtml(inlines: readonly Inline[], setting: Setting, kind: 'text' | 'title' = 'text'): string {
  const texts = setTexts(inlines, setting, kind)
  let open: readonly Mark[] = []
  let html = ''
  const goTo = (marks: readonly Mark[]): void => {
    let same = 0
    while (same < open.length && open[same] === marks[same]) same++
    for (const mark of open.slice(same).reverse()) html += `</${elementOf(mark).name}>`
    for (const mark of marks.slice(same)) html += elementOf(mark).opening
    open = marks
  }
  for (const [index, inline] of inlines.entries()) {
    if (inline.kind === 'break') {
      html += '<br>\n'
      continue
    }
    goTo(inline.marks)
    html +=
      inline.kind === 'picture'
        ? pictureHtml(inline, setting)
        : inline.kind === 'note'
          ? bondTo(inlines[index - 1]) + referenceHtml(inline)
          : isAddress(inline)
            ? addressHtml(texts[index]!)
            : escape(texts[index]!)
  }
  goTo([])
  return html
}

const isAddress = ({ text, marks }: Run): boolean =>
  marks.some(({ kind }) => kind === 'link') && /^\S+[./@]\S+$/.test(text)

/**
 * A line may end within it behind these signs, and before its query: where no reader misses a hyphen or takes a sign for the end. The
 * browser would end one behind the question mark, too.
 */
const addressHtml = (text: string): string =>
  text
    .split(/(?<=(?<!:)(?<!:\/)[/&=@])(?=[^/&=@?])|(?=\?.)/)
    .map((part) => (part.startsWith('?') ? `<span class="query">${escape(part)}</span>` : escape(part)))
    .join('<wbr>')

/** A phrase is a <dfn>: Chromium does not hand on the language of a <span> (base.css takes the look off). */
function elementOf(mark: Mark): { readonly name: string; readonly opening: string } {
  switch (mark.kind) {
    case 'link':
      return { name: 'a', opening: `<a href="${escape(mark.href)}">` }
    case 'lang':
      return { name: 'dfn', opening: `<dfn lang="${escape(mark.lang)}">` }
    default:
      return { name: mark.kind, opening: `<${mark.kind}>` }
  }
}

/** A page lies two folders below the project's root. */
export const pictureUrl = (url: string): string => (/^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `../../${url}`)

/**
 * A picture without a size has its own: as the only one of a set, with its
 * resolution, since CSS has no word for that. None is higher than a page.
 */
function pictureHtml({ url, alt, size }: Picture, { resolutions }: Setting): string {
  const address = escape(pictureUrl(url))
  const { 'max-height': most, ...sides } = size
  const sized = Object.entries(sides as Record<string, string>)
  const ppi = sized.length ? undefined : resolutions.get(url)
  const source =
    ppi === undefined ? `src="${address}"` : `srcset="${address} ${Number((ppi / 96).toFixed(4))}x"`
  const limits = [most, ...(sized.length || most !== undefined ? [PAGE] : [])].filter(
    (limit) => limit !== undefined,
  )
  const style = [
    ...sized.map(([key, value]) => `${key}:${value}`),
    ...(limits.length ? [`max-height:min(${limits.join(',')})`] : []),
  ].join(';')
  return `<img ${source} alt="${escape(alt)}"${style && ` style="${escape(style)}"`}>`
}

/** The most of a page's height that a picture may take: a caption, or the words beside it, need the rest. */
const PAGE = '0.8 * var(--area-height)'

/**
 * The texts of the runs, by their index, with no-break spaces and possible hyphens: over the borders of marks, up to a line
 * that ends by hand.
 */
function setTexts(
  inlines: readonly Inline[],
  { lang, exceptions, recall }: Setting,
  kind: 'text' | 'title',
): readonly (string | undefined)[] {
  const texts: (string | undefined)[] = []
  let part: { readonly index: number; readonly text: string; readonly lang: Tag }[] = []
  const setPart = (): void => {
    // Line ends of a source file are spaces, so that the rules see them as such.
    const whole = part.map(({ text }) => text.replaceAll('\n', ' ')).join('')
    const spaced = recall(`spaces ${kind} ${lang} ${whole}`, () => setSpaces(whole, lang, kind))
    let at = 0
    for (const phrase of sameLanguage(part)) {
      const length = phrase.runs.reduce((sum, { text }) => sum + text.length, 0)
      const text = spaced.slice(at, (at += length))
      const words = exceptions.get(phrase.lang) ?? []
      const divided =
        kind === 'title'
          ? text
          : recall(`hyphens ${phrase.lang} ${words.join(' ')} ${text}`, () =>
              hyphenate(text, phrase.lang, words),
            )
      let from = 0
      for (const run of phrase.runs) {
        const set = take(divided, from, run.text)
        texts[run.index] = set
        from += set.length
      }
    }
    part = []
  }
  for (const [index, inline] of inlines.entries()) {
    if (inline.kind === 'break') setPart()
    else if (inline.kind === 'text')
      if (inline.marks.some((mark) => mark.kind === 'code')) texts[index] = inline.text
      else part.push({ index, text: inline.text, lang: inline.lang })
  }
  setPart()
  return texts
}

/** Neighbours of one language. */
function sameLanguage<T extends { readonly lang: Tag }>(
  runs: readonly T[],
): { readonly lang: Tag; readonly runs: T[] }[] {
  const phrases: { readonly lang: Tag; readonly runs: T[] }[] = []
  for (const run of runs) {
    const last = phrases.at(-1)
    if (last?.lang === run.lang) last.runs.push(run)
    else phrases.push({ lang: run.lang, runs: [run] })
  }
  return phrases
}

/** As much of a set text as is the same as the source's, but for soft hyphens; those behind it are taken, too. */
function take(set: string, start: number, source: string): string {
  let end = start
  for (const unit of source.split('')) {
    if (unit === SOFT_HYPHEN) continue
    while (set[end] === SOFT_HYPHEN) end++
    end++
  }
  while (set[end] === SOFT_HYPHEN) end++
  return set.slice(start, end)
}

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
