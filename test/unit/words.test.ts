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

test('a text that stands out of its order is not told as missing', () => {
  expect(told([`${TEXT}\r\nKeep the trains`], ['Keep the trains', TEXT])).toEqual([
    'Paragraph 1 (en): it is there, but not in its order; it begins «Keep the trains».',
  ])
})

test('a text that two languages share is found in both, though one of them lacks a text before it', () => {
  const passages = [
    ['en', 'title', 'Keep the lake'],
    ['en', 'subtitle', 'A letter'],
    ['en', 'paragraph 1', 'The town sells the shore'],
    ['en', 'paragraph 2', 'No es un lago para bañarse'],
    ['fr', 'title', 'Gardez le lac'],
    ['fr', 'paragraph 1', 'La ville vend la rive'],
    ['fr', 'paragraph 2', 'No es un lago para bañarse'],
  ].map(([column, what, text], i) => ({
    column: column!,
    what: what!,
    text: text!,
    ...(what!.startsWith('p') && { item: { list: 'paragraphs', number: i === 2 || i === 5 ? 1 : 2 } }),
  }))
  const page =
    'Keep the lake\r\nGardez le lac\r\nA letter\r\n1 The town sells the shore\r\nLa ville vend la rive\r\n2 No es un lago para bañarse\r\nNo es un lago para bañarse'
  expect(checkWords([page], passages, [], 'x.pdf')).toEqual([])
})

test('PDFium may see a space behind the sign of a number', () => {
  expect(told(['under № 5 and №7'], ['under №5 and № 7'])).toEqual([])
})

test('a word divided at a line end is whole', () => {
  for (const hyphen of ['\u00AD', '\u00AD\r\n'])
    expect(told([`The work${hyphen}ers of all countries stand together today`], [TEXT])).toEqual([])
})

test('a compound divided at its own hyphen keeps it', () => {
  expect(told(['We left Alma-\r\nAta in May'], ['We left Alma-Ata in May'])).toEqual([])
  expect(told(['Alma-\r\nAta'], ['Alma-Ata'])).toEqual([])
})

test('a hyphen of its own and one that divides are not the same', () => {
  expect(told(['We left Alma\u00ADAta in May'], ['We left Alma-Ata in May'])).toEqual([
    'Paragraph 1 (en): «AlmaAta» stands where «Alma-Ata» should.',
  ])
  expect(told(['We left Alma-\r\nAta in May'], ['We left AlmaAta in May'])).not.toEqual([])
})

test('a hyphen that a word ends in may end a line', () => {
  expect(told(['pre-\r\nand post-war years'], ['pre- and post-war years'])).toEqual([])
})

test('a compound divided at its own hyphen over a page turn is whole', () => {
  expect(told(['We left Alma-', 'Ata in May'], ['We left Alma-Ata in May'])).toEqual([])
})

test('a word divided over a page turn is whole, folios set aside', () => {
  const pages = ['Page 1 of 2\r\nThe workers of all coun\u00AD', 'Page 2 of 2\r\ntries stand together today']
  expect(told(pages, [TEXT], FOLIO)).toEqual([])
})

