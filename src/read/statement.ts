/** A statement: YAML front matter, then the text in Markdown. */
import type { Token } from 'markdown-it'
import { TimeIsUp, within } from '../deadline.js'
import { diagnose } from '../diagnostic.js'
import { limitsFor } from '../model/limits.js'
import { type Block, inlinesOf, picturesOf, type Run, type Span, textOf } from '../model/block.js'
import type { BodyBlock, Place, Statement, Tag, Text } from '../model/publication.js'
import { closingOf, linkedRuns, type Parsed, parseBody } from './blocks.js'
import { findBullets } from './bullets.js'
import { inspectDataUri } from './data-uri.js'
import { AS_WRITTEN, type Fill } from './fill.js'
import { checkNotes } from './footnotes.js'
import { findHtml } from './html.js'
import { identify } from './identity.js'
import type { TextMeta } from './markdown.js'
import { findNested } from './nesting.js'
import { isElsewhere } from './pictures.js'
import type { Report } from './text.js'
import { findUnprinted } from './unprinted.js'
import { listOrCommas, readYaml, strictObject, text } from './yaml.js'

const FrontMatter = strictObject({
  title: text,
  subtitle: text.optional(),
  date: text.optional(),
  addressee: text.optional(),
  closing: text.optional(),
  contact: text.optional(),
  keywords: listOrCommas.optional(),
})

interface Reading {
  /** That Markdown may take. */
  readonly seconds?: number
  /** What its placeholders become. */
  readonly fill?: Fill
}

/** Reads one language's statement; undefined if it cannot be used, which was then reported. */
export function readStatement(
  file: string,
  content: string,
  lang: Tag,
  report: Report,
  { seconds = limitsFor(false).secondsAtOnce, fill = AS_WRITTEN }: Reading = {},
): Statement | undefined {
  const split = /^---[ \t]*\r?\n([\s\S]*?\r?\n)?---[ \t]*(?:\r?\n|$)/.exec(content)
  const skipped = split ? split[0].split('\n').length - 1 : 0
  const begun = /^---[ \t]*\r?\n/.test(content)
  if (!split) report(diagnose('no-front-matter', { file, line: 1 }, { begun }))
  if (begun && !split) return undefined // what is text and what is not, who knows
  const matter =
    split &&
    readYaml(file, split[1] ?? '', FrontMatter, report, {
      skipped: 1,
      prose: true,
      standIns: { title: '…' },
    })
  const characters = split?.[0].length ?? 0
  const before = { file, line: skipped, characters }
  const body = readBody(content.slice(characters), before, lang, { seconds, fill }, report)
  if (!matter) return undefined

  const field = (key: 'title' | 'subtitle' | 'date' | 'closing'): Text | undefined => {
    const value = matter.value[key]
    return value === undefined ? undefined : fill.line({ lang, text: value, at: matter.at(key) }, `«${key}»`)
  }
  const lines = (key: 'addressee' | 'contact'): readonly Line[] | undefined =>
    matter.value[key] === undefined ? undefined : linesOf(matter.value[key], lang, content, matter.at(key))
  const [title, subtitle, date, closing] = [
    field('title')!,
    field('subtitle'),
    field('date'),
    field('closing'),
  ]
  const [addressee, contact] = [
    lines('addressee')?.map((line) => ({ ...line, ...fill.line(line, '«addressee»') })),
    lines('contact'),
  ]
  const keywords = matter.value.keywords?.map((text): Text => ({ lang, text, at: matter.at('keywords') }))
  for (const each of [
    title,
    subtitle,
    date,
    closing,
    ...(addressee ?? []),
    ...(contact ?? []),
    ...(keywords ?? []),
  ])
    if (each) findHtml(each.text, each.at, report)
  return {
    lang,
    file,
    title,
    ...(subtitle && { subtitle }),
    ...(date && { date }),
    ...(addressee && { addressee }),
    ...(closing && { closing }),
    ...(contact && { contact: contact.map((line): readonly Run[] => linkedRuns(line)) }),
    ...(keywords && { keywords }),
    body,
  }
}

type Line = Text & { readonly at: Span }

