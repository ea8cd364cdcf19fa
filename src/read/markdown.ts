/** The Markdown of statements: CommonMark and tables, but for what would swallow a sign that is meant. */
import MarkdownIt, { type Token } from 'markdown-it'

/** What a picture's token carries: its path as it was written. */
export interface PictureMeta {
  readonly source: string
}

/** What a block of text carries: the text in which Markdown has found nothing. */
export interface TextMeta {
  readonly plain: string
}

/**
 * No HTML of the author's, no «smart» quotes: the text is printed to the letter. No addresses kept elsewhere («[1]: …»):
 * such a line would not be printed.
 */
export const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable(
  'reference',
)

// Emphasis begins and ends at the edges of words, with a star as with an underscore: «Genoss*innen», «2*3*4».
const State = markdown.inline.State
markdown.inline.State = class extends State {
  override scanDelims(start: number) {
    return super.scanDelims(start, false)
  }
}

// An apostrophe, as in «п`ять», begins no code.
markdown.inline.ruler.before('backticks', 'apostrophe', (state, silent) => {
  const { src, pos } = state
  if (!/^\p{L}`\p{L}/u.test(src.slice(pos - 1, pos + 2))) return false
  if (!silent) state.pending += '`'
  state.pos++
  return true
})

// Pictures are named from the statement's folder. A page lies two folders below the project's root.
markdown.core.ruler.push('picture-paths', (state) => {
  for (const token of state.tokens.flatMap((block) => block.children ?? [])) {
    if (token.type !== 'image') continue
    const source = attribute(token, 'src')
    if (source && !/^([a-z][a-z0-9+.-]*:|\/)/i.test(source))
      token.attrSet('src', `../../source/statement/${source}`)
    token.meta = { source } satisfies PictureMeta
  }
})

// Before escaped signs are joined with the text around them, which they are not of: they are meant.
markdown.core.ruler.before('text_join', 'plain-text', (state) => {
  for (const block of state.tokens)
    if (block.children) block.meta = { plain: block.children.map(plain).join('') } satisfies TextMeta
})

/** The attribute of a token as text, empty if the token has none. */
export const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '')

/** A token's text if it is nothing else; what is something else stands for one sign that is not of interest. */
function plain({ type, content }: Token): string {
  if (type === 'softbreak' || type === 'hardbreak') return '\n'
  return type === 'text' ? content : '\uFFFC'
}
