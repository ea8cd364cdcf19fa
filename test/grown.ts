/** The shipped publication, longer. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { project } from './broadside.js'

const source = (name: string) => readFileSync(join('source', name))

/** The shipped publication with so many signatories. */
export function grown(signatories: number, change = (text: string) => text): string {
  const [head, ...rows] = source('signatories.csv').toString().trim().split('\n')
  const list = Array.from({ length: signatories }, (_, i) => {
    const [id, group, country, ...names] = rows[i % rows.length]!.split(',')
    const number = i < rows.length ? '' : ` ${i + 1}`
    return [`${id}-${i}`, group, country, ...names.map((name) => (name ? name + number : ''))].join(',')
  })
  return project({
    'source/publication.yaml': change(source('publication.yaml').toString()),
    'source/statement/en.md': source('statement/en.md'),
    'source/statement/ru.md': source('statement/ru.md'),
    'source/statement/es.md': source('statement/es.md'),
    'source/statement/de.md': null,
    'templates/labels/de.yaml': null,
    'source/signatories.csv': [head, ...list, ''].join('\n'),
  })
}
