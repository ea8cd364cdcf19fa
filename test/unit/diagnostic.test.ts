/** How findings are told. */
import { expect, test } from 'vitest'
import { diagnose, fold, tell } from '../../src/diagnostic.js'

const lost = (file: string, page: number, before = '') =>
  diagnose('lost-glyph', { file, page }, { font: 'Serif', before, character: undefined })

const told = (...findings: readonly ReturnType<typeof lost>[]): string[] =>
  fold(findings).map((each) => tell(each).replace(/: error: [\s\S]*/, ''))

test('what is the same on one page after the other is told once', () => {
  expect(
    told(lost('a.pdf', 1), lost('b.pdf', 1), lost('a.pdf', 2), lost('a.pdf', 3), lost('b.pdf', 2)),
  ).toEqual(['a.pdf, pages 1 to 3', 'b.pdf, pages 1 to 2'])
})

test('a page between, or another text, parts them', () => {
  expect(told(lost('a.pdf', 1), lost('a.pdf', 3), lost('a.pdf', 4, 'so'))).toEqual([
    'a.pdf, page 1',
    'a.pdf, page 3',
    'a.pdf, page 4',
  ])
})
