/** What is wrong with the footnotes of a statement: «[^1]» refers to a note, «[^1]: …» is its text. */
import type { Token } from 'markdown-it'
import { diagnose } from '../diagnostic.js'
import type { Place } from '../model/publication.js'
import { labelOf, type TextMeta } from './markdown.js'
import type { Report } from './text.js'

/** Reports references without a note, notes that nothing refers to, notes without text, two of one label, and notes within notes. */
export function checkNotes(tokens: readonly Token[], placeOf: (token: Token) => Place, report: Report): void {
  const defined = new Map<string, { readonly at: Place; readonly hasText: boolean }>()
  const used = new Set<string>()
  let within: string | undefined
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'footnote_reference_open') {
      within = labelOf(token)
      const next = tokens[index + 1]!
      const hasText = next.type !== 'footnote_reference_close'
      const at = placeOf(hasText ? next : token)
      const first = defined.get(within)
      if (first) report(diagnose('note-twice', at, { label: within, first: first.at.line }))
      else defined.set(within, { at, hasText })
    } else if (token.type === 'footnote_reference_close') within = undefined
    if (token.type !== 'inline') continue
    for (const child of token.children ?? [])
      if (child.type === 'footnote_ref') {
        if (within !== undefined) report(diagnose('note-in-note', placeOf(token), {}))
        used.add(labelOf(child))
      }
    const { plain } = token.meta as unknown as TextMeta
    const { file, line } = placeOf(token)
    for (const { 0: written, index: at } of plain.matchAll(REFERENCE))
      report(
        diagnose(
          'note-missing',
          { file, line: line + plain.slice(0, at).split('\n').length - 1 },
          { written },
        ),
      )
  }
  for (const [label, { at, hasText }] of defined)
    if (!hasText) report(diagnose('note-empty', at, { label }))
    else if (!used.has(label)) report(diagnose('note-unused', at, { label }))
}

/** What stays in the text because no note has that label. */
const REFERENCE = /\[\^[^\]\s]+\]/g
