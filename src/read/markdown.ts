/** The Markdown of statements: CommonMark, tables and some of what Pandoc has made usual, but for what would swallow a sign that is meant. */
import MarkdownIt, { type StateInline, type Token } from 'markdown-it'
import footnote from 'markdown-it-footnote'

/** What a block of text carries: the text in which Markdown has found nothing. */
export interface TextMeta {
  readonly plain: string
}

/**
 * No HTML of the author's, no «smart» quotes: the text is printed to the letter. No addresses kept elsewhere («[1]: …»):
 * such a line would not be printed. Bare domains become links where the text is read (blocks.ts), for they need no rule.
 */
export const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false }).disable([
  'reference',
  'strikethrough',
  'linkify', // of the core: of the inline rules only what begins with a scheme
])
markdown.inline.ruler.enable('linkify')
markdown.linkify.set({ fuzzyLink: true })

// An address ends where a footnote is referred to, a line is ended by hand, or emphasis that began before it ends:
// «_see https://example.org_[^1]\».
const { linkify } = markdown
const matchAtStart = linkify.matchAtStart.bind(linkify)
let isEmphasised = false
linkify.matchAtStart = (text) => {
  const match = matchAtStart(/^(?:(?!\[\^|\^\[)\S)*/.exec(text)![0])
  if (match) match.url = match.url.replace(isEmphasised ? /[_*\\]+$/ : /\\$/, '')
  return match
}
markdown.inline.ruler.before('linkify', 'around-address', ({ delimiters }) => {
  isEmphasised = delimiters.some(({ open, marker }) => open && marker === '_'.charCodeAt(0))
  return false
})

// «[^1]» and «[^1]: …», «^[…]». The text of a note stays where it stands; only its end would be put elsewhere.
markdown.use(footnote).disable('footnote_tail')

/** The label that a note is referred to by; one within the text has none that an author could write. */
export const labelOf = ({ meta }: Token): string => {
  const { label, id } = meta as unknown as { readonly label?: string; readonly id?: number }
  return label ?? `[${id}]`
}

// The text of a note within the line is one more definition, so that whoever looks at tokens sees it.
markdown.core.ruler.after('inline', 'inline-notes', (state) => {
  const { list = [] } = ((state.env as Env).footnotes ??= {})
  for (const within of [...state.tokens])
    for (const reference of within.children ?? []) {
      const { id, label } = (reference.meta ?? {}) as { readonly id?: number; readonly label?: string }
      const note = reference.type === 'footnote_ref' && label === undefined ? list[id!] : undefined
      if (!note?.tokens) continue
      const line = lineOf(within, beginOf(reference))
      const push = (type: string, nesting: -1 | 0 | 1): Token => {
        const token = new state.Token(type, '', nesting)
        token.map = [line, line + 1]
        token.level = type.startsWith('paragraph') ? 1 : nesting === 0 ? 2 : 0
        state.tokens.push(token)
        return token
      }
      push('footnote_reference_open', 1).meta = { label: labelOf(reference) }
      push('paragraph_open', 1)
      const text = push('inline', 0)
      ;[text.content, text.children] = [note.content!, note.tokens]
      push('paragraph_close', -1)
      push('footnote_reference_close', -1)
    }
})

/** What markdown-it-footnote keeps of a document. */
interface Env {
  footnotes?: {
    readonly list?: readonly { readonly content?: string; readonly tokens?: Token[] }[]
  }
}

/** The line, from 0, that a place in the text of a block is in. */
const lineOf = ({ map, content }: Token, at: number): number =>
  (map?.[0] ?? 0) + content.slice(0, at).split('\n').length - 1

// A bare address is printed as it is written, whatever it leads to.
markdown.normalizeLinkText = (address) => address

/** Where a token begins in the text of its block. */
const begins = new WeakMap<Token, number>()

/** The offset in the text of its block at which the token was found. */
export const beginOf = (token: Token): number => begins.get(token) ?? 0

const State = markdown.inline.State
markdown.inline.State = class extends State {
  private began = 0

  constructor(...values: ConstructorParameters<typeof State>) {
    super(...values)
    let pending = ''
    // The constructor above has made a property of its own, which one of the class could not cover.
    Object.defineProperty(this, 'pending', {
      get: () => pending,
      set: (text: string) => {
        if (!pending && text) this.began = this.pos
        pending = text
      },
    })
  }

  override pushPending() {
    const token = super.pushPending()
    begins.set(token, this.began)
    return token
  }

  override push(...values: Parameters<InstanceType<typeof State>['push']>) {
    const token = super.push(...values)
    begins.set(token, this.pos)
    return token
  }

  // Emphasis begins and ends at the edges of words, with a star as with an underscore: «Genoss*innen», «2*3*4».
  override scanDelims(start: number) {
    return super.scanDelims(start, false)
  }
}

// The tokenizer itself moves on before it keeps a sign that no rule wants.
markdown.inline.ruler.push('sign', (state, silent) => {
  if (!silent) state.pending += state.src[state.pos]!
  state.pos++
  return true
})

// Pieces of text that belong together are joined: into the first of them, which knows where they begin.
markdown.inline.ruler2.at('fragments_join', (state) => {
  let level = 0
  const { tokens } = state
  const joined: Token[] = []
  for (const token of tokens) {
    if (token.nesting < 0) level--
    token.level = level
    if (token.nesting > 0) level++
    const before = joined.at(-1)
    if (token.type === 'text' && before?.type === 'text') before.content += token.content
    else joined.push(token)
  }
  tokens.splice(0, tokens.length, ...joined)
  return true
})
markdown.core.ruler.disable('text_join') // an escaped sign keeps its place

// An apostrophe, as in «п`ять», begins no code.
markdown.inline.ruler.before('backticks', 'apostrophe', (state, silent) => {
  const { src, pos } = state
  if (!/^\p{L}`\p{L}/u.test(src.slice(pos - 1, pos + 2))) return false
  if (!silent) state.pending += '`'
  state.pos++
  return true
})

/** `{lang=fr}`, `{width=40mm height="2in"}`: known keys with values, nothing else. */
const ATTRIBUTES = /^\{ *(?:(?:lang|width|height|max-height)=(?:"[^"\n{}]*"|[^\s"{}]+) *)+\}/
const ATTRIBUTE = /(lang|width|height|max-height)=(?:"([^"\n{}]*)"|([^\s"{}]+))/g

