/** A statement: YAML front matter, then a numbered Markdown list, one item a paragraph. */
import type { Token } from 'markdown-it'
import { TimeIsUp, within } from '../deadline.js'
import { diagnose } from '../diagnostic.js'
import { limitsFor } from '../model/limits.js'
import type { Emphasis, Paragraph, Picture, Place, Statement, Tag, Text } from '../model/publication.js'
import { findBullets } from './bullets.js'
import { attribute, markdown, type PictureMeta, type TextMeta } from './markdown.js'
import { findNested } from './nesting.js'
import type { Report } from './text.js'
import { inspectDataUri } from './data-uri.js'
import { readYaml, strictObject, text } from './yaml.js'

const FrontMatter = strictObject({
  title: text,
  subtitle: text.optional(),
  date: text.optional(),
  closing: text.optional(),
})

/** Reads one language's statement; undefined if it cannot be used, which was then reported. */
export function readStatement(
  file: string,
  content: string,
  lang: Tag,
  report: Report,
  seconds = limitsFor(false).secondsAtOnce,
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
  const paragraphs = readParagraphs(
    content.slice(split?.[0].length ?? 0),
    { file, line: skipped },
    lang,
    seconds,
    report,
  )
  if (!matter) return undefined

  const field = (key: keyof typeof matter.value): Text | undefined => {
    const value = matter.value[key]
    return value === undefined ? undefined : { lang, text: value, at: matter.at(key) }
  }
  const [subtitle, date, closing] = [field('subtitle'), field('date'), field('closing')]
  return {
    lang,
    file,
    title: field('title')!,
    ...(subtitle && { subtitle }),
    ...(date && { date }),
    ...(closing && { closing }),
    paragraphs,
  }
}

/** `before.line` lines come before the body. */
function readParagraphs(
  body: string,
  before: Place,
  lang: Tag,
  seconds: number,
  report: Report,
): Paragraph[] {
  const tokens = parse(body, seconds)
  if (!tokens) {
    report(diagnose('too-long-to-read', { file: before.file, line: before.line + 1 }, { seconds }))
    return []
  }
  // The text of a table cell has no line of its own; its row has one.
  const lines = new Map<Token, number>()
  let last = 0
  for (const token of tokens) lines.set(token, (last = token.map?.[0] ?? last))
  const place = (token: Token): Place => ({
    file: before.file,
    line: before.line + (lines.get(token) ?? 0) + 1,
  })
  const nested = findNested(tokens)
  if (nested) {
    const at = place(nested.token)
    report(diagnose('too-nested', { ...at, line: at.line + nested.line }, { levels: nested.levels }))
    return []
  }
  const bodyLines = body.split('\n')
  const paragraphs: Paragraph[] = []
  for (let i = 0; i < tokens.length; i = closingOf(tokens, i) + 1) {
    const block = tokens[i]!
    if (block.type !== 'ordered_list_open') {
      const [begins] = /^\d+[.)](?=\S)/.exec(tokens[i + 1]?.content ?? '') ?? []
      const what = NAMES[block.type] ?? 'something else'
      report(diagnose('not-a-paragraph', place(block), { what, ...(begins && { begins }) }))
      continue
    }
    for (let j = i + 1; tokens[j]!.type === 'list_item_open'; j = closingOf(tokens, j) + 1) {
      const item = tokens[j]!
      const content = tokens.slice(j + 1, closingOf(tokens, j))
      const number = Number(item.info)
      const twin = paragraphs.find((p) => p.number === number)
      if (twin) report(diagnose('paragraph-twice', place(item), { number, firstLine: twin.at.line }))
      else {
        if (!content.some((token) => token.type === 'hr' || token.content.trim()))
          report(diagnose('empty-paragraph', place(item), { number }))
        findStrayMarks(content, place, report)
        findTornSentences(content, bodyLines, place, report)
        findBullets(content, place, report)
        checkLinks(content, place, report)
        for (const token of content)
          if (token.type === 'heading_open')
            report(diagnose('heading-in-paragraph', place(token), { number }))
        paragraphs.push({
          number,
          html: render(content),
          runs: runsOf(content, place, lang),
          pictures: picturesOf(content, place, report),
          emphases: emphasesOf(content, place),
          at: place(item),
        })
      }
    }
  }
  if (!paragraphs.length) report(diagnose('no-paragraphs', { file: before.file, line: before.line + 1 }, {}))
  return paragraphs
}

/** Undefined if it takes too long. */
function parse(body: string, seconds: number): Token[] | undefined {
  try {
    return within(seconds, () => markdown.parse(body, {}))
  } catch (error) {
    if (error instanceof TimeIsUp) return undefined
    throw error
  }
}

const NAMES: Readonly<Record<string, string>> = {
  paragraph_open: 'a paragraph without a number',
  heading_open: 'a heading',
  bullet_list_open: 'a list without numbers',
  blockquote_open: 'a quotation',
  table_open: 'a table',
  code_block: 'an indented block',
  fence: 'a code block',
  hr: 'a rule',
}

/** The index of the token that closes the one at `open`; `open` itself if it stands alone. */
function closingOf(tokens: readonly Token[], open: number): number {
  const { level, nesting } = tokens[open]!
  let close = open
  if (nesting === 1) while (tokens[++close]!.nesting !== -1 || tokens[close]!.level !== level);
  return close
}

