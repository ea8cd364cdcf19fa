/** Content streams: every operand in every spelling, to the byte; mistakes with their place. */
import fc from 'fast-check'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  ContentStreamError,
  type Operand,
  Operation,
  readOperations,
  rewrite,
  serialise,
} from '../../src/content-stream/content-stream.js'

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

type Told = readonly [operator: string, ...operands: Operand[]]
const tell = (bytes: Uint8Array): Told[] =>
  Array.from(readOperations(bytes), ({ operator, operands }): Told => [operator, ...operands])
const read = (text: string): Told[] => tell(bytesOf(text))
/** Reads `<operand> op`. */
const operand = (text: string): Operand => read(`${text} op`)[0]![1]!
const problem = (text: string): string => {
  try {
    read(text)
  } catch (error) {
    if (error instanceof ContentStreamError) return error.message
    throw error
  }
  return ''
}

describe('operands', () => {
  test.each([
    ['0', 0],
    ['+17', 17],
    ['-98', -98],
    ['34.5', 34.5],
    ['-3.62', -3.62],
    ['+.5', 0.5],
    ['4.', 4],
    ['-.002', -0.002],
    ['-.', 0],
    ['-0', 0],
    ['00012', 12],
    ['14.6599998', 14.6599998],
    ['0.1', 0.1],
    ['123456789012345678901234567890', 1.2345678901234568e29],
    ['.0000000000000000000000000000012345', 1.2345e-30],
  ])('The number %s is %d', (text, value) => {
    expect(operand(text)).toBe(value)
  })

  test.each([
    ['/Name1', 'Name1'],
    ['/A;Name_With-Various***Characters?', 'A;Name_With-Various***Characters?'],
    ['/', ''],
    ['/Lime#20Green', 'Lime Green'],
    ['/paired#28#29parentheses', 'paired()parentheses'],
    ['/#C4#d6', '\xc4\xd6'],
  ])('The name %s', (text, name) => {
    expect(operand(text)).toBe(name)
  })

  test.each([
    ['(plain)', 'plain'],
    ['()', ''],
    ['(nested (and (again)) so)', 'nested (and (again)) so'],
    ['(one \\) and \\( two)', 'one ) and ( two'],
    ['(\\n\\r\\t\\b\\f\\\\\\x)', '\n\r\t\b\f\\x'],
    ['(\\0053\\53\\5x\\0)', '\x053+\x05x\0'],
    ['(\\777)', '\xff'],
    ['(a\\\nb\\\r\nc\\\rd)', 'abcd'],
    ['(a\nb\r\nc\rd)', 'a\nb\nc\nd'],
    ['(% no comment)', '% no comment'],
    ['<48 65\n6C6c6F>', 'Hello'],
    ['<901FA>', '\x90\x1f\xa0'],
    ['<>', ''],
  ])('The string %j', (text, string) => {
    expect(operand(text)).toEqual(bytesOf(string))
  })

  test('Arrays and dictionaries nest, with or without white space', () => {
    expect(operand('[1 -2.5/N(s)<41>[true false]null<</K[/V]>>]')).toEqual([
      1,
      -2.5,
      'N',
      bytesOf('s'),
      bytesOf('A'),
      [true, false],
      null,
      new Map([['K', ['V']]]),
    ])
    expect(operand('<</A 1/B<</C/D>>/E % comment >>\n null>>')).toEqual(
      new Map<string, Operand>([
        ['A', 1],
        ['B', new Map([['C', 'D']])],
        ['E', null],
      ]),
    )
  })
})

describe('operations', () => {
  test('Operators end at white space, at a delimiter, or with the stream', () => {
    expect(read('q 1 0 0 1 5 5 cm/F1 9 Tf(a)Tj[(b)1]TJ(c)\' 1 2(d)" T* b*')).toEqual([
      ['q'],
      ['cm', 1, 0, 0, 1, 5, 5],
      ['Tf', 'F1', 9],
      ['Tj', bytesOf('a')],
      ['TJ', [bytesOf('b'), 1]],
      ["'", bytesOf('c')],
      ['"', 1, 2, bytesOf('d')],
      ['T*'],
      ['b*'],
    ])
  })

  test('Comments and every kind of white space part tokens', () => {
    expect(read('%first\r1%two(\n0\0%three>>\r\n0\frg\t%last')).toEqual([['rg', 1, 0, 0]])
    expect(read('')).toEqual([])
    expect(read(' \r\n% nothing')).toEqual([])
  })

  test('Each knows where it stands', () => {
    const operations = [...readOperations(bytesOf(' q %c\n /P  gs Q '))]
    expect(operations.map(({ before, start, end }) => [before, start, end])).toEqual([
      [0, 1, 2],
      [2, 7, 13],
      [13, 14, 15],
    ])
  })

  test('They are read as they are asked for', () => {
    const operations = readOperations(bytesOf('q Q ) '))
    expect(operations.next().value?.operator).toBe('q')
    expect(operations.next().value?.operator).toBe('Q')
    expect(() => operations.next()).toThrow(ContentStreamError)
  })
})