test('a head of two lines may have the folio beside its first one', () => {
  const heads = [...FOLIO, { text: 'A letter of the workers of all countries', from: 2 }]
  const head = 'A letter of the\r\nPage 2 of 2\r\nworkers of all countries\r\n'
  const pages = ['Page 1 of 2\r\nThe workers of all coun\u00AD', `${head}tries stand together today`]
  expect(told(pages, [TEXT], heads)).toEqual([])
  expect(told(pages, [TEXT], FOLIO)).not.toEqual([])
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

const replaced = (rows: readonly string[], index: number, row: string): string[] =>
  rows.map((each, i) => (i === index ? row : each))

test('in columns, a word divided over the page has the other columns in between', () => {
  const passages = [
    { what: 'paragraph 1', column: 'en', text: 'one two three seventeen four five' },
    { what: 'paragraph 1', column: 'es', text: 'uno dos tres diecisiete cuatro cinco' },
  ]
  const pages = [
    'one two three seven\u00AD\r\nuno dos tres dieci\u00AD\r\n',
    'teen four five\r\nsiete cuatro cinco',
  ]
  expect(checkWords(pages, passages, [], 'x.pdf')).toEqual([])
})

/** What is said of the rows, each beginning with its number, if they should hold a list with a name in each column. */
function toldOfRows(rows: readonly string[], ...columns: readonly (readonly string[])[]): string[] {
  const passages = columns.flatMap((names, column) =>
    names.map((text, i) => ({
      what: `signatory ${i + 1}`,
      column: `c${column + 1}`,
      text,
      item: { list: 'signed', number: i + 1 },
    })),
  )
  return checkWords([rows.join('\r\n')], passages, [], 'x.pdf').map(({ message }) => message)
}

test('the number of a list is not the last word of a name', () => {
  const [first, second] = [
    ['Union Local 2', 'Night Riders', '3', 'Union', 'Union Local'],
    ['Union Local 2', 'Union Local 3', '4', '4', 'Union'],
  ]
  const rows = first.map((name, i) => `${i + 1} ${name} ${second[i]}`)
  expect(toldOfRows(rows, first, second)).toEqual([])
  expect(
    toldOfRows(
      first.map((name, i) => `${i + 1} ${name}`),
      first,
    ),
  ).toEqual([])
  expect(toldOfRows(first, first)).toEqual([])
})

test('a name that is its own number in the list is told if it is missing, or stands twice', () => {
  const names = ['Night Riders', 'Sleeping Crews', '3', 'Polar Line']
  const rows = ['1 Night Riders', '2 Sleeping Crews', '3 3', '4 Polar Line']
  expect(toldOfRows(rows, names)).toEqual([])
  expect(toldOfRows(replaced(rows, 2, '3'), names)).toEqual(['Signatory 3 (c1): the word «3» is missing.'])
  expect(toldOfRows(replaced(rows, 2, '3 3 3'), names)).toEqual([
    'Signatory 3 (c1): the word «3» stands twice.',
  ])
})

test('a last word that is lost is told, although the next number in the list is the same', () => {
  const names = ['Night Riders', 'Local 3', 'Polar Line']
  expect(toldOfRows(['1 Night Riders', '2 Local', '3 Polar Line'], names)).toEqual([
    'Signatory 2 (c1): the word «3» is missing.',
  ])
})

test('a number that is cut off, or not there, is told', () => {
  const names = Array.from({ length: 30 }, (_, i) => `Night Riders of ${'abcdefghij'[i % 10]}${i}x`)
  const cut = names.map((name, i) => `${String(i + 1).slice(-1)} ${name}`)
  expect(toldOfRows(cut, names).slice(0, 1)).toEqual([
    'Signatory 10 (c1): «0» stands before it where its number «10» should.',
  ])
  expect(toldOfRows(cut, names)).toHaveLength(11)
  const rows = names.map((name, i) => `${i + 1} ${name}`)
  expect(toldOfRows(replaced(rows, 11, names[11]!), names)).toEqual([
    'Signatory 12 (c1): its number «12» is not before it.',
  ])
})

test('an item that begins with a list of its own has its number before that', () => {
  expect(
    toldOfRows(
      ['1 Night Riders', '2 – Sleeping Crews', '3 1. Polar Line'],
      ['Night Riders', 'Sleeping Crews', 'Polar Line'],
    ),
  ).toEqual([])
})

test('invisible characters and ligatures of the source are no words of their own', () => {
  expect(
    told(
      ['See https://example.org/path at the office'],
      ['See https://example.org/\u200Bpath at the of\uFB01ce'],
    ),
  ).toEqual([])
})

test('a number of somebody else’s is none that was cut off', () => {
  const names = Array.from({ length: 20 }, (_, i) => `Riders of ${'abcdefghij'[i % 10]}${i}x`)
  expect(toldOfRows(replaced(names, 11, `2 ${names[11]}`), names)).toEqual([])
})

test('a name that stands before its list, too, has its place in the list', () => {
  const names = ['Night Riders', 'Sleeping Crews', 'Polar Line']
  const rows = ['Signed by Night Riders and others', ...names.map((name, i) => `${i + 1} ${name}`)]
  expect(toldOfRows(rows, names)).toEqual([])
})

test('one name lost does not take the others with it', () => {
  const names = Array.from({ length: 50 }, (_, i) => (i % 2 ? `Union ${i}` : `Night Riders ${i}, Union`))
  const rows = names.map((name, i) => `${i + 1} ${name}`)
  expect(toldOfRows(replaced(rows, 11, '12'), names)).toEqual([
    'Signatory 12 (c1): it is not there; it should begin «Union 11».',
  ])
})

test('of many findings the first are told, and how many more there are', () => {
  const names = Array.from({ length: 200 }, (_, i) => `Union Local ${i}`)
  const messages = toldOfRows([], names)
  expect(messages).toHaveLength(11)
  expect(messages.at(-1)).toBe('… and 190 more mistakes in the words of this file.')
})
