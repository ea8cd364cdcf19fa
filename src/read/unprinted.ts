/** What Markdown takes out of a text and nobody would print: words behind the sign of a block of code, titles of links, cells without a column. */
import type { Token } from 'markdown-it'
import { diagnose, type Unprinted } from '../diagnostic.js'
import type { Place } from '../model/publication.js'
import { attribute, signsOf } from './markdown.js'
import type { Report } from './text.js'

/** @param lines those that the tokens were made of */
export function findUnprinted(
  tokens: readonly Token[],
  lines: readonly string[],
  placeOf: (token: Token) => Place,
  report: Report,
): void {
  const tell = (token: Token, what: Unprinted, text: string): void => {
    const words = text.replace(/\s+/g, ' ').trim()
    const begin = words.length > EXCERPT ? `${words.slice(0, EXCERPT)}…` : words
    if (words) report(diagnose('not-printed', placeOf(token), { what, text: begin }))
  }
  let row: { readonly token: Token; cells: number } | undefined
  for (const [index, token] of tokens.entries())
    switch (token.type) {
      case 'fence':
        tell(token, 'code', token.info)
        break
      case 'tr_open':
        row = { token, cells: 0 }
        break
      case 'th_open':
      case 'td_open':
        row!.cells++
        break
      case 'tr_close':
        tell(row!.token, 'cells', cellsIn(lines[row!.token.map![0]]!).slice(row!.cells).join(' | '))
        break
      case 'inline': {
        const children = token.children ?? []
        for (const child of children)
          if (child.type === 'link_open') tell(token, 'link', attribute(child, 'title'))
          else if (
            child.type === 'image' &&
            !(children.length === 1 && tokens[index - 1]!.type === 'paragraph_open')
          )
            tell(token, 'picture', attribute(child, 'title'))
      }
    }
}

/** Characters of a text that a message quotes. */
const EXCERPT = 40

/** The cells of a row as it is written. */
function cellsIn(line: string): readonly string[] {
  const cells = line
    .slice(signsOf(line))
    .trim()
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
  if (cells[0] === '') cells.shift()
  if (cells.at(-1) === '') cells.pop()
  return cells
}
