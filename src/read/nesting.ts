/** Markdown is read down to a level, and what lies deeper is lost without a word. */
import type { Token } from 'markdown-it'
import { MOST_NESTED } from '../model/limits.js'

interface Nested {
  readonly token: Token
  /** The line within the token, from 0. */
  readonly line: number
  readonly levels: number
}

/** A list is two levels, itself and its item, and stands in a numbered paragraph. */
const LEVELS = 2 * MOST_NESTED.markdown

/** The first place that is nested too deep; undefined if there is none. */
export function findNested(tokens: readonly Token[]): Nested | undefined {
  const levels = MOST_NESTED.markdown
  for (const token of tokens) {
    if (token.level > LEVELS) return { token, line: 0, levels }
    if (token.type !== 'inline') continue
    let line = 0
    for (const child of token.children ?? []) {
      if (child.type === 'softbreak' || child.type === 'hardbreak') line++
      if (child.level > levels) return { token, line, levels }
    }
    const bracket = deepBracket(token.content)
    if (bracket !== undefined)
      return { token, line: token.content.slice(0, bracket).split('\n').length - 1, levels }
  }
  return undefined
}

/** Brackets are looked for within brackets before it is known what they are. */
function deepBracket(text: string): number | undefined {
  let depth = 0
  for (const { 0: sign, index } of text.matchAll(/\\.|[[\]]/g)) {
    if (sign === '[' && ++depth > MOST_NESTED.markdown) return index
    if (sign === ']') depth = Math.max(0, depth - 1)
  }
  return undefined
}
