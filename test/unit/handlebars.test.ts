/** A template that repeats itself without end, or reaches for what is not its own. */
import { expect, test } from 'vitest'
import { Stop, tell } from '../../src/diagnostic.js'
import { limitsFor } from '../../src/model/limits.js'
import type { Template } from '../../src/model/template.js'
import { fill } from '../../src/typeset/handlebars.js'

const LIMITS = { ...limitsFor(false), steps: 100_000, output: 100_000 }

const filled = (
  page: string,
  partials: Readonly<Record<string, string>> = {},
  values: object = {},
  secondsAtOnce = 30,
): string => {
  const template = {
    name: 'x',
    page: { file: 'page.hbs', text: page },
    partials: new Map(Object.entries(partials).map(([name, text]) => [name, { file: `${name}.hbs`, text }])),
  } as unknown as Template
  try {
    return fill(
      template,
      { items: Array.from({ length: 1000 }, (_, i) => i), title: 'T', labels: {}, ...values },
      { ...LIMITS, secondsAtOnce },
    )
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    return tell(error.diagnostics[0]!).replace(/\n.*/s, '')
  }
}

/** So many levels, each of which calls the next one twice. */
const doubling = (levels: number) =>
  Object.fromEntries(
    Array.from({ length: levels }, (_, i) => [
      `p${i}`,
      i + 1 < levels ? `\n{{> p${i + 1}}}{{> p${i + 1}}}` : 'x',
    ]),
  )
const loops = (levels: number) => `${'{{#each @root.items}}'.repeat(levels)}x${'{{/each}}'.repeat(levels)}`

test.each([
  [
    'a partial that calls itself',
    '\n{{> a}}',
    { a: 'x\n\n{{> a}}' },
    'a.hbs:3: error: Template «x»: partials call one another more than 100 deep; does {{> a}} call itself?.',
  ],
  [
    'a partial that calls itself after a thousand times nothing',
    '{{> a}}',
    { a: `${'{{#if title}}{{/if}}'.repeat(1000)}\n{{> [a]}}` },
    'a.hbs:2: error: Template «x»: partials call one another more than 100 deep; does {{> a}} call itself?.',
  ],
  [
    'partials that call one another in a circle',
    '{{> a}}',
    { a: '{{> b}}', b: '{{> a}}' },
    'b.hbs:1: error: Template «x»: partials call one another more than 100 deep; does {{> a}} call itself?.',
  ],
  [
    'a partial defined in the page that calls itself',
    '{{#*inline "a"}}\n{{> a}}{{/inline}}\n{{> a}}',
    {},
    'page.hbs:2: error: Template «x»: partials call one another more than 100 deep; does {{> a}} call itself?.',
  ],
  [
    'a partial that is chosen by a value and calls itself',
    '{{> (lookup . "next")}}',
    { a: '{{> (lookup . "next")}}' },
    'a.hbs:1: error: Template «x»: partials call one another more than 100 deep; does {{> a}} call itself?.',
  ],
  [
    'partials that double forty times',
    '{{> p0}}',
    doubling(40),
    'p36.hbs:2: error: Template «x»: it repeats its parts too often: the page is not done after all the steps that it may take.',
  ],
  [
    'partials defined in the page that double forty times',
    Array.from(
      { length: 40 },
      (_, i) => `{{#*inline "q${i}"}}{{> q${i + 1}}}{{> q${i + 1}}}{{/inline}}`,
    ).join('\n') + '{{#*inline "q40"}}x{{/inline}}{{> q0}}',
    {},
    'page.hbs:37: error: Template «x»: it repeats its parts too often: the page is not done after all the steps that it may take.',
  ],
  [
    'blocks of partials that double forty times',
    `${'{{#> twice}}'.repeat(40)}x${'{{/twice}}'.repeat(40)}`,
    { twice: '{{> @partial-block}}{{> @partial-block}}' },
    'twice.hbs:1: error: Template «x»: it repeats its parts too often: the page is not done after all the steps that it may take.',
  ],
  [
    'five loops in one another',
    `\n${loops(5)}`,
    {},
    'page.hbs:2: error: Template «x»: it repeats its parts too often: the page is not done after all the steps that it may take.',
  ],
  [
    'loops without the word each',
    `\n${'{{#@root.items}}'.repeat(5)}x${'{{/@root.items}}'.repeat(5)}`,
    {},
    'page.hbs:2: error: Template «x»: it repeats its parts too often: the page is not done after all the steps that it may take.',
  ],
  [
    'a loop that makes too much text',
    `{{#each items}}${'x'.repeat(101)}{{/each}}`,
    {},
    'page.hbs:1: error: Template «x»: it makes more than 100000 characters of text.',
  ],
  [
    'partials that double the text thirty times',
    '{{> p0}}',
    { ...doubling(17), p16: 'x'.repeat(10_000) },
    'p11.hbs:2: error: Template «x»: it makes more than 100000 characters of text.',
  ],
  [
    'blocks nested ten thousand deep',
    `\n${'{{#if title}}'.repeat(10_000)}${'{{/if}}'.repeat(10_000)}`,
    {},
    'page.hbs:2: error: Template «x»: blocks are nested more than 100 deep here.',
  ],
  [
    'the constructor of a value',
    '\n{{title.constructor}}',
    {},
    'page.hbs:2: error: Template «x»: there is no value «title.constructor»: «constructor» belongs to the program.',
  ],
  [
    'the prototype of a value, in brackets',
    '{{#with labels}}\n{{this.[__proto__]}}{{/with}}',
    {},
    'page.hbs:2: error: Template «x»: there is no value «this.__proto__»: «__proto__» belongs to the program.',
  ],
  [
    'the constructor, looked up',
    '\n{{lookup labels "constructor"}}',
    {},
    'page.hbs:2: error: Template «x»: «constructor» belongs to the program.',
  ],
  [
    'a value of a text',
    '\n{{title.length}}',
    {},
    'page.hbs: error: Template «x»: there is no value «length» in a text.',
  ],
  [
    'a word for the console',
    '\n{{log "::error::x"}}',
    {},
    'page.hbs:2: error: Template «x»: there is no helper «log».',
  ],
  [
    'a partial whose name is a pattern',
    '\n{{> [(((]}}',
    {},
    'page.hbs:2: error: Template «x»: The partial ((( could not be found.',
  ],
] as const)('%s ends in an error with its place', (_name, page, partials, expected) => {
  expect(filled(page, partials, { next: 'a' })).toBe(expected)
})

test('what repeats within the limits is filled', () => {
  expect(filled('{{#each items}}{{> a}}{{/each}}', { a: 'x' })).toBe('x'.repeat(1000))
  expect(filled('{{#*inline "a"}}y{{/inline}}{{> a}}{{#> b}}z{{/b}}', { b: '({{> @partial-block}})' })).toBe(
    'y(z)',
  )
  expect(filled('{{lookup labels "a"}}', {}, { labels: { a: 'b' } })).toBe('b')
})

test('a template that is slow without repeating anything ends at its time', () => {
  const value = '<'.repeat(5_000_000)
  expect(filled('{{value}}'.repeat(20_000), {}, { value }, 1)).toBe(
    'page.hbs: error: Template «x» is not filled after 1 seconds.',
  )
})
