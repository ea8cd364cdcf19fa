/** Sheets of paper that are turned, cut, folded and stacked as hands do it, and read. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkSheets, layOut, scaleFor, sheetSize, type Size } from '../../src/finish/imposition.js'
import {
  BINDINGS,
  FLIPS,
  type Imposition,
  SCHEMES,
  type Sheet,
  type Side,
} from '../../src/model/imposition.js'
import { paper, PAPERS, pointsFromMm } from '../../src/model/paper.js'

/** Something printed on a piece of paper: its middle, seen from above through the paper if it is beneath. */
interface Print {
  readonly page: number | undefined
  readonly face: 'above' | 'beneath'
  readonly x: number
  readonly y: number
  /** Its head is away from us. */
  readonly upright: boolean
}

/** A piece of paper on the table. A pile begins with what lies on top. */
interface Piece {
  readonly width: number
  readonly prints: readonly Print[]
}

/** What the printer does: one side, then the paper is turned about an edge, then the other side. */
function printSheet(
  { front, back }: Sheet,
  { width, height }: Size,
  trim: Size,
  flip: Imposition['flip'],
): Piece {
  const onto = (side: Side, face: Print['face']): Print[] =>
    side.map(({ page, x, y, scale, rotation }) => ({
      page,
      face,
      x: x + (trim.width * scale) / 2,
      y: y + (trim.height * scale) / 2,
      upright: rotation === 0,
    }))
  const blank: Piece = { width, prints: [] }
  const first: Piece = { ...blank, prints: onto(front, 'above') }
  const about = flip === 'short-edge' ? turnSideways : (piece: Piece) => turnOver(piece, height)
  const turned = about(first)
  return about({ ...turned, prints: [...turned.prints, ...onto(back, 'above')] })
}

const other = (face: Print['face']): Print['face'] => (face === 'above' ? 'beneath' : 'above')

/** Like a page of a book. */
const turnSideways = ({ width, prints }: Piece): Piece => ({
  width,
  prints: prints.map((print) => ({ ...print, face: other(print.face), x: width - print.x })),
})

/** Like a page of a calendar on the wall. */
const turnOver = ({ width, prints }: Piece, height: number): Piece => ({
  width,
  prints: prints.map((print) => ({
    ...print,
    face: other(print.face),
    y: height - print.y,
    upright: !print.upright,
  })),
})

function cut({ width, prints }: Piece): [left: Piece, right: Piece] {
  const half = width / 2
  return [
    { width: half, prints: prints.filter(({ x }) => x < half) },
    {
      width: half,
      prints: prints.filter(({ x }) => x > half).map((print) => ({ ...print, x: print.x - half })),
    },
  ]
}

const turnPile = (pile: readonly Piece[]): Piece[] => pile.map(turnSideways).reverse()

/** Folds a pile by laying one half over the other; a fold is a cut that holds. */
function fold(pile: readonly Piece[], over: 'left over right' | 'right over left'): Piece[] {
  const halves = pile.map(cut)
  const lefts = halves.map(([left]) => left)
  const rights = halves.map(([, right]) => right)
  return over === 'left over right' ? [...turnPile(lefts), ...rights] : [...turnPile(rights), ...lefts]
}

/** Leaf by leaf: what is above, then, the leaf turned, what was beneath. */
function read(pile: readonly Piece[]): Print[] {
  return pile.flatMap((piece) => {
    const above = piece.prints.filter(({ face }) => face === 'above')
    const beneath = turnSideways(piece).prints.filter(({ face }) => face === 'above')
    if (above.length !== 1 || beneath.length !== 1) throw new Error('Not one page on each side of the leaf.')
    return [...above, ...beneath]
  })
}

/** All readers that the pile from the printer makes, each as one reads it. */
function bind(pile: readonly Piece[], { scheme, binding }: Imposition): Print[][] {
  if (scheme === 'saddle-stitch') {
    // The pile lies with its first front up; that is the cover, so the pile is turned before it is folded.
    const over = binding === 'left' ? 'left over right' : 'right over left'
    return [read(fold(turnPile(pile), over))]
  }
  const halves = pile.map(cut)
  const [lefts, rights] = [halves.map(([left]) => left), halves.map(([, right]) => right)]
  if (scheme === '2-up') return [read(lefts), read(rights)]
  return [read(binding === 'left' ? [...lefts, ...rights] : [...rights, ...lefts])]
}