describe('inline images', () => {
  const image = (dictionary: string, data: string, after = '\nEI Q') =>
    read(`q BI ${dictionary} ID ${data}${after}`).map(([operator, , found]) =>
      found ? textOf(found as Uint8Array) : operator,
    )

  test('The dictionary comes with them', () => {
    expect(read('BI/W 2/H 1/BPC 8/CS/G/D[1 0]ID ab\nEI')).toEqual([
      [
        'BI',
        new Map<string, Operand>([
          ['W', 2],
          ['H', 1],
          ['BPC', 8],
          ['CS', 'G'],
          ['D', [1, 0]],
        ]),
        bytesOf('ab'),
      ],
    ])
  })

  test.each([
    ['their size', '/W 4 /H 2 /BPC 8 /CS /G', ' EI Q EI'],
    ['their size in colours', '/W 1 /H 2 /BPC 8 /CS /CMYK', '\nEI\nEI Q'],
    ['their size as a mask', '/W 25 /H 2 /IM true', ' EI Q EI'],
    ['long keys', '/Width 4 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray', ' EI Q EI'],
    ['their length', '/L 8 /F /DCT', ' EI Q EI'],
    ['the end mark of hexadecimal digits', '/F /AHx', '00 EI 00 >'],
    ['the end mark of base 85', '/F [/A85 /Fl]', '87cU EI Q 0~>'],
    ['the end mark of runs', '/F /RL', '\x03 EI Q\x80'.replace('\x03', '\x04')],
    ['what follows, as nothing else tells', '/F /DCT', '\xff EI \xfe\x01 EI (a EI 1 EI xx EI'],
  ])('With EI in their data they end by %s', (_what, dictionary, data) => {
    expect(image(dictionary, data)).toEqual(['q', data, 'Q'])
  })

  test('A compressed one ends where its decoder ends', () => {
    const data = textOf(deflateSync(' EI Q EI Q ', { level: 0 }))
    expect(data).toContain(' EI Q EI Q ')
    expect(image('/F /Fl', data)).toEqual(['q', data, 'Q'])
  })

  test('One that is not as long as it says ends at EI', () => {
    expect(image('/W 9 /H 9 /BPC 8 /CS /G', 'abc')).toEqual(['q', 'abc', 'Q'])
    expect(image('/W 1 /H 1 /BPC 8 /CS /G', 'abc')).toEqual(['q', 'abc', 'Q'])
    expect(image('/F /Fl', 'abc')).toEqual(['q', 'abc', 'Q'])
  })

  test('No white space is needed before EI if the size tells', () => {
    expect(image('/W 3 /H 1 /BPC 8 /CS /G', 'abc', 'EI Q')).toEqual(['q', 'abc', 'Q'])
  })

  test('Two in a row', () => {
    expect(read('BI /F /X ID a\nEI BI /F /X ID b\nEI').map(([, , data]) => data)).toEqual([
      bytesOf('a'),
      bytesOf('b'),
    ])
  })
})

