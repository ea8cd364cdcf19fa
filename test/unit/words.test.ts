/** The check of words on structures made by hand. */
import { describe, expect, test } from 'vitest'
import type { Label, Passage } from '../../src/model/passage.js'
import { type FileText, openFileText } from '../../src/verify/file-text.js'
import { matchInOrder } from '../../src/verify/in-order.js'
import { compareText } from '../../src/verify/same-text.js'
import type { TagNode } from '../../src/verify/tags.js'
import { checkWords } from '../../src/verify/words.js'

interface Piece {
  readonly page: number
  readonly text: string
}
type Kid = TagNode | Piece | string

const on = (page: number, text: string): Piece => ({ page, text })

const texts: Piece[] = []

/** An element with its kids: other ones, or marked sequences that read so, on page 1 if nothing else is said. */
function el(type: string, kids: readonly Kid[] | string, lang?: string): TagNode {
  const marked = (piece: Piece) => ({ page: piece.page, mcid: texts.push(piece) - 1 })
  return {
    type,
    lang,
    alt: undefined,
    actualText: undefined,
    kids: (typeof kids === 'string' ? [kids] : kids).map((kid) =>
      typeof kid === 'string' ? marked(on(1, kid)) : 'text' in kid ? marked(kid) : kid,
    ),
  }
}
const p = (...kids: Kid[]): TagNode => el('P', kids)
/** Items, each with its label. */
const list = (...items: (readonly [label: string, ...body: Kid[]])[]): TagNode =>
  el(
    'L',
    items.map(([label, ...body]) => el('LI', [...(label ? [el('Lbl', label)] : []), el('LBody', body)])),
  )
const file = (...tags: TagNode[]): FileText =>
  openFileText([el('Document', tags, 'en')], ({ mcid }) => texts[mcid]!.text, 'en')

const passage = (what: string, text: string | readonly string[], rest: Partial<Passage> = {}): Passage => ({
  what,
  column: 'en',
  section: 'body',
  leaves: (typeof text === 'string' ? [text] : text).map((text) => ({
    text,
    lang: rest.column ?? 'en',
    labels: [],
  })),
  shared: false,
  ...rest,
})
const labelled = (what: string, text: string, label: Label, rest: Partial<Passage> = {}): Passage => {
  const plain = passage(what, text, rest)
  return { ...plain, leaves: plain.leaves.map((leaf) => ({ ...leaf, labels: [label] })) }
}
const paragraphs = (...all: string[]): Passage[] => all.map((text, i) => passage(`paragraph ${i + 1}`, text))

const messages = (text: FileText, passages: readonly Passage[], stock = false): string[] =>
  checkWords(text, passages, { file: 'x.pdf', stock }).map(({ message }) => message)

const TEXT = 'The workers of all countries stand together today'
/** What is said of one paragraph that reads so. */
const told = (...pieces: Kid[]): string[] => messages(file(p(...pieces)), paragraphs(TEXT))

describe('a text is whole', () => {
  test.each<readonly [string, ...Kid[]]>([
    ['as it is', TEXT],
    ['over line ends', 'The workers of all\r', 'countries stand together\r', 'today'],
    ['divided at a line end', 'The work\u00AD', 'ers of all countries stand together today'],
    ['over the page', 'The workers of all', on(2, 'countries stand together today')],
    ['divided over the page', 'The workers of all coun\u00AD', on(2, 'tries stand together today')],
    ['with a gap that may be a space or not', 'The wor\nkers of all\ncountries stand together today'],
    ['in capitals', 'THE WORKERS OF ALL COUNTRIES STAND TOGETHER TODAY'],
    ['with a word in capitals', 'The WORKERS of all countries stand together today'],
    [
      'with a phrase in an element of its own',
      'The workers ',
      el('Em', 'of all countries'),
      ' stand together today',
    ],
  ])('%s', (_how, ...pieces) => {
    expect(told(...pieces)).toEqual([])
  })

  test('in several elements, or several in one', () => {
    const parts = file(p('The workers of'), p('all countries stand together today'))
    expect(messages(parts, paragraphs(TEXT))).toEqual([])
    const shared = [
      passage('signatory 1', 'Night Riders', { section: 'group g', shared: true }),
      passage('signatory 1', 'Nachtreisende', { section: 'group g', shared: true, column: 'de' }),
    ]
    expect(messages(file(list(['1', 'Night Riders ', 'Nachtreisende '])), shared)).toEqual([])
  })

  test('as one of the names in running text, with signs beside it', () => {
    const names = ['Night Riders', 'Polar Line (North)', 'Crew 3'].map((name, i) =>
      passage(`signatory ${i + 1}`, name, { section: 'group g' }),
    )
    expect(messages(file(p('Signed: Night Riders, Polar Line (North), Crew 3.')), names)).toEqual([])
  })

  test.each([
    ['with a compound divided at its own hyphen', 'We left Alma-\rAta in May', 'We left Alma-Ata in May'],
    ['with a hyphen that a word ends in at a line end', 'pre-\rand post-war', 'pre- and post-war'],
    ['with ligatures and signs that nobody sees', 'the of\uFB01ce', 'the of\u200Bfice'],
    ['in a script without spaces', '我們一起\r站在 這裡', '我們一起站在這裡'],
    ['with spaces beside such a script', '用PDF 寫', '用 PDF 寫'],
    ['with Greek capitals', 'ΚΡΑΤΗΣΤΕ ΤΑ ΤΡΕΝΑ', 'Κρατήστε τα τρένα'],
    ['with a sharp s in capitals', 'DIE STRASSE', 'Die Straße'],
  ])('%s', (_how, found, wanted) => {
    expect(messages(file(p(found)), paragraphs(wanted))).toEqual([])
  })
})