/** Reads attributes where the state stands; anything else in braces is text. */
function readAttributes(state: StateInline, at: number, allowed: RegExp): Map<string, string> | undefined {
  const [all] = ATTRIBUTES.exec(state.src.slice(at, state.posMax)) ?? []
  if (!all) return undefined
  const found = new Map([...all.matchAll(ATTRIBUTE)].map(([, key, quoted, bare]) => [key!, quoted ?? bare!]))
  if ([...found.keys()].some((key) => !allowed.test(key))) return undefined
  state.pos = at + all.length
  return found
}

// «[la formule]{lang=fr}»: a phrase in another language.
markdown.inline.ruler.before('link', 'phrase', (state, silent) => {
  if (state.src[state.pos] !== '[') return false
  const start = state.pos
  const end = state.md.helpers.parseLinkLabel(state, start, true)
  if (end < 0) return false
  const attributes = readAttributes(state, end + 1, /^lang$/)
  if (!attributes) return false
  const behind = state.pos
  if (!silent) {
    const { posMax } = state
    state.push('phrase_open', 'span', 1).attrSet('lang', attributes.get('lang')!)
    state.pos = start + 1
    state.posMax = end
    state.md.inline.tokenize(state)
    state.pos = behind
    state.posMax = posMax
    state.push('phrase_close', 'span', -1)
  }
  return true
})

