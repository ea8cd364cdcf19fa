/** Content streams, and what the passes that tag them make of them. */
import { describe, expect, test } from 'vitest'
import { artifactPass } from '../../src/finish/artifacts.js'
import { rewrite } from '../../src/content-stream/content-stream.js'
import type { Revision } from '../../src/finish/contents.js'
import { labelPass } from '../../src/finish/labels.js'
import { type Reading, readingPass, type Scope } from '../../src/finish/reading.js'
import { TextCursor } from '../../src/finish/text-cursor.js'

const GLYPHS = Object.assign(
  new Map(Array.from(' abc-—1', (letter) => [letter.charCodeAt(0) & 0xff, letter])),
  {
    name: 'Font',
    widthOf: () => 500,
  },
)

/** Letters as Chromium shows them: `<0061> Tj`. */
const show = (text: string): string =>
  Array.from(text, (letter) => `<00${(letter.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}> Tj`).join(
    '\n',
  )

const lines = (...parts: string[]): string => parts.join('\n')
const through = (content: string, { pass, end }: Revision): string[] =>
  Buffer.from(rewrite(Buffer.from(content), pass, end))
    .toString()
    .split('\n')

describe('artifacts', () => {
  /** Sequences 1 and 2 are claimed, 2 by a figure; /Form holds sequences, other XObjects are pictures. */
  const tagged = (...content: string[]) => {
    const kept: number[] = []
    const rewritten = through(
      lines(...content),
      artifactPass({
        of: (mcid) => (mcid === 1 ? 'text' : mcid === 2 ? 'anything' : 'nothing'),
        keep: (mcid) => (kept.push(mcid), mcid),
        drawn: (name) => (name === 'Form' ? 'tagged' : 'picture'),
      }),
    )
    return { kept, rewritten }
  }

  test('are what is painted outside all sequences, up to where text or a state ends', () => {
    const { rewritten } = tagged(
      'q',
      '0 0 1 1 re',
      'f',
      '1 0 0 rg',
      '2 2 1 1 re',
      'f',
      'Q',
      'BT',
      show('a'),
      'ET',
    )
    expect(rewritten).toEqual(
      lines(
        'q',
        '/Artifact BMC',
        '0 0 1 1 re',
        'f',
        '1 0 0 rg',
        '2 2 1 1 re',
        'f',
        'EMC',
        'Q',
        'BT',
        '/Artifact BMC',
        show('a'),
        'EMC',
        'ET',
      ).split('\n'),
    )
  })

  test('are sequences that paint but background and borders', () => {
    const { kept, rewritten } = tagged('/P <</MCID 1>> BDC', '0 0 1 1 re', 'f', 'EMC')
    expect(rewritten).toEqual(['/Artifact BMC', '0 0 1 1 re', 'f', 'EMC'])
    expect(kept).toEqual([])
  })

  test('are not sequences with text, whatever is painted behind it', () => {
    const content = ['/P <</MCID 1>> BDC', '0 0 1 1 re', 'f', 'BT', show('a'), 'ET', 'EMC']
    const { kept, rewritten } = tagged(...content)
    expect(rewritten).toEqual(content)
    expect(kept).toEqual([1])
  })

  test('are not drawings that are a figure', () => {
    const content = ['/Figure <</MCID 2>> BDC', '0 0 1 1 re', 'f', 'EMC']
    expect(tagged(...content)).toEqual({ kept: [2], rewritten: content })
  })

  test('are sequences that nobody claims', () => {
    expect(tagged('/P <</MCID 7>> BDC', 'BT', show('a'), 'ET', 'EMC').rewritten[0]).toBe('/Artifact BMC')
  })

  test('are pictures outside all sequences, but not forms that hold sequences', () => {
    expect(tagged('q', '/Photo Do', '/Form Do', '/Photo Do').rewritten).toEqual([
      'q',
      '/Artifact BMC',
      '/Photo Do',
      'EMC',
      '/Form Do',
      '/Artifact BMC',
      '/Photo Do',
      'EMC',
    ])
  })

  test('are not paths that only clip', () => {
    const content = ['q', '0 0 1 1 re', 'W', 'n', 'Q']
    expect(tagged(...content).rewritten).toEqual(content)
  })
})