test.each([
  ['removed', 'The workers of all countries together today', 'the word «stand» is missing.'],
  ['doubled', 'The workers of of all countries stand together today', 'the word «of» stands twice.'],
  [
    'changed',
    'The workers of all countrics stand together today',
    '«countrics» stands where «countries» should.',
  ],
  [
    'broken',
    'The work ers of all countries stand together today',
    'the word «workers» is broken: «work ers».',
  ],
  [
    'broken at a line end',
    'The work\rers of all countries stand together today',
    'the word «workers» is broken: «work ers».',
  ],
  ['fused', 'The workers ofall countries stand together today', '«ofall» stands where «of all» should.'],
  [
    'of another accent',
    'The workers of all countriés stand together today',
    '«countriés» stands where «countries» should.',
  ],
  ['doubled at the end', `${TEXT} today`, 'the word «today» stands twice.'],
  ['doubled at the beginning', `The ${TEXT}`, 'the word «The» stands twice.'],
])('a word that is %s is told', (_kind, found, message) => {
  expect(told(found)).toEqual([`Paragraph 1 (en): ${message}`])
})

test('a letter of another word is told in a script without spaces', () => {
  expect(messages(file(p('我們一起坐在這裡')), paragraphs('我們一起站在這裡'))).toEqual([
    'Paragraph 1 (en): «坐» stands where «站» should.',
  ])
})

test('generated content within a text is told', () => {
  expect(told('The workers ', 'gratis ', 'of all countries stand together today')).toEqual([
    'Paragraph 1 (en): the word «gratis» is not in the source.',
  ])
})

test('a text that is not there is told with its beginning', () => {
  expect(told('Something else altogether stands on this page')).toEqual([
    'Paragraph 1 (en): it is not there; it should begin «The workers of all».',
  ])
})

test('a text that stands out of its order is not told as missing', () => {
  expect(messages(file(p(TEXT), p('Keep the trains')), paragraphs('Keep the trains', TEXT))).toEqual([
    'Paragraph 1 (en): it is there, but not in its order; it begins «Keep the trains».',
  ])
})

test('a paragraph, an item or a cell that is printed twice is told', () => {
  const [first, second] = ['Keep the lake', 'Open the shore']
  const twice = [
    file(p(first), p(second), p(first)),
    file(list(['1', p(first)], ['1', p(first)], ['2', p(second)])),
    file(el('Table', [el('TR', [el('TD', first), el('TD', second)]), el('TR', [el('TD', first)])])),
  ]
  for (const text of twice)
    expect(messages(text, paragraphs(first, second))).toEqual([
      'Paragraph 1 (en): “Keep the lake …” is printed once more than the source has it.',
    ])
})

test('a heading may stand in the table of contents, too', () => {
  const contents = el('TOC', [el('TOCI', [el('Reference', [el('Link', 'Keep the lake')])])])
  expect(
    messages(file(contents, el('H2', 'Keep the lake'), p(TEXT)), paragraphs('Keep the lake', TEXT)),
  ).toEqual([])
})

test('one of several texts that are the same is told if it is missing', () => {
  const row = (...cells: string[]) =>
    el(
      'TR',
      cells.map((cell) => el('TD', cell)),
    )
  const wanted = [passage('table 1', ['North', '12', 'South', '12', 'East', '7'])]
  const table = (...rows: TagNode[]) => file(el('Table', rows))
  expect(messages(table(row('North', '12'), row('South', '12'), row('East', '7')), wanted)).toEqual([])
  expect(messages(table(row('North', '12'), row('South'), row('East', '7')), wanted)).toEqual([
    'Table 1 (en): it is not there; it should begin «12».',
  ])
  expect(messages(table(row('North', '12'), row('South', '13'), row('East', '7')), wanted)).toEqual([
    'Table 1 (en): «13» stands where «12» should.',
  ])
})