/** The lines of a text of several, each with its own place if the text stands below its key. */
function linesOf(value: string, lang: Tag, content: string, { file, line: key }: Place): readonly Line[] {
  const written = content.split('\n')
  const starts = written.map(() => 0)
  for (let index = 1; index < written.length; index++)
    starts[index] = starts[index - 1]! + written[index - 1]!.length + 1
  let at = key - 1
  return value
    .split('\n')
    .map((text) => text.trim())
    .filter(Boolean)
    .map((text) => {
      const below = written.findIndex((each, index) => index > at && each.trim() === text)
      if (isBlock(written[key - 1]!) && below >= 0) at = below // else it is folded from several lines
      const from = starts[at]! + Math.max(0, written[at]!.indexOf(text))
      return { lang, text, at: { file, line: at + 1, from, to: from + text.length } }
    })
}

/** «contact: |» */
const isBlock = (line: string): boolean => /:\s*[|>][\d+-]*\s*(#.*)?$/.test(line)

function readBody(
  text: string,
  before: Place & { readonly characters: number },
  lang: Tag,
  { seconds, fill }: Required<Reading>,
  report: Report,
): readonly BodyBlock[] {
  const parsed = parse(text, before, seconds)
  if (!parsed) {
    report(diagnose('too-long-to-read', { file: before.file, line: before.line + 1 }, { seconds }))
    return []
  }
  const { tokens, placeOf } = parsed
  const nested = findNested(tokens)
  if (nested) {
    const at = placeOf(nested.token)
    report(diagnose('too-nested', { ...at, line: at.line + nested.line }, { levels: nested.levels }))
    return []
  }
  const blocks = parsed.blocks(lang, fill.run)
  findBullets(tokens, placeOf, report)
  findStrayMarks(tokens, placeOf, report)
  checkNotes(tokens, placeOf, report)
  findUnprinted(tokens, text.split('\n'), placeOf, report)
  // A heading of the kind that is underlined, within a numbered paragraph: most are none.
  for (const token of tokens)
    if (token.type === 'heading_open' && token.level > 0 && !token.markup.startsWith('#'))
      report(diagnose('heading-in-paragraph', placeOf(token), {}))
  findTornSentences(tokens, text.split('\n'), placeOf, report)
  const numbered = blocks.some(({ kind }) => kind === 'numbered')
  for (const block of blocks) {
    checkLinks(block, report)
    checkPictures(block, report)
    if (block.kind === 'numbered') checkNumbered(block, report)
    else if (numbered) findGluedNumber(block, report)
  }
  if (!blocks.length) report(diagnose('no-text', { file: before.file, line: before.line + 1 }, {}))
  return identify(blocks, report)
}

/** Undefined if it takes too long. */
function parse(
  text: string,
  before: Place & { readonly characters: number },
  seconds: number,
): Parsed | undefined {
  try {
    return within(seconds, () => parseBody(text, before))
  } catch (error) {
    if (error instanceof TimeIsUp) return undefined
    throw error
  }
}

function checkNumbered(block: Block & { readonly kind: 'numbered' }, report: Report): void {
  const { number, at, blocks } = block
  if (!blocks.some(({ kind }) => kind === 'rule') && !textOf(block).trim() && !picturesOf(block).length)
    report(diagnose('empty-paragraph', at, { number }))
}

/** «3.Text» among numbered paragraphs. */
function findGluedNumber(block: Block, report: Report): void {
  if (block.kind !== 'paragraph') return
  const [begins] = /^\d+[.)](?=\p{L})/u.exec(textOf(block)) ?? []
  if (begins) report(diagnose('number-without-space', block.at, { begins }))
}

