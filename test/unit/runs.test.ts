/** Glyphs that are placed one by one, as runs: in the same places, whatever else the stream does. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Operand, readOperations, rewrite } from '../../src/content-stream/content-stream.js'
import { runPass } from '../../src/finish/runs.js'

/** Glyph n is 100 n thousandths wide. */
const GLYPHS = Object.assign(new Map([[1, 'a']]), { name: 'Font', widthOf: (code: number) => 100 * code })
/** A font of which no widths are known. */
const OTHER = Object.assign(new Map<number, string>(), { name: 'Other', widthOf: () => NaN })

const inRuns = (...lines: string[]): string => {
  const { pass, end } = runPass((name) => (name === 'F' ? GLYPHS : name === 'O' ? OTHER : undefined))
  return Buffer.from(rewrite(Buffer.from(lines.join('\n')), pass, end)).toString()
}
const inText = (...lines: string[]): string =>
  ['BT', '/F 10 Tf', '1 0 0 -1 0 14 Tm', ...lines, 'ET'].join('\n')

describe('glyphs that follow one another', () => {
  test('become one string where they stand as far apart as they are wide', () => {
    expect(inRuns(inText('<0005> Tj', '5 0 Td <0002> Tj', '2 0 Td <00010003> Tj'))).toBe(
      inText('<0005000200010003> Tj'),
    )
  })

  test('are moved where they stand nearer or farther, in thousandths of the text size', () => {
    expect(inRuns(inText('<0005> Tj', '5.5 0 Td <0002> Tj', '1.97 0 Td <0001> Tj'))).toBe(
      inText('[<0005> -50 <0002> 3 <0001>] TJ'),
    )
  })

  test('stay within half a thousandth of their places, however many there are', () => {
    const lines = Array.from({ length: 50 }, () => '5.0034 0 Td <0005> Tj')
    const moves = inRuns(inText('<0005> Tj', ...lines)).match(/> -1 </g)
    expect(moves).toHaveLength(17) // 50 times 0.34 thousandths
  })

  test('are spaced by character spacing if most of them are equally far apart', () => {
    expect(
      inRuns(
        inText('<0005> Tj', '5.2 0 Td <0005> Tj', '5.2 0 Td <0005> Tj', '5.5 0 Td <0005> Tj'),
        inText('<0005> Tj'),
      ),
    ).toBe([inText('0.2 Tc', '[<000500050005> -30 <0005>] TJ'), inText('0 Tc', '<0005> Tj')].join('\n'))
  })

  test('are so, too, if that is halfway between two thousandths', () => {
    const lines = ['5.204', '5.206', '5.204', '5.206'].map((x) => `${x} 0 Td <0005> Tj`)
    expect(inRuns(inText('<0005> Tj', ...lines))).toBe(inText('0.205 Tc', '<00050005000500050005> Tj'))
  })

  test('begin a run after whatever comes between them, where they stood', () => {
    expect(
      inRuns(
        inText(
          '<0005> Tj',
          '5 0 Td <0005> Tj',
          '/Span BMC',
          '5.5 0 Td <0005> Tj',
          'EMC',
          '0 -12 Td <0005> Tj',
        ),
      ),
    ).toBe(inText('<00050005> Tj', '/Span BMC', '10.5 0 Td <0005> Tj', 'EMC', '0 -12 Td <0005> Tj'))
  })

  test('stay as they are if the font does not tell how wide they are', () => {
    const text = ['BT', '/O 10 Tf', '<0005> Tj', '5 0 Td', '<0005> Tj', 'ET'].join('\n')
    expect(inRuns(text)).toBe(text)
  })
})

test('a stream without such glyphs stays as it was, to the byte', () => {
  const text =
    ' q 1 0 0 1 0 0  cm\n/F Do Q % nothing\nBT /F 10 Tf 1 0 0 1 5 5 Tm (\\005\\001) Tj 0 -12 Td <0001> Tj T* ET'
  expect(inRuns(text)).toBe(text)
})