const ALL = SCHEMES.flatMap((scheme) =>
  FLIPS.flatMap((flip) => BINDINGS.map((binding) => ({ scheme, flip, binding }))),
)
const schemes = fc.constantFrom(...ALL)
const impositions = fc
  .tuple(schemes, fc.constantFrom(...Object.keys(PAPERS)), fc.integer({ min: 0, max: 300 }))
  .map(([scheme, name, micrometres]): Imposition => ({
    ...scheme,
    paper: paper(name, 'landscape')!,
    thicknessMm: micrometres / 1000,
    marks: [],
  }))
const trims = fc
  .tuple(fc.constantFrom(...Object.values(PAPERS)), fc.boolean())
  .map(([[a, b], wide]): Size => {
    const [width, height] = wide ? [b, a] : [a, b]
    return { width: pointsFromMm(width), height: pointsFromMm(height) }
  })

const A4 = paper('A4', 'landscape')!
const A5: Size = { width: pointsFromMm(148), height: pointsFromMm(210) }
const saddle: Imposition = {
  scheme: 'saddle-stitch',
  paper: A4,
  flip: 'short-edge',
  binding: 'left',
  thicknessMm: 0,
  marks: [],
}

const onTable = (pages: number, trim: Size, imposition: Imposition): Piece[] =>
  layOut(pages, trim, imposition).map((sheet) =>
    printSheet(sheet, sheetSize(imposition), trim, imposition.flip),
  )

test('Whatever is folded, cut or stacked reads in order, each page once, right way up, blanks at the end.', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), trims, impositions, (pages, trim, imposition) => {
      const readers = bind(onTable(pages, trim, imposition), imposition)
      expect(readers).toHaveLength(imposition.scheme === '2-up' ? 2 : 1)
      for (const reader of readers) {
        const wanted = Array.from({ length: reader.length }, (_, i) => (i < pages ? i + 1 : undefined))
        expect(reader.map(({ page }) => page)).toEqual(wanted)
        expect(reader.every(({ upright }) => upright)).toBe(true)
        expect(reader.length % (imposition.scheme === '2-up' ? 2 : 4)).toBe(0)
        expect(reader.length - pages).toBeLessThan(imposition.scheme === '2-up' ? 2 : 4)
      }
    }),
    { numRuns: 500 },
  )
})

test('Pages of a folded booklet lie on one another as if it had no thickness.', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), trims, impositions, (pages, trim, imposition) => {
      fc.pre(imposition.scheme === 'saddle-stitch')
      const pile = onTable(pages, trim, imposition)
      const [reader] = bind(pile, imposition)
      const width = (trim.width * scaleFor(trim, imposition)) / 2
      const half = sheetSize(imposition).width / 2
      for (const [index, { x }] of reader!.entries()) {
        const leaf = Math.floor(index / 2)
        const around = Math.min(leaf, 2 * pile.length - 1 - leaf) // sheets further out than this one
        // Right-hand pages have the spine at their left; for the right binding it is the other way round.
        const spineLeft = (index % 2 === 0) === (imposition.binding === 'left')
        const fromFold = spineLeft ? x : half - x
        const fromSpine = fromFold + around * pointsFromMm(imposition.thicknessMm)
        if (Math.abs(fromSpine - width) > 1e-6) expect(fromSpine).toBe(width)
      }
    }),
    { numRuns: 500 },
  )
})

test('Nothing leaves the sheet, and no page lies on another, unless creep moves it over the fold.', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), trims, impositions, (pages, trim, imposition) => {
      const { width, height } = sheetSize(imposition)
      for (const { front, back } of layOut(pages, trim, imposition))
        for (const [left, right] of [front, back]) {
          const [w, h] = [trim.width * left.scale, trim.height * left.scale]
          expect(left.x).toBeGreaterThan(-1e-3)
          expect(left.x + w - left.shift).toBeLessThan(width / 2 + 1e-3)
          expect(right.x + right.shift).toBeGreaterThan(width / 2 - 1e-3)
          expect(right.x + w).toBeLessThan(width + 1e-3)
          expect(left.y).toBeGreaterThan(-1e-3)
          expect(right.y + h).toBeLessThan(height + 1e-3)
        }
    }),
  )
})