describe('what is read', () => {
  const block = {}
  const other = {}
  const SCOPES: Readonly<Record<number, Scope>> = {
    1: { block, goesOn: true },
    2: { block, goesOn: true },
    3: { block: other, goesOn: false },
  }
  const read = (...content: string[]) => {
    const readings: Record<number, Reading> = {}
    const lost: string[] = []
    const rewritten = through(
      lines(...content),
      readingPass(new TextCursor(() => GLYPHS), {
        scopeOf: (mcid) => SCOPES[mcid],
        read: (mcid, reading) => (readings[mcid] = reading),
        lost: (font, before) => lost.push(`${font}: ${before}`),
        drawn: () => {},
      }),
    )
    return { readings, lost, rewritten }
  }
  const sequence = (mcid: number, y: number, ...shown: string[]) => [
    `/P <</MCID ${mcid}>> BDC`,
    'BT',
    '/F 10 Tf',
    `1 0 0 1 5 ${y} Tm`,
    ...shown,
    'ET',
    'EMC',
  ]
  const SPACE = '<0020> Tj'

  test('has a space where a line ended in one', () => {
    const { readings, rewritten } = read(
      ...sequence(1, 50, show('ab')),
      ...sequence(2, 38, show('c')),
      ...sequence(3, 20, show('a')),
    )
    expect(rewritten).toEqual(
      [
        ...sequence(1, 50, show('ab'), SPACE),
        ...sequence(2, 38, show('c'), SPACE), // its block goes on elsewhere
        ...sequence(3, 20, show('a')),
      ]
        .join('\n')
        .split('\n'),
    )
    expect(readings).toEqual({
      1: { text: 'ab', at: { x: 5, y: 50, size: 10 } },
      2: { text: ' c', at: { x: 5, y: 38, size: 10 } },
      3: { text: 'a', at: { x: 5, y: 20, size: 10 } },
    })
  })

  test('has one within a sequence of two lines, too', () => {
    const { readings } = read(...sequence(3, 50, show('ab'), '1 0 0 1 5 38 Tm', show('c')))
    expect(readings[3]!.text).toBe('ab c')
  })

  test.each([
    ['a', 'a', true],
    ['a-', 'a', false],
    ['a ', 'a', false],
    ['a—', 'a', false],
    ['a —', 'a', true],
    ['a -', 'a', true],
  ])('after «%s» and before «%s»: %s', (before, after, due) => {
    const { rewritten } = read(...sequence(3, 50, show(before), '1 0 0 1 5 38 Tm', show(after)))
    const plain = sequence(3, 50, show(before), '1 0 0 1 5 38 Tm', show(after)).join('\n').split('\n')
    expect(rewritten.length - plain.length).toBe(due ? 1 : 0)
  })

  test('has none within a line, where raised figures stand', () => {
    const content = sequence(3, 50, show('a'), '1 0 0 1 9 53 Tm', show('1'))
    expect(read(...content).rewritten).toEqual(content.join('\n').split('\n'))
  })

  test('has no replacement text that its glyphs say themselves, and others instead of them', () => {
    const span = (text: string) => `/Span <</ActualText (${text})>> BDC`
    const { readings, rewritten } = read(
      ...sequence(3, 50, show('a'), span('b'), show('b'), 'EMC', span('x'), show('c'), 'EMC'),
    )
    expect(readings[3]!.text).toBe('abx')
    expect(rewritten).toEqual(sequence(3, 50, show('ab'), span('x'), show('c'), 'EMC').join('\n').split('\n'))
  })

  test('has no space outside a text object, where a replacement text may end', () => {
    const [first, second] = [
      [
        '/P <</MCID 1>> BDC',
        '/Span <</ActualText (x)>> BDC',
        'BT',
        '/F 10 Tf',
        '1 0 0 1 5 50 Tm',
        show('a'),
        'ET',
        'EMC',
        'EMC',
      ],
      ['/P <</MCID 3>> BDC', 'BT', '/F 10 Tf', '1 0 0 1 5 20 Tm', show('b'), 'ET', 'EMC'],
    ]
    expect(read(...first, ...second).rewritten).toEqual([...first, ...second])
  })

  test('has glyphs that no font has', () => {
    expect(read(...sequence(3, 50, show('ab'), '<0000> Tj')).lost).toEqual(['Font: ab'])
  })

  test('stands where the page’s own axes put it', () => {
    const { readings } = read('2 0 0 -2 0 100 cm', ...sequence(3, 10, show('a')))
    expect(readings[3]!.at).toEqual({ x: 10, y: 80, size: 20 })
  })
})

describe('a number that a style sheet sets', () => {
  const labelled = (...content: string[]) =>
    through(
      lines(...content),
      labelPass((mcid) => mcid === 1),
    )
  const text = (y: number, letters: string) => ['BT', '/F 10 Tf', `1 0 0 1 5 ${y} Tm`, show(letters), 'ET']

  test('becomes part of the label that follows on its line', () => {
    expect(labelled('q', ...text(50, '1'), '/Lbl <</MCID 1>> BDC', ...text(50, ' '), 'EMC')).toEqual([
      'q',
      '/Lbl <</MCID 1>> BDC',
      ...text(50, '1'),
      ...text(50, ' '),
      'EMC',
    ])
  })

  test('does so with a replacement text, too, as the browser gives one to wide spaces', () => {
    const wide = (y: number) => {
      const [begin, ...rest] = text(y, ' ')
      return [begin!, '/Span << /ActualText <FEFF2003> >> BDC', ...rest.slice(0, -1), 'EMC', 'ET']
    }
    expect(
      labelled('q', ...text(50, '1'), ...wide(50), '/Lbl <</MCID 1>> BDC', ...text(50, ' '), 'EMC'),
    ).toEqual(['q', '/Lbl <</MCID 1>> BDC', ...text(50, '1'), ...wide(50), ...text(50, ' '), 'EMC'])
  })

  test.each([
    ['on another line', [...text(70, '1'), '/Lbl <</MCID 1>> BDC', ...text(50, ' '), 'EMC']],
    ['before something that is no label', [...text(50, '1'), '/P <</MCID 2>> BDC', ...text(50, 'a'), 'EMC']],
    ['before a rule', [...text(50, '1'), '0 0 1 1 re', 'f', '/Lbl <</MCID 1>> BDC', ...text(50, ' '), 'EMC']],
  ])('does not if it stands %s', (_, content) => {
    expect(labelled(...content)).toEqual(content)
  })
})