/** Where each glyph is shown, as 9.4 has it, for text that is only moved; of an XObject, the spacing that it is drawn with. */
function shown(content: string): { code: number; x: number; y: number; size: number }[] {
  const glyphs: { code: number; x: number; y: number; size: number }[] = []
  let state = { size: 0, spacing: 0, stretch: 1 }
  const saved: (typeof state)[] = []
  let line = { x: 0, y: 0 }
  let x = 0
  const show = (bytes: Operand | undefined) => {
    if (!(bytes instanceof Uint8Array)) throw new TypeError('no string')
    for (let at = 0; at < bytes.length; at += 2) {
      const code = bytes[at]! * 256 + bytes[at + 1]!
      glyphs.push({ code, x: line.x + x, y: line.y, size: state.size })
      x += ((100 * code * state.size) / 1000 + state.spacing) * state.stretch
    }
  }
  for (const { operator, operands } of readOperations(Buffer.from(content))) {
    const [first, second] = operands
    const moveTo = (to: { x: number; y: number }) => {
      line = to
      x = 0
    }
    if (operator === 'BT') moveTo({ x: 0, y: 0 })
    else if (operator === 'Tf') state = { ...state, size: second as number }
    else if (operator === 'Tz') state = { ...state, stretch: (first as number) / 100 }
    else if (operator === 'Do') glyphs.push({ code: -1, x: state.spacing, y: 0, size: 1 })
    else if (operator === 'Tc') state = { ...state, spacing: first as number }
    else if (operator === 'Tm') moveTo({ x: operands[4] as number, y: operands[5] as number })
    else if (operator === 'Td' || operator === 'TD')
      moveTo({ x: line.x + (first as number), y: line.y + (second as number) })
    else if (operator === 'T*') moveTo(line)
    else if (operator === 'q') saved.push(state)
    else if (operator === 'Q') state = saved.pop()!
    else if (operator === 'Tj') show(first)
    else if (operator === 'TJ')
      for (const part of first as Operand[])
        if (typeof part === 'number') x -= (part * state.size * state.stretch) / 1000
        else show(part)
  }
  return glyphs
}

test('every glyph is shown where it was, in any text', () => {
  const move = fc.constantFrom('5', '5.2', '5.203', '5.5', '0', '-3', '40.25')
  const glyphs = fc.constantFrom('<0005>', '<0005>', '<0005>', '<0001>', '<00020003>', '<>')
  const line = fc.oneof(
    { weight: 12, arbitrary: fc.tuple(move, glyphs).map(([x, text]) => `${x} 0 Td ${text} Tj`) },
    { weight: 3, arbitrary: glyphs.map((text) => `${text} Tj`) },
    { weight: 2, arbitrary: move.map((x) => `${x} 0 Td`) },
    { weight: 1, arbitrary: move.map((x) => `${x} -12 Td`) },
    { weight: 1, arbitrary: move.map((x) => `${x} 0 TD`) },
    { weight: 1, arbitrary: move.map((x) => `1 0 0 1 ${x} 7 Tm`) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        '/S BMC EMC',
        'T*',
        '/F 8 Tf',
        '/F 10 Tf',
        '0 g',
        '[<0005> -50 <0001>] TJ',
        '/X Do',
      ),
    },
  )
  const text = fc
    .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom('', 'q', 'q 3 Tc', 'q 50 Tz'))
    .map(([lines, saved]) => [saved, 'BT', '/F 10 Tf', ...lines, 'ET', saved && 'Q'])
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
      const before = texts.flat().join('\n')
      const [expected, actual] = [shown(before), shown(inRuns(before))]
      expect(actual.map(({ code, size }) => [code, size])).toEqual(
        expected.map(({ code, size }) => [code, size]),
      )
      for (const [at, { x, y, size }] of actual.entries()) {
        expect(Math.abs(x - expected[at]!.x)).toBeLessThan(0.00051 * size)
        expect(y).toBeCloseTo(expected[at]!.y, 9)
      }
    }),
    { numRuns: 500 },
  )
})
