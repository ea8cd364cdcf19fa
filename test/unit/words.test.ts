/** The check of words on pages made by hand. */
import { expect, test } from 'vitest'
import type { Furniture } from '../../src/model/passage.js'
import { checkWords } from '../../src/verify/words.js'

const FOLIO: Furniture[] = [{ text: 'Page {page} of {pages}', from: 1 }]

/** What is said of the pages if they should hold the texts. */
function told(
  pages: readonly string[],
  texts: readonly string[],
  furniture: readonly Furniture[] = [],
): string[] {
  const passages = texts.map((text, i) => ({ what: `paragraph ${i + 1}`, column: 'en', text }))
  return checkWords(pages, passages, furniture, 'x.pdf').map(({ message }) => message)
}

const TEXT = 'The workers of all countries stand together today'

test('a text that is there is fine, with its number and over line ends', () => {
  expect(told(['1 The workers of all\r\ncountries stand together\r\ntoday'], [TEXT])).toEqual([])
})

test('a word divided at a line end is whole, whichever hyphen PDFium tells', () => {
  for (const hyphen of ['\uFFFE', '\u0002', '\u00AD\r\n'])
    expect(told([`The work${hyphen}ers of all countries stand together today`], [TEXT])).toEqual([])
})

test('a compound divided at its own hyphen keeps it', () => {
  expect(
    told(['The anti\uFFFEpopular power is to be condemned'], ['The anti-popular power is to be condemned']),
  ).toEqual([])
})

test('a word divided over a page turn is whole, folios set aside', () => {
  const pages = ['Page 1 of 2\r\nThe workers of all coun\u00AD', 'Page 2 of 2\r\ntries stand together today']
  expect(told(pages, [TEXT], FOLIO)).toEqual([])
})

test.each([
  [
    'removed',
    'The workers of all countries together today',
    'Paragraph 1 (en): the word «stand» is missing.',
  ],
  [
    'doubled',
    'The workers of of all countries stand together today',
    'Paragraph 1 (en): the word «of» stands twice.',
  ],
  [
    'changed',
    'The workers of all countrics stand together today',
    'Paragraph 1 (en): «countrics» stands where «countries» should.',
  ],
  [
    'broken',
    'The work ers of all countries stand together today',
    'Paragraph 1 (en): the word «workers» is broken: «work ers».',
  ],
  ['doubled at the end', `${TEXT} today`, 'Paragraph 1 (en): the word «today» stands twice.'],
  ['doubled at the beginning', `The ${TEXT}`, 'Paragraph 1 (en): the word «The» stands twice.'],
])('a word that is %s is told', (_kind, page, message) => {
  expect(told([page], [TEXT])).toEqual([message])
})

test('a text that is not there is told with its beginning', () => {
  expect(told(['Something else altogether stands on this page'], [TEXT])).toEqual([
    'Paragraph 1 (en): it is not there; it should begin «The workers of all».',
  ])
})

test('in columns, a paragraph that goes on over the page has the other columns in between', () => {
  const passages = [
    { what: 'paragraph 1', column: 'en', text: 'one two three four five six seven eight' },
    { what: 'paragraph 1', column: 'es', text: 'uno dos tres cuatro cinco seis siete ocho' },
  ]
  const pages = ['one two three four uno dos tres cuatro', 'five six seven eight cinco seis siete ocho']
  expect(checkWords(pages, passages, [], 'x.pdf')).toEqual([])
})