const pagesOf = (pages: number, imposition: Partial<Imposition>) =>
  layOut(pages, A5, { ...saddle, ...imposition }).map(({ front, back }) =>
    [front, back].map((side) => side.map(({ page }) => page ?? '–').join(' ')).join(' | '),
  )

test('Eight pages in a saddle stitch.', () => {
  expect(pagesOf(8, {})).toEqual(['8 1 | 2 7', '6 3 | 4 5'])
  expect(pagesOf(8, { binding: 'right' })).toEqual(['1 8 | 7 2', '3 6 | 5 4'])
  expect(pagesOf(8, { flip: 'long-edge' })).toEqual(['8 1 | 7 2', '6 3 | 5 4'])
  expect(pagesOf(5, {})).toEqual(['– 1 | 2 –', '– 3 | 4 5'])
})

test('Two copies side by side, and pages to cut and to stack.', () => {
  expect(pagesOf(2, { scheme: '2-up' })).toEqual(['1 1 | 2 2'])
  expect(pagesOf(3, { scheme: '2-up' })).toEqual(['1 1 | 2 2', '3 3 | – –'])
  expect(pagesOf(8, { scheme: 'cut-and-stack' })).toEqual(['1 5 | 6 2', '3 7 | 8 4'])
})

test('A5 fits A4 as it is and Letter at 94 %.', () => {
  expect(scaleFor(A5, saddle)).toBe(1)
  expect(scaleFor(A5, { ...saddle, paper: paper('Letter', 'landscape')! })).toBeCloseTo(279.4 / 2 / 148, 9)
})

const messages = (pages: number, trim: Size, imposition: Partial<Imposition>, marginMm = 12) =>
  checkSheets(
    pages,
    trim,
    pointsFromMm(marginMm),
    { ...saddle, ...imposition, at: { file: '/publication.yaml', line: 9 } },
    'lake-booklet',
  ).map(({ severity, message }) => `${severity}: ${message}`)
const size = (widthMm: number, heightMm: number): Size => ({
  width: pointsFromMm(widthMm),
  height: pointsFromMm(heightMm),
})

test('A booklet that fits its paper needs no word.', () => {
  expect(messages(24, A5, { thicknessMm: 0.1, marks: ['staple'] })).toEqual([])
  expect(messages(1, A5, { scheme: '2-up' })).toEqual([])
})

test('Pages that are scaled are told with their size; below half of it they are an error.', () => {
  const letter = paper('Letter', 'landscape')!
  expect(messages(8, A5, { paper: letter })).toEqual([
    'warning: Two pages of 148 × 210 mm do not fit on Letter side by side: they are printed at 94.4 % of their size.',
  ])
  expect(messages(8, size(297, 210), {})).toHaveLength(1)
  expect(messages(8, size(420, 297), {})).toEqual([
    'error: Two pages of 420 × 297 mm do not fit on A4 side by side: at 35.4 % of their size nobody could read them; 50 % is the least.',
  ])
})

test('Sheets that no stapler takes are told.', () => {
  expect(messages(80, A5, {})).toEqual([])
  expect(messages(84, A5, {})).toEqual([
    'warning: lake-booklet: 21 sheets lie in one another; staplers take about 20, and what is thicker gapes.',
  ])
  expect(messages(84, A5, { scheme: 'cut-and-stack' })).toEqual([])
})

test('Two pages are nothing to fold.', () => {
  expect(messages(2, A5, {})).toEqual(['error: lake-booklet has 2 pages: a folded sheet has four.'])
  expect(messages(3, A5, {})).toEqual([])
})

test('Creep that would take the text into the fold is an error.', () => {
  expect(messages(80, A5, { thicknessMm: 0.5 }, 9.6)).toEqual([])
  expect(messages(84, A5, { thicknessMm: 0.5 }, 9.6)).toEqual([
    'error: lake-booklet: with 21 sheets in one another the innermost pages move 10.0 mm to the fold, and their margin is 9.6 mm.',
  ])
})

test('Marks that have no room are told.', () => {
  expect(messages(8, A5, { marks: ['fold', 'staple'] })).toEqual([
    'warning: No fold marks are printed: there are 0.0 mm above and below the pages, and 6 mm are needed.',
  ])
})