test.each([
  ['1 0 0', 'Content stream, byte 5: expected an operator, found the end of the stream.'],
  ['q ) Q', 'Content stream, byte 2: expected an operand or an operator, found «)».'],
  ['q {', 'Content stream, byte 2: expected an operand or an operator, found «{».'],
  ['1e5 w', 'Content stream, byte 1: expected a digit, white space or a delimiter, found «e».'],
  ['--5 w', 'Content stream, byte 1: expected a digit, white space or a delimiter, found «-».'],
  ['- w', 'Content stream, byte 1: expected a digit, found byte 0x20.'],
  [`${'9'.repeat(400)} w`, 'Content stream, byte 0: expected a number below 1.8e308, found «9».'],
  ['/A#4x gs', 'Content stream, byte 3: expected two hexadecimal digits other than 00, found «4».'],
  ['/A#00 gs', 'Content stream, byte 3: expected two hexadecimal digits other than 00, found «0».'],
  [
    'q (a (b) Tj',
    'Content stream, byte 11: expected «)» for the string that begins at byte 2, found the end of the stream.',
  ],
  ['<4G> Tj', 'Content stream, byte 2: expected a hexadecimal digit or «>», found «G».'],
  [
    '<41',
    'Content stream, byte 3: expected «>» for the string that begins at byte 0, found the end of the stream.',
  ],
  [
    '[1 Tj',
    'Content stream, byte 3: expected an operand or «]» for the array that begins at byte 0, found «T».',
  ],
  [
    '/P <</A 1 2>> BDC',
    'Content stream, byte 10: expected a key or «>>» for the dictionary that begins at byte 3, found «2».',
  ],
  ['/P <</A>> BDC', 'Content stream, byte 7: expected an operand or an operator, found «>».'],
  ['1 BI ID x EI', 'Content stream, byte 0: expected an operator that takes operands, found «1».'],
  [
    'BI /W 1 q',
    'Content stream, byte 8: expected a key or ID for the inline image that begins at byte 0, found «q».',
  ],
  [
    'BI /W 1 ID abc',
    'Content stream, byte 14: expected EI for the inline image that begins at byte 0, found the end of the stream.',
  ],
  ['q \xe9', 'Content stream, byte 2: expected an operator, found byte 0xe9.'],
])('%j is told with its place', (text, message) => {
  expect(problem(text)).toBe(message)
})

describe('a pass', () => {
  const pass = (text: string, each: Parameters<typeof rewrite>[1]) => textOf(rewrite(bytesOf(text), each))

  test('that changes nothing gets the very same bytes', () => {
    const bytes = bytesOf('%a\nq  Q %b')
    expect(rewrite(bytes, (operation, emit) => emit(operation))).toBe(bytes)
  })

  test('leaves everything round a change as it was', () => {
    const changed = pass('q\t%c\n1.0  0 +0 rg(a)Tj Q %d', (operation, emit) =>
      emit(operation.operator === 'Tj' ? new Operation('Tj', [bytesOf('b')]) : operation),
    )
    expect(changed).toBe('q\t%c\n1.0  0 +0 rg\n<62> Tj Q %d')
  })

  test('may take out, add and put in another order, and no tokens run together', () => {
    const { without, doubled, first, backwards } = {
      without: pass('q w/A gs Q', (operation, emit) => operation.operator !== 'q' && emit(operation)),
      doubled: pass('q(a)Tj', (operation, emit) => (emit(operation), emit(operation))),
      first: pass('q Q', (operation, emit) => {
        if (operation.operator === 'q') emit(new Operation('w', [1]))
        emit(operation)
      }),
      backwards: (() => {
        const held: Operation[] = []
        return textOf(
          rewrite(
            bytesOf('q W n%'),
            (operation) => held.unshift(operation),
            (emit) => held.forEach((operation) => emit(operation)),
          ),
        )
      })(),
    }
    expect(without).toBe(' w/A gs Q')
    expect(doubled).toBe('q\nq(a)Tj(a)Tj')
    expect(first).toBe('1 w\nq Q')
    expect(backwards).toBe(' n W\nq%')
  })

  test('may take everything out', () => {
    expect(pass('q Q', () => {})).toBe('')
  })
})

describe('canonical writing', () => {
  test('One operation a line', () => {
    const operations = [
      new Operation('q', []),
      new Operation('Tf', ['F 1', 14.6599998]),
      new Operation('BDC', ['Span', new Map([['ActualText', bytesOf('\xfe\xff\0\xad')]])]),
      new Operation('d', [[1, -0.5, null, true], 0]),
      new Operation('BI', [new Map<string, Operand>([['W', 1]]), bytesOf('\x00')]),
    ]
    expect(textOf(serialise(operations))).toBe(
      'q\n/F#201 14.6599998 Tf\n/Span << /ActualText <feff00ad> >> BDC\n[1 -0.5 null true] 0 d\nBI /W 1 ID \0\nEI\n',
    )
  })

  test.each([
    [1e21, '1000000000000000000000'],
    [1.5e22, '15000000000000000000000'],
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
    [-0, '0'],
  ])('The number %d has no exponent', (value, text) => {
    expect(textOf(serialise([new Operation('w', [value])]))).toBe(`${text} w\n`)
  })

  test('What PDF has no way to write is refused', () => {
    expect(() => serialise([new Operation('w', [NaN])])).toThrow(RangeError)
    expect(() => serialise([new Operation('gs', ['naïve ☃'])])).toThrow(RangeError)
    expect(() => serialise([new Operation('BI', [1])])).toThrow(TypeError)
  })
})