// «![Quay](quay.png){width=40mm}»: the size of a picture.
markdown.inline.ruler.after('image', 'picture-size', (state, silent) => {
  const before = state.tokens.at(-1)
  if (state.src[state.pos] !== '{' || state.pending || before?.type !== 'image') return false
  const attributes = readAttributes(state, state.pos, /^(width|height|max-height)$/)
  if (!attributes) return false
  if (!silent) for (const [key, value] of attributes) before.attrSet(key, value)
  return true
})

// «m^2^», «CO~2~»: letters and figures of one word, raised or lowered.
for (const [type, sign, form] of [
  ['sup', '^', /^\^([+−–-]?[\p{L}\p{N}]+[+−–-]?)\^/u],
  ['sub', '~', /^~([+−–-]?[\p{L}\p{N}]+[+−–-]?)~/u],
] as const) {
  markdown.inline.ruler.before('emphasis', type, (state, silent) => {
    if (state.src[state.pos] !== sign) return false
    if (state.src[state.pos - 1] === sign) return false
    const [all, raised] = form.exec(state.src.slice(state.pos, state.posMax)) ?? []
    if (!all) return false
    if (!silent) {
      state.push(`${type}_open`, type, 1)
      state.pos += sign.length
      state.push('text', '', 0).content = raised!
      state.push(`${type}_close`, type, -1)
      state.pos -= sign.length
    }
    state.pos += all.length
    return true
  })
}

// Escaped signs are not of it: they are meant.
markdown.core.ruler.push('plain-text', (state) => {
  for (const block of state.tokens)
    if (block.children) block.meta = { plain: block.children.map(plain).join('') } satisfies TextMeta
})

/** A token's text if it is nothing else; what is something else stands for one sign that is not of interest. */
function plain({ type, content, markup }: Token): string {
  if (type.startsWith('link_') && markup === 'linkify') return '' // its text is the address
  if (type === 'softbreak' || type === 'hardbreak') return '\n'
  return type === 'text' ? content : '\uFFFC'
}

/** «a)» and «b.» at the beginning of a line. */
const LETTERED = /^([ >]*(?:[-*+] |\d+[.)] +)?)([a-z])([.)])(?=[ \t])/

/**
 * CommonMark knows no lists of letters. So «a) b) c)», as a motion has them, are handed to it as «1)», which is as long; what
 * the source has tells them apart afterwards. A single «a)» is no list.
 */
export function letterLists(lines: readonly string[]): readonly string[] {
  const marks = lines.map((line) => LETTERED.exec(line))
  const listed = new Set<number>()
  for (const [first, mark] of marks.entries()) {
    if (mark?.[2] !== 'a') continue
    const [, indent, , end] = mark
    const items = [first]
    for (let at = first + 1; at < lines.length; at++) {
      const next = String.fromCharCode('a'.charCodeAt(0) + items.length)
      const text = lines[at]!.replace(/^[ >]*/, '')
      if (marks[at]?.[1] === indentOf(indent!) && marks[at]![2] === next && marks[at]![3] === end)
        items.push(at)
      else if (text && lines[at]!.length - text.length < indent!.length) break // out of what holds the list
    }
    if (items.length > 1) for (const item of items) listed.add(item)
  }
  return lines.map((line, at) =>
    listed.has(at)
      ? line.replace(LETTERED, (_, indent: string, _letter, end: string) => `${indent}1${end}`)
      : line,
  )
}

/** How much of a line are signs of what it is within: quotations, and items or a note that begin in it. */
export const signsOf = (line: string): number =>
  /^(?:[ >\t]|(?:[-*+]|\d+[.)]|[a-z][.)]|\[\^[^\]]+\]:)(?=[ \t]))*/.exec(line)![0].length

/** What stands before the later items of a list whose first one may begin in the line of an outer item. */
const indentOf = (first: string): string => first.replace(/[-*+\d.)]/g, ' ')

/** The attribute of a token as text, empty if the token has none. */
export const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '')
