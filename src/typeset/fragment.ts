/** Spaces and hyphens set in a fragment of HTML, over the borders of its inline elements. */
import type { Tag } from '../model/publication.js'
import { hyphenate, SOFT_HYPHEN } from './hyphenation.js'
import { setSpaces } from './spacing.js'

/** Elements that end a run of text; between others a sentence goes on. */
const BLOCK = /^<\/?(p|li|ul|ol|table|thead|tbody|tr|td|th|blockquote|h[1-6]|pre|hr|br)\b/

/**
 * The fragment, as Markdown gives it, with no-break spaces and possible hyphens. Nothing visible is changed, and code not
 * at all: a hyphen at a line's end could be taken for its own.
 * @param exceptions `hyphenation.ts`
 */
export function setFragment(html: string, lang: Tag, exceptions: readonly string[] = []): string {
  const pieces = html.split(/(<[^>]*>)/)
  let run: number[] = []
  let code = false
  const setRun = () => {
    const texts = run.map((index) => decode(pieces[index]!))
    const whole = hyphenate(setSpaces(textOf(texts), lang), lang, exceptions)
    let at = 0
    for (const [i, index] of run.entries()) {
      const piece = take(whole, at, texts[i]!.length)
      pieces[index] = encode(piece)
      at += piece.length
    }
    run = []
  }
  for (const [index, piece] of pieces.entries()) {
    if (piece.startsWith('<code')) code = true
    else if (piece === '</code>') code = false
    else if (!piece.startsWith('<') && !code) run.push(index)
    else if (BLOCK.test(piece)) setRun()
  }
  setRun()
  return pieces.join('')
}

/** Line ends of a source file are spaces, so that the rules see them as such. */
const textOf = (texts: readonly string[]): string => texts.join('').replace(/\n/g, ' ')

/** The next so many characters, and the soft hyphens among them. */
function take(text: string, start: number, count: number): string {
  let end = start
  for (let left = count; left > 0 || text[end] === SOFT_HYPHEN; end++) if (text[end] !== SOFT_HYPHEN) left--
  return text.slice(start, end)
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
const decode = (text: string): string => text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]!)
const encode = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
