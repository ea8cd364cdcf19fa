/** A publication of the same languages as another, grown to 400 paragraphs and 1,000 signatories. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PARAGRAPHS = 400
const SIGNATORIES = 1000

/** @returns `to`, a project directory made from the given source/ */
export function grow(source: string, to: string): string {
  mkdirSync(join(to, 'source', 'statement'), { recursive: true })
  // What is grown to fill seventy pages cannot be fitted to two.
  const publication = readFileSync(join(source, 'publication.yaml'), 'utf8').replace(/^ +fit: .*\n/m, '')
  writeFileSync(join(to, 'source', 'publication.yaml'), publication)
  for (const name of readdirSync(join(source, 'statement'))) {
    const text = readFileSync(join(source, 'statement', name), 'utf8')
    const [, matter, body] = /^(---\n[\s\S]*?\n---\n)([\s\S]*)$/.exec(text)!
    const paragraphs = body!
      .trim()
      .split(/\n\n/)
      .map((paragraph) => paragraph.replace(/^\d+[.)]\s+/, ''))
    const grown = Array.from(
      { length: PARAGRAPHS },
      (_, i) => `${i + 1}. ${paragraphs[i % paragraphs.length]}\n`,
    )
    writeFileSync(join(to, 'source', 'statement', name), `${matter}\n${grown.join('\n')}`)
  }
  const [head, ...rows] = readFileSync(join(source, 'signatories.csv'), 'utf8').trim().split('\n')
  const grown = Array.from({ length: SIGNATORIES }, (_, i) => {
    const [id, group, country, ...names] = rows[i % rows.length]!.split(',')
    const joined = names.pop()
    return [`${id}-${i}`, group, country, ...names.map((name) => `${name} ${i + 1}`), joined].join(',')
  })
  writeFileSync(join(to, 'source', 'signatories.csv'), [head, ...grown, ''].join('\n'))
  return to
}
