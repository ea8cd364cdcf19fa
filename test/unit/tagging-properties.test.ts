/** Whatever a page paints: after all passes each thing painted is tagged or an artifact, and nothing has moved. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { artifactPass, mcidOf } from '../../src/finish/artifacts.js'
import { Operation, readOperations, rewrite, serialise } from '../../src/content-stream/content-stream.js'
import { SHOWING } from '../../src/content-stream/showing.js'
import { chain } from '../../src/finish/contents.js'
import { hyphenPass } from '../../src/finish/hyphens.js'
import { labelPass } from '../../src/finish/labels.js'
import { readingPass } from '../../src/finish/reading.js'
import { TextCursor } from '../../src/finish/text-cursor.js'

const GLYPHS = Object.assign(
  new Map([...Array(26).keys()].map((i) => [0x61 + i, String.fromCharCode(0x61 + i)])),
  {
    name: 'Font',
    widthOf: () => 500,
  },
)
GLYPHS.set(0x20, ' ')
GLYPHS.set(0x2d, '-')

const op = (operator: string, ...operands: Operation['operands']) => new Operation(operator, operands)
const glyph = fc.constantFrom(0x61, 0x62, 0x20, 0x2d).map((code) => op('Tj', Uint8Array.of(0, code)))
const utf16 = (text: string) =>
  Uint8Array.from([
    0xfe,
    0xff,
    ...Array.from(text, (c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255]).flat(),
  ])
const span = fc
  .tuple(fc.constantFrom('a', '\u00AD', '\u2010', '\u00A0', 'xy'), fc.array(glyph, { maxLength: 2 }))
  .map(([text, shown]) => [op('BDC', 'Span', new Map([['ActualText', utf16(text)]])), ...shown, op('EMC')])
const move = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0, 12))
  .map(([x, y]) => [op('Td', x, y)])
const text = fc
  .tuple(
    fc.constantFrom(10, 40, 70),
    fc.array(
      fc.oneof(
        glyph.map((each) => [each]),
        span,
        move,
      ),
      { maxLength: 6 },
    ),
  )
  .map(([y, parts]) => [op('BT'), op('Tf', 'F', 10), op('Tm', 1, 0, 0, 1, 5, y), ...parts.flat(), op('ET')])
const path = fc
  .constantFrom('f', 'S', 'n')
  .map((paint) => [op('re', 0, 0, 1, 1), ...(paint === 'n' ? [op('W')] : []), op(paint)])
const state = fc.constantFrom([op('rg', 1, 0, 0)], [op('cm', 1, 0, 0, 1, 0, 3)])
const thing = fc.oneof(text, path, state, fc.constantFrom([op('Do', 'Photo')]))
const grouped = fc.array(thing, { maxLength: 3 }).map((parts) => [op('q'), ...parts.flat(), op('Q')])
const page = fc
  .array(fc.tuple(fc.boolean(), fc.array(fc.oneof(thing, grouped), { maxLength: 4 })), { maxLength: 6 })
  .map((parts) =>
    parts.flatMap(([tagged, content], mcid) =>
      tagged ? [op('BDC', 'P', new Map([['MCID', mcid]])), ...content.flat(), op('EMC')] : content.flat(),
    ),
  )

/** Sequence 0 is a label, 1 to 3 a paragraph, 4 a figure; 5 belongs to nobody. */
function finished(bytes: Uint8Array) {
  const kept = new Set<number>()
  const fontOf = () => GLYPHS
  const paragraph = {}
  const { pass, end } = chain(
    hyphenPass(fontOf),
    labelPass((mcid) => mcid === 0),
    readingPass(new TextCursor(fontOf), {
      scopeOf: (mcid) =>
        mcid > 3 ? undefined : { block: mcid ? paragraph : {}, goesOn: mcid === 1 || mcid === 2 },
      read: () => {},
      lost: () => {},
      drawn: () => {},
    }),
    artifactPass({
      of: (mcid) => (mcid > 4 ? 'nothing' : mcid === 4 ? 'anything' : 'text'),
      keep: (mcid) => (kept.add(mcid), mcid),
      drawn: () => 'picture',
    }),
  )
  return { kept, operations: [...readOperations(rewrite(bytes, pass, end))] }
}

const PAINTS: ReadonlySet<string> = new Set([...SHOWING, 'f', 'S', 'Do'])
const MARKS: ReadonlySet<string> = new Set(['BDC', 'BMC', 'EMC'])

test('everything painted is in one sequence of the structure or in one artifact, and text objects hold theirs whole', () => {
  fc.assert(
    fc.property(page, (operations) => {
      const { kept, operations: after } = finished(serialise(operations))
      const open: { mcid: number | undefined; inText: boolean }[] = []
      let inText = false
      for (const operation of after) {
        const { operator } = operation
        if (operator === 'BT' || operator === 'ET') inText = operator === 'BT'
        if (operator === 'BDC' || operator === 'BMC') open.push({ mcid: mcidOf(operation), inText })
        else if (operator === 'EMC') expect(open.pop()?.inText).toBe(inText)
        else if (PAINTS.has(operator)) {
          expect(open.length).toBeGreaterThan(0)
          const { mcid } = open[0]!
          if (mcid !== undefined) expect(kept).toContain(mcid)
        }
        if (SHOWING.has(operator)) expect(inText).toBe(true)
      }
      expect(open).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('nothing is painted in another order, and nothing is lost but blank glyphs of soft hyphens', () => {
  fc.assert(
    fc.property(page, (operations) => {
      const bytes = serialise(operations)
      const painted = (all: readonly Operation[]) =>
        all
          .filter(({ operator }) => !MARKS.has(operator))
          .map((each) =>
            Buffer.from(serialise([each]))
              .toString()
              .trim(),
          )
          .filter((line) => line !== '<0020> Tj')
      expect(painted(finished(bytes).operations)).toEqual(painted([...readOperations(bytes)]))
    }),
    { numRuns: 2000 },
  )
})
