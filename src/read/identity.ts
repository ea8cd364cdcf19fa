/** What a block of a statement is known by in all languages: its number, else its kind and which of its kind it is. */
import { diagnose } from '../diagnostic.js'
import type { Block } from '../model/block.js'
import type { BodyBlock } from '../model/publication.js'
import type { Report } from './text.js'

const NAMES = {
  paragraph: 'Unnumbered paragraph',
  heading: 'Heading',
  list: 'List',
  quotation: 'Quotation',
  table: 'Table',
  figure: 'Picture',
  verbatim: 'Block of code',
  rule: 'Rule',
} as const satisfies Record<Exclude<Block['kind'], 'numbered'>, string>

/**
 * Numbers may begin anew below a heading; the same number twice in one section is reported, and the second one left out. Text
 * between two numbers counts from the last one on, so that what one language lacks moves nothing that is numbered.
 */
export function identify(blocks: readonly Block[], report: Report): readonly BodyBlock[] {
  const lines = new Map<string, number>()
  const counts = new Map<string, number>()
  const count = (key: string): number => {
    const n = (counts.get(key) ?? 0) + 1
    counts.set(key, n)
    return n
  }
  let section = 0
  return blocks.flatMap((block): BodyBlock[] => {
    if (block.kind === 'heading') section++
    if (block.kind !== 'numbered') {
      const n = count(block.kind)
      return [{ ...block, id: `${block.kind}-${n}`, name: `${NAMES[block.kind]} ${n}` }]
    }
    const { number, at } = block
    const key = `${section} ${number}`
    const firstLine = lines.get(key)
    if (firstLine !== undefined) {
      report(diagnose('paragraph-twice', at, { number, firstLine }))
      return []
    }
    lines.set(key, at.line)
    const n = count(`${number}`)
    return [
      n === 1
        ? { ...block, id: `${number}`, name: `Paragraph ${number}` }
        : {
            ...block,
            id: `${number}-${n}`,
            name: `Paragraph ${number} (the ${n}${n === 2 ? 'nd' : n === 3 ? 'rd' : 'th'} of this number)`,
          },
    ]
  })
}
