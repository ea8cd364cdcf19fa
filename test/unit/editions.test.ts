/** Which languages an edition takes, and which files it then makes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openProject } from '../../src/project.js'
import { nameOf } from '../../src/proof/summary.js'
import { type Change, project } from '../broadside.js'

const STATEMENT = '---\ntitle: T\n---\n\n1. Yes.\n'
const LABELS = readFileSync('templates/labels/en.yaml', 'utf8')

/** A publication in English, German, French and Italian with these editions. */
async function read(
  editions: string,
  changes: Readonly<Record<string, Change>> = {},
  labelled: readonly string[] = ['en', 'de', 'fr', 'it'],
) {
  const root = project({
    'source/publication.yaml': (text) =>
      `${text.slice(0, text.indexOf('editions:')).replace('[en, de]', '[en, de, fr, it]')}editions:\n${editions}`,
    ...Object.fromEntries(['en', 'de', 'fr', 'it'].map((tag) => [`source/statement/${tag}.md`, STATEMENT])),
    ...Object.fromEntries(labelled.map((tag) => [`templates/labels/${tag}.yaml`, LABELS])),
    ...changes,
  })
  const { project: opened, findings } = await openProject(root, join(root, 'out'))
  return {
    deliverables: opened?.deliverables ?? [],
    told: findings.map(({ message }) => message).filter((message) => !message.includes('stands in for it')),
  }
}

test('an edition takes all languages, or some in an order of its own', async () => {
  const { deliverables, told } = await read(
    '  leaflet: { languages: [it] }\n  parallel: { languages: [fr, en, de] }\n  all: { template: parallel }\n',
  )
  expect([deliverables.map(({ name, languages }) => [name, ...languages]), told]).toEqual([
    [
      ['night-trains-leaflet-it', 'it'],
      ['night-trains-parallel', 'fr', 'en', 'de'],
      ['night-trains-all', 'en', 'de', 'fr', 'it'],
    ],
    [],
  ])
})

test('pairs: a file of each other language beside this one, which is the file for that language', async () => {
  const { deliverables } = await read(
    '  parallel: { pairs: en }\n  some: { template: parallel, languages: [it, fr], pairs: de }\n',
  )
  expect(deliverables.map(({ name, languages, language }) => [name, languages.join(), language])).toEqual([
    ['night-trains-parallel-en-de', 'en,de', 'de'],
    ['night-trains-parallel-en-fr', 'en,fr', 'fr'],
    ['night-trains-parallel-en-it', 'en,it', 'it'],
    ['night-trains-some-de-it', 'de,it', 'it'],
    ['night-trains-some-de-fr', 'de,fr', 'fr'],
  ])
})

test.each([
  [
    'leaflet: { languages: [en, es] }',
    '«es» is no language of this publication (in «editions.leaflet.languages»).',
  ],
  ['parallel: { pairs: es }', '«es» is no language of this publication (in «editions.parallel.pairs»).'],
  ['leaflet: { languages: [en, en] }', '«editions.leaflet.languages» names a language twice.'],
  [
    'leaflet: { pairs: en }',
    'The template “leaflet” makes a file for each language; there is nothing to pair.',
  ],
  [
    'parallel: { languages: [en], pairs: en }',
    'The edition “parallel” has no language to set beside English.',
  ],
  [
    'parallel: { languages: [en] }',
    'A file of the edition “parallel” has 1 language; the template “parallel” is made for 2 to 4.',
  ],
])('what an edition cannot take is told: %s', async (edition, told) => {
  const { told: all } = await read(`  ${edition}\n  whole: { template: leaflet }\n`)
  expect(all).toEqual([told])
})

test('a template says how many languages a file of it is made for, and whoever has more is told once', async () => {
  const settings = readFileSync('templates/parallel/template.yaml', 'utf8')
  const template = {
    'templates/row/page.hbs': readFileSync('templates/parallel/page.hbs', 'utf8'),
    'templates/row/template.yaml': settings.replace('languages: 2..4', 'languages: 2..3'),
  }
  const { told } = await read('  row:\n  fewer: { template: row, languages: [en, de, fr] }\n', template)
  expect(told).toEqual([
    'A file of the edition “row” has 4 languages; the template “row” is made for 2 to 3.',
  ])
  const row = settings.replace('languages: 2..4', 'languages: 4..2')
  expect((await read('  row:\n', { ...template, 'templates/row/template.yaml': row })).told).toEqual([
    '«languages» is “4..2”.',
  ])
})

test('a language that no edition takes needs no words of templates, and is told', async () => {
  const { deliverables, told } = await read('  parallel: { languages: [en, de, fr] }\n', {}, [
    'en',
    'de',
    'fr',
  ])
  expect([deliverables.length, told]).toEqual([1, ['No edition takes Italian: nothing of it is printed.']])
})

test('two editions that make one file are told', async () => {
  const { told } = await read('  leaflet:\n  leaflet-en: { template: parallel }\n')
  expect(told).toEqual(['The editions “leaflet” and “leaflet-en” both make night-trains-leaflet-en.pdf.'])
})

test('a report names a file by its languages, unless it has all of them', () => {
  const names = [
    ['screen/x-row-en-ru.pdf', ['en', 'ru']],
    ['press/x-row.pdf', ['ru']],
    ['screen/x-row.pdf', ['en', 'ru']],
  ] as const
  expect(names.map(([file, languages]) => nameOf({ file, edition: 'row', languages }))).toEqual([
    'English–Russian row',
    'Russian row (press)',
    'row',
  ])
})