describe('in several languages', () => {
  const section = (lang: string, ...kids: TagNode[]): TagNode => el('Sect', kids, lang)
  const both = (en: string, ru: string): Passage[] => [
    passage('paragraph 1', en),
    passage('paragraph 2', 'Keep the lake'),
    passage('paragraph 1', ru, { column: 'ru' }),
    passage('paragraph 2', 'Берегите озеро', { column: 'ru' }),
  ]

  test('a paragraph that is the same in two languages is found in both', () => {
    const text = file(
      section('en', p('km 2022: 7'), p('Keep the lake')),
      section('ru', p('km 2022: 7'), p('Берегите озеро')),
    )
    expect(messages(text, both('km 2022: 7', 'km 2022: 7'))).toEqual([])
  })

  test('… and told for the one that lacks it', () => {
    const text = file(section('en', p('km 2022: 7'), p('Keep the lake')), section('ru', p('Берегите озеро')))
    expect(messages(text, both('km 2022: 7', 'km 2022: 7'))).toEqual([
      'Paragraph 1 (ru): it is not there; it should begin «km 2022: 7».',
    ])
  })

  test('a row whose cells have changed their languages is told', () => {
    const text = file(
      section('en', p('Один два три'), p('Keep the lake')),
      section('ru', p('One two three'), p('Берегите озеро')),
    )
    expect(messages(text, both('One two three', 'Один два три')).sort()).toEqual([
      'Paragraph 1 (en): “One two three …” stands in text that is tagged as “ru”.',
      'Paragraph 1 (ru): “Один два три …” stands in text that is tagged as “en”.',
    ])
  })

  test('texts whose language is not tagged are a warning', () => {
    const text = file(p('One two three'), p('Один два три'), p('Keep the lake'), p('Берегите озеро'))
    const findings = checkWords(text, both('One two three', 'Один два три'), { file: 'x.pdf', stock: false })
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: Paragraph 1 (ru): “Один два три …” is tagged as “en”, so it is read aloud in the wrong language.',
    ])
  })

  test('a text within a line of another language has its own', () => {
    const wanted = [
      passage('signatory 1', 'Rowers'),
      passage('signatory 1', 'Rowers', {
        column: 'ru',
        leaves: [{ text: 'Rowers', lang: 'en', labels: [] }],
      }),
      passage('country of signatory 1', 'Чили', { column: 'ru', section: 'group g' }),
    ]
    const row = (country: TagNode) => [
      section('en', p('Rowers')),
      section('ru', el('P', ['Rowers ', country], 'en')),
    ]
    expect(messages(file(...row(el('Em', '(Чили)', 'ru'))), wanted)).toEqual([])
    expect(messages(file(...row(el('Em', '(Чили)'))), wanted)).toEqual([
      'Country of signatory 1 (ru): “Чили …” is tagged as “en”, so it is read aloud in the wrong language.',
    ])
  })

  test('a text that is missing in a language is found in the first one where it stands for it', () => {
    const text = file(
      section('en', p('Keep the lake'), p('Sign here')),
      section('ru', p('Берегите озеро'), el('Div', [p('Sign here')], 'en')),
    )
    const closing = { section: 'closing line', leaves: [{ text: 'Sign here', lang: 'en', labels: [] }] }
    const wanted = [
      passage('paragraph 1', 'Keep the lake'),
      passage('closing line', '', closing),
      passage('paragraph 1', 'Берегите озеро', { column: 'ru' }),
      passage('closing line', '', { column: 'ru', ...closing }),
    ]
    expect(messages(text, wanted)).toEqual([])
  })
})