/** Markdown leaves <p> out in lists without blank lines; here every paragraph is one. */
function render(tokens: readonly Token[]): string {
  const top = tokens[0]?.level
  for (const token of tokens)
    if (token.level === top && token.type.startsWith('paragraph_')) token.hidden = false
  return markdown.renderer.render([...tokens], markdown.options, {}).trim()
}

/** The words, a run for each line of the file. */
function runsOf(tokens: readonly Token[], place: (token: Token) => Place, lang: Tag): Text[] {
  return tokens.flatMap((token) => {
    if (token.type !== 'inline') return token.content ? [{ lang, text: token.content, at: place(token) }] : []
    const at = place(token)
    const lines = ['']
    for (const child of token.children ?? []) {
      if (child.type === 'softbreak' || child.type === 'hardbreak') lines.push('')
      else if (child.type !== 'image') lines.push(`${lines.pop()!}${child.content}`)
    }
    return lines.map((line, index) => ({ lang, text: line, at: { file: at.file, line: at.line + index } }))
  })
}

const EMPHASIS = /\*\*|__|(?<!\S)\*(?=\S)|(?<=\S)\*(?!\S)/
/** A text or picture in brackets, with what there is of an address; not «[…]» for what a quotation leaves out. */
const BRACKETS = /!?\[[^[\]\n]*[\p{L}\p{N}][^[\]\n]*\](\(\S*)?/gu

/**
 * Marks of emphasis with no partner and brackets without an address are printed as they are. Whoever means that puts a
 * backslash before each.
 */
function findStrayMarks(tokens: readonly Token[], place: (token: Token) => Place, report: Report): void {
  for (const token of tokens) {
    if (token.type !== 'inline') continue
    const { file, line } = place(token)
    const { plain } = token.meta as unknown as TextMeta
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

/** A line of a sentence may begin with what Markdown takes for a list or a quotation: «+ 8», «> 400», «1. May». */
function findTornSentences(
  tokens: readonly Token[],
  lines: readonly string[],
  place: (token: Token) => Place,
  report: Report,
): void {
  for (const [index, { type, map, markup }] of tokens.entries()) {
    if (tokens[index - 1]?.nesting !== -1 || !map) continue
    const [before = '', line = ''] = [lines[map[0] - 1], lines[map[0]]?.trim()]
    if (!/[\p{L}\p{N},\u2013\u2014-]\s*$/u.test(before)) continue
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
function checkLinks(tokens: readonly Token[], place: (token: Token) => Place, report: Report): void {
  for (const token of tokens) {
    let { line } = place(token)
    for (const child of token.children ?? []) {
      if (child.type === 'softbreak' || child.type === 'hardbreak') line++
      const target = child.type === 'link_open' ? attribute(child, 'href') : '#'
      if (!/^(#|[a-z][a-z\d+.-]*:)/i.test(target) || /^file:/i.test(target))
        report(diagnose('relative-link', { ...place(token), line }, { target }))
    }
  }
}

/** The pictures that a text asks for. */
function picturesOf(tokens: readonly Token[], place: (token: Token) => Place, report: Report): Picture[] {
  return tokens.flatMap((token) => {
    const at = place(token)
    let line = at.line
    return (token.children ?? []).flatMap((child) => {
      if (child.type === 'softbreak' || child.type === 'hardbreak') line++
      if (child.type !== 'image') return []
      const { source } = child.meta as unknown as PictureMeta
      const url = new URL(attribute(child, 'src'), PAGE).href.replace(ROOT, '')
      const picture = { url, at: { file: at.file, line } }
      if (/^data:/i.test(source))
        for (const { problem } of inspectDataUri(source))
          report(diagnose('data-picture', picture.at, { problem }))
      else if (/^([a-z][a-z0-9+.-]*:|\/\/|\\\\)/i.test(source))
        report(diagnose('picture-from-net', picture.at, { picture: source }))
      else if (!url.startsWith('source/'))
        report(diagnose('picture-outside', picture.at, { picture: source }))
      // A picture says what it shows, for those who do not see it.
      if (!child.content.trim()) report(diagnose('picture-without-text', picture.at, { picture: source }))
      return [picture]
    })
  })
}

/** The words between the marks of emphasis, each at the line where they begin. */
function emphasesOf(tokens: readonly Token[], place: (token: Token) => Place): Emphasis[] {
  return tokens.flatMap((token) => {
    let { line } = place(token)
    const children = token.children ?? []
    return children.flatMap((child, index): Emphasis[] => {
      if (child.type === 'softbreak' || child.type === 'hardbreak') line++
      if (child.type !== 'em_open' && child.type !== 'strong_open') return []
      const text = children
        .slice(index + 1, closingOf(children, index))
        .map(({ type, content }) => (type.endsWith('break') ? ' ' : type === 'image' ? '' : content))
        .join('')
      const kind = child.type === 'em_open' ? 'em' : 'strong'
      return [{ kind, text, at: { file: place(token).file, line } }]
    })
  })
}

/** A page lies two folders below the project's root; see `picture-paths`. */
const ROOT = 'file:///project/'
const PAGE = `${ROOT}templates/any/page.html`