const EMPHASIS = /\*\*|__|(?<!\S)\*(?=\S)|(?<=\S)\*(?!\S)/
/** A text or picture in brackets, with what there is of an address; not «[…]» for what a quotation leaves out. */
const BRACKETS = /!?\[(?!\^)[^[\]\n]*[\p{L}\p{N}][^[\]\n]*\](\(\S*)?/gu

/**
 * Marks of emphasis with no partner and brackets without an address are printed as they are. Whoever means that puts a
 * backslash before each.
 */
function findStrayMarks(tokens: readonly Token[], place: (token: Token) => Place, report: Report): void {
  for (const token of tokens) {
    if (token.type !== 'inline') continue
    const { file, line } = place(token)
    const { plain } = token.meta as unknown as TextMeta
    findHtml(plain, { file, line }, report)
    const pictures = unreadPictures(plain)
    for (const { index, written } of pictures)
      report(
        diagnose(
          'picture-not-read',
          { file, line: line + plain.slice(0, index).split('\n').length - 1 },
          { written },
        ),
      )
    for (const [index, text] of plain.split('\n').entries()) {
      const at = { file, line: line + index }
      const [mark] = EMPHASIS.exec(text) ?? []
      if (mark) report(diagnose('stray-mark', at, { mark }))
      for (const [written, address] of text.matchAll(BRACKETS))
        if (!pictures.some((picture) => written.startsWith('!') && picture.written.includes(written)))
          report(diagnose('no-address', at, { written, begun: address !== undefined }))
    }
  }
}

/** What was to be a picture: «![» where a word begins, or with an address behind it; not «Stop![sic]». */
function unreadPictures(plain: string): readonly { readonly index: number; readonly written: string }[] {
  return [...plain.matchAll(/!\[/g)].flatMap(({ index }) => {
    const rest = plain.slice(index)
    const [written] = /^!\[[^\]]*(?:\][ \n]?[([]?[^)\]\n]*[)\]]?)?/.exec(rest)!
    const beginsWord = !/[\p{L}\p{N}\p{P}]$/u.test(plain.slice(0, index))
    return beginsWord || /^!\[[^\]]*\]\(/.test(rest) ? [{ index, written: written.trim() }] : []
  })
}

/** A line of a sentence may begin with what Markdown takes for a quotation or a list of one item: «+ 8», «> 400», «1. May». */
function findTornSentences(
  tokens: readonly Token[],
  lines: readonly string[],
  place: (token: Token) => Place,
  report: Report,
): void {
  for (const [index, { type, map, markup, level }] of tokens.entries()) {
    if (tokens[index - 1]?.nesting !== -1 || !map) continue
    const [before = '', line = ''] = [lines[map[0] - 1], lines[map[0]]?.trim()]
    if (!/[\p{L}\p{N},\u2013\u2014-]\s*$/u.test(before) || /^[a-z][.)]\s/.test(line)) continue
    const items = tokens
      .slice(index, closingOf(tokens, index))
      .filter((token) => token.type === 'list_item_open' && token.level === level + 1)
    if (items.length > 1) continue
    const isSign = markup === '+' || /^[-*]\s+\d/.test(line)
    const what =
      type === 'blockquote_open'
        ? 'a quotation'
        : type === 'ordered_list_open' || (type === 'bullet_list_open' && isSign)
          ? 'a list'
          : undefined
    if (what) report(diagnose('sentence-torn', place(tokens[index]!), { line: line.slice(0, 30), what }))
  }
}

/** A finished file lies anywhere: what it links to must have a whole address, or be in the file itself. */
function checkLinks(block: Block, report: Report): void {
  const seen = new Set<unknown>() // a link of several runs is one
  for (const inline of inlinesOf(block))
    for (const mark of inline.kind === 'break' ? [] : inline.marks) {
      if (mark.kind !== 'link' || seen.has(mark)) continue
      seen.add(mark)
      const { href } = mark
      if (!/^(#|[a-z][a-z\d+.-]*:)/i.test(href) || /^file:/i.test(href))
        report(diagnose('relative-link', inline.kind === 'break' ? block.at : inline.at, { target: href }))
    }
}

const LENGTH = /^\d+(\.\d+)?(mm|cm|in|pt|px|em|%)$/

/** A picture lies beside the statement, says what it shows, for those who do not see it, and has a size that CSS knows. */
function checkPictures(block: Block, report: Report): void {
  for (const { source, url, alt, size, at } of picturesOf(block)) {
    if (/^data:/i.test(source))
      for (const { problem } of inspectDataUri(source)) report(diagnose('data-picture', at, { problem }))
    else if (isElsewhere(source))
      report(diagnose('picture-from-net', at, { picture: source, by: 'statement' }))
    else if (!url.startsWith('source/'))
      report(diagnose('picture-outside', at, { picture: source, by: 'statement' }))
    if (!alt.trim()) report(diagnose('picture-without-text', at, { picture: source }))
    for (const [key, value] of Object.entries(size as Record<string, string>))
      if (!LENGTH.test(value)) report(diagnose('bad-picture-size', at, { picture: source, key, value }))
  }
}