/** An operand beside one way to write it. */
interface Spelt {
  readonly value: Operand
  readonly text: string
}

/** Streams with every operand type in odd spellings, beside what they mean. */
const streams = (() => {
  const gap = fc
    .array(
      fc.oneof(
        fc.constantFrom(' ', '\n', '\r\n', '\r', '\t', '\f', '\0'),
        fc.constantFrom('%\n', '% (<[EI\r'),
      ),
      {
        maxLength: 3,
      },
    )
    .map((parts) => parts.join(''))
  const space = gap.map((text) => text || ' ')
  const byte = fc.integer({ min: 0, max: 255 })
  const hex = (value: number) => value.toString(16).padStart(2, '0')

  const number: fc.Arbitrary<Spelt> = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('', '+', '-'),
        fc.stringMatching(/^[0-9]{0,12}$/),
        fc.stringMatching(/^[0-9]{0,12}$/),
      )
      .filter(([, whole, fraction]) => whole + fraction !== '')
      .map(([sign, whole, fraction]) => {
        const text = `${sign}${whole}${fraction || whole === '' ? `.${fraction}` : ''}`
        return { value: Number(text) || 0, text }
      }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({
      value: value || 0,
      text: textOf(serialise([new Operation('w', [value])])).slice(0, -3),
    })),
  )
  const name: fc.Arbitrary<Spelt> = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 255 }), fc.boolean()), { maxLength: 6 })
    .map((parts) => ({
      value: parts.map(([code]) => String.fromCharCode(code)).join(''),
      text: `/${parts
        .map(([code, escaped]) => {
          const character = String.fromCharCode(code)
          return escaped || !/[!-~]/.test(character) || '()<>[]{}/%#'.includes(character)
            ? `#${hex(code)}`
            : character
        })
        .join('')}`,
    }))
  const hexadecimal: fc.Arbitrary<Spelt> = fc
    .tuple(fc.array(fc.tuple(byte, fc.boolean(), fc.constantFrom('', ' ', '\n'))), fc.boolean())
    .map(([parts, odd]) => {
      const digits = parts.map(
        ([code, upper, white]) => (upper ? hex(code).toUpperCase() : hex(code)) + white,
      )
      return {
        value: Uint8Array.from([...parts.map(([code]) => code), ...(odd ? [0x70] : [])]),
        text: `<${digits.join('')}${odd ? '7' : ''}>`,
      }
    })
  const literal: fc.Arbitrary<Spelt> = fc
    .array(fc.tuple(byte, fc.constantFrom('plain', 'octal', 'continued', 'nested'), fc.boolean()))
    .map((parts) => {
      let text = ''
      const value: number[] = []
      for (const [code, way] of parts) {
        const character = String.fromCharCode(code)
        if (way === 'octal') text += `\\${code.toString(8).padStart(3, '0')}`
        else if ('()\\\r'.includes(character)) text += character === '\r' ? '\\r' : `\\${character}`
        else if (way === 'continued') text += `\\\n${character === '\n' ? '\\n' : character}`
        else if (way === 'nested') {
          text += `(${character})`
          value.push(0x28, code, 0x29)
          continue
        } else text += character
        value.push(code)
      }
      return { value: Uint8Array.from(value), text: `(${text})` }
    })

  const { operand } = fc.letrec<{ operand: Spelt; array: Spelt; dictionary: Spelt }>((tie) => ({
    operand: fc.oneof(
      { maxDepth: 3 },
      number,
      name,
      hexadecimal,
      literal,
      fc.constantFrom(true, false, null).map((value) => ({ value, text: String(value) })),
      tie('array'),
      tie('dictionary'),
    ),
    array: fc
      .tuple(gap, fc.array(fc.tuple(tie('operand'), space), { maxLength: 4 }))
      .map(([start, items]) => ({
        value: items.map(([{ value }]) => value),
        text: `[${start}${items.map(([{ text }, after]) => text + after).join('')}]`,
      })),
    dictionary: fc
      .tuple(gap, fc.array(fc.tuple(name, space, tie('operand'), space), { maxLength: 3 }))
      .map(([start, entries]) => ({
        value: new Map(entries.map(([key, , { value }]) => [key.value as string, value])),
        text: `<<${start}${entries.map(([key, a, { text }, b]) => key.text + a + text + b).join('')}>>`,
      })),
  }))

  const plain = fc
    .tuple(
      fc.array(fc.tuple(operand, space), { maxLength: 4 }),
      fc.constantFrom('q', "'", '"', 'T*', 'BDC', 'xyzzy'),
    )
    .map(([operands, operator]) => ({
      told: [operator, ...operands.map(([{ value }]) => value)] as Told,
      text: operands.map(([{ text }, after]) => text + after).join('') + operator,
    }))
  const data = fc
    .array(
      fc.oneof(
        byte.map((code) => String.fromCharCode(code)),
        fc.constantFrom(' EI ', '\nEI Q', 'EI'),
      ),
    )
    .map((parts) => parts.join(''))
  const entry = (key: string, value: number) => `/${key} ${value} `
  const image = fc.oneof(
    data.map((text) => ({
      dictionary: new Map<string, Operand>([
        ['W', text.length],
        ['H', 1],
        ['BPC', 8],
        ['CS', 'G'],
      ]),
      head: `${entry('W', text.length)}${entry('H', 1)}${entry('BPC', 8)}/CS/G`,
      data: text,
    })),
    fc.tuple(data, fc.integer({ min: 0, max: 9 })).map(([text, level]) => ({
      dictionary: new Map<string, Operand>([['F', ['Fl']]]),
      head: '/F[/Fl]',
      data: textOf(deflateSync(bytesOf(text), { level: level })),
    })),
  )
  const inline = fc.tuple(image, space, space).map(([{ dictionary, head, data }, a, b]) => ({
    told: ['BI', dictionary, bytesOf(data)] as Told,
    text: `BI${a}${head}${b}ID ${data}\nEI`,
  }))
  return fc
    .tuple(gap, fc.array(fc.tuple(fc.oneof({ weight: 4, arbitrary: plain }, inline), space)))
    .map(([start, operations]) => ({
      told: operations.map(([{ told }]) => told),
      text: start + operations.map(([{ text }, after]) => text + after).join(''),
    }))
})()

describe('any stream', () => {
  test('means what was written', () => {
    fc.assert(
      fc.property(streams, ({ told, text }) => {
        expect(read(text)).toEqual(told)
      }),
    )
  })

  test('is the same to the byte when nothing changes, even piece by piece', () => {
    fc.assert(
      fc.property(streams, ({ text }) => {
        const bytes = bytesOf(text)
        expect(rewrite(bytes, (operation, emit) => emit(operation))).toBe(bytes)
        const operations = [...readOperations(bytes)]
        const tail = bytes.subarray(operations.at(-1)?.end ?? 0)
        const pieces = operations.map(({ before, end }) => bytes.subarray(before, end))
        expect(Buffer.concat([...pieces, tail]).equals(bytes)).toBe(true)
      }),
    )
  })

  test('written canonically means the same, and is then the same to the byte', () => {
    fc.assert(
      fc.property(streams, ({ text, told }) => {
        const written = serialise(readOperations(bytesOf(text)))
        expect(tell(written)).toEqual(told)
        expect(textOf(serialise(readOperations(written)))).toBe(textOf(written))
      }),
    )
  })

  test('with some operations taken out and some written anew means what is left', () => {
    fc.assert(
      fc.property(
        streams,
        fc.infiniteStream(fc.constantFrom('keep', 'drop', 'renew')),
        ({ text, told }, ways) => {
          const done: string[] = []
          const bytes = rewrite(bytesOf(text), (operation, emit) => {
            const way = ways.next().value as string
            done.push(way)
            if (way === 'keep') emit(operation)
            if (way === 'renew') emit(new Operation(operation.operator, operation.operands))
          })
          expect(tell(bytes)).toEqual(told.filter((_, index) => done[index] !== 'drop'))
        },
      ),
    )
  })

  test('is read or refused, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          tell(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(ContentStreamError)
        }
      }),
    )
  })
})