describe('numbers and letters of lists', () => {
  const names = (...all: string[]): Passage[] =>
    all.map((text, i) =>
      labelled(
        `signatory ${i + 1}`,
        text,
        { list: 'group g', text: String(i + 1), needed: false, own: false },
        { section: 'group g' },
      ),
    )
  const items = (style: string[]): Passage[] =>
    style.map((text, i) =>
      labelled(`paragraph 1`, ['wash', 'rinse', 'dry'][i]!, {
        list: 'list 1',
        text,
        needed: true,
        own: true,
      }),
    )

  test('are no words of the texts', () => {
    expect(
      messages(file(list(['1.', 'Local 2'], ['2.', '3'], ['3.', '3'])), names('Local 2', '3', '3')),
    ).toEqual([])
    expect(
      messages(file(list(['a)', 'wash'], ['b)', 'rinse'], ['c)', 'dry'])), items(['a', 'b', 'c'])),
    ).toEqual([])
    expect(messages(file(list(['٢', 'wash'], ['٣', 'rinse'], ['٤', 'dry'])), items(['2', '3', '4']))).toEqual(
      [],
    )
  })

  test('may be words before the texts', () => {
    const rows = ['1 Local 2', '2 Night Riders', '3 3'].map((text) => p(text))
    expect(messages(file(...rows), names('Local 2', 'Night Riders', '3'))).toEqual([])
  })

  test('are told if they are wrong or lost', () => {
    expect(
      messages(file(list(['a)', 'wash'], ['c)', 'rinse'], ['c)', 'dry'])), items(['a', 'b', 'c'])),
    ).toEqual(['Paragraph 1 (en): «c» stands before it where its number «b» should.'])
    expect(
      messages(file(list(['', 'wash'], ['', 'rinse'], ['', 'dry'])), items(['a', 'b', 'c'])),
    ).toHaveLength(3)
    const all = Array.from({ length: 12 }, (_, i) => `Night Riders of ${'abcdefghijkl'[i]}`)
    const labels = all.map((name, i) => [i === 10 ? '' : String(i + 1), name] as const)
    expect(messages(file(list(...labels)), names(...all))).toEqual([
      'Signatory 11 (en): its number «11» is not before it.',
    ])
    const cut = all.map((name, i) => [String(i + 1).slice(-1), name] as const)
    expect(messages(file(list(...cut)), names(...all))[0]).toBe(
      'Signatory 10 (en): «0» stands before it where its number «10» should.',
    )
  })

  test('need not be there for names', () => {
    expect(
      messages(file(list(['', 'Local 2'], ['', 'Night Riders'])), names('Local 2', 'Night Riders')),
    ).toEqual([])
  })
})

test('one name lost does not take the others with it', () => {
  const names = Array.from({ length: 50 }, (_, i) => (i % 2 ? `Union ${i}` : `Night Riders ${i}, Union`))
  const kept = names.filter((_, i) => i !== 11)
  const text = file(list(...kept.map((name) => ['', name] as const)))
  expect(messages(text, paragraphs(...names))).toEqual([
    'Paragraph 12 (en): it is not there; it should begin «Union 11».',
  ])
})

test('of many findings the first are told, and how many more there are', () => {
  const lost = messages(file(), paragraphs(...Array.from({ length: 200 }, (_, i) => `Union Local ${i}`)))
  expect(lost).toHaveLength(11)
  expect(lost.at(-1)).toBe('… and 190 more mistakes in the words of this file.')
})

test('20,000 names that are nearly the same cost no more than their number', () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `Union Local ${i % 9_000}`)
  const text = file(list(...names.map((name) => ['', name] as const)))
  expect(messages(text, paragraphs(...names))).toEqual([])
})

test('nobody is sent to a template that he has not touched', () => {
  const hints = [true, false].map(
    (stock) => checkWords(file(p('Keep')), paragraphs('Keep on'), { file: 'x.pdf', stock })[0]!.hint,
  )
  expect(hints[0]).toContain('not of your text')
  expect(hints[1]).toContain('style sheet')
})

describe('a file without tags', () => {
  const compare = (pages: readonly string[], screen: readonly string[], slug?: string) =>
    compareText(pages, screen, { file: 'x.pdf', kind: 'press', ...(slug !== undefined && { slug }) }).map(
      ({ where, message }) => `${where!.page}: ${message}`,
    )

  test('reads as the one with tags does, page by page, less the slug line', () => {
    const slug = 'lake, page {page} of {pages}'
    expect(compare(['Keeplake,page1of2theLake', 'lake,page2of2'], ['KeeptheLake', ''], slug)).toEqual([])
  })

  test('is told with what differs', () => {
    expect(compare(['KeeptheLake', 'signed'], ['KeeptheLake', 'sighed'])).toEqual([
      '2: The letters of this page are not those of the file for the screen: “signed” here, “sighed” there.',
    ])
  })
})

test('things are matched in their order, the last of equal ones first', () => {
  expect([...matchInOrder([1, 2, 3], [1, 9, 2, 3])]).toEqual([0, 2, 3])
  expect([...matchInOrder([2, 1], [1, 2])].filter((at) => at < 0)).toHaveLength(1)
  expect([...matchInOrder([1, 3, 4], [1, 3, 3, 4])]).toEqual([0, 2, 3])
  expect([...matchInOrder([1, 2, 1, 2, 1], [1, 2, 2, 1])]).toEqual([0, 1, -1, 2, 3])
  const many = Array.from({ length: 50_000 }, (_, i) => i % 2)
  expect(matchInOrder(many, [...many].slice(1)).filter((at) => at < 0)).toHaveLength(1)
})
