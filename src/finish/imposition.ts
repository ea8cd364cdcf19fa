/** Which page lies where on which sheet: pure arithmetic, in points. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Cell, Imposition, Sheet, Side, Spot } from '../model/imposition.js'
import { mmFromPoints, type Points, pointsFromMm } from '../model/paper.js'
import type { Place } from '../model/publication.js'

/** Width and height of the pages. */
export interface Size {
  readonly width: Points
  readonly height: Points
}

/** The sheet in points. */
export const sheetSize = ({ paper }: Imposition): Size => ({
  width: pointsFromMm(paper.widthMm),
  height: pointsFromMm(paper.heightMm),
})

/** 1 where two pages fit the sheet side by side; else what they are scaled by. */
export function scaleFor(trim: Size, imposition: Imposition): number {
  const { width, height } = sheetSize(imposition)
  const scale = Math.min(width / 2 / trim.width, height / trim.height)
  return scale > 1 - 1e-6 ? 1 : scale // a quotient of millimetres is not exact
}

/** Marks of folds and cuts stand so far away from the trim, and are so long: above the pages and below. */
export const MARK_GAP = pointsFromMm(1)
export const MARK_LENGTH = pointsFromMm(5)

export const roomAbove = (trim: Size, imposition: Imposition): Points =>
  (sheetSize(imposition).height - trim.height * scaleFor(trim, imposition)) / 2

export const hasRoomForMarks = (trim: Size, imposition: Imposition): boolean =>
  roomAbove(trim, imposition) >= MARK_GAP + MARK_LENGTH

/** The pages of one leaf, its front first, from 1 on. Some may be beyond the last page. */
type Leaf = readonly [recto: number, verso: number]

/**
 * The sheets in the order of the pile that comes out of the printer, the first on top.
 * @param pageCount whole, 1 or more; what lacks to full sheets is blank, at the end
 * @param trim size of each page
 */
export function layOut(pageCount: number, trim: Size, imposition: Imposition): readonly Sheet[] {
  const { scheme, binding, flip } = imposition
  return leavesOf(pageCount, scheme).map(([left, right], index): Sheet => {
    const shift = scheme === 'saddle-stitch' ? creep(index, imposition) : 0
    const side = (pages: readonly [number, number]): Side => {
      const [first, second] = binding === 'left' ? pages : ([pages[1], pages[0]] as const)
      return [place(first, 'left', shift), place(second, 'right', shift)]
    }
    const front = side([left[0], right[0]])
    // Behind the left half of the front is the right half of the back.
    const back = side([right[1], left[1]])
    return { front, back: flip === 'short-edge' ? back : turned(back) }
  })

  function place(page: number, half: 'left' | 'right', shift: Points): Cell {
    const sheet = sheetSize(imposition)
    const scale = scaleFor(trim, imposition)
    const [width, height] = [trim.width * scale, trim.height * scale]
    const middle = sheet.width / 2
    // A folded page begins at the fold; one that is cut out has the same margin on both sides.
    const gap = scheme === 'saddle-stitch' ? 0 : (middle - width) / 2
    return {
      page: page <= pageCount ? page : undefined,
      x: half === 'left' ? middle - gap - width + shift : middle + gap - shift,
      y: (sheet.height - height) / 2,
      scale,
      rotation: 0,
      shift,
    }
  }

  /** By half a turn of the whole side: a sheet that is turned about its long edge comes out head down. */
  function turned([left, right]: Side): Side {
    const sheet = sheetSize(imposition)
    const turn = (cell: Cell): Cell => ({
      ...cell,
      x: sheet.width - cell.x - trim.width * cell.scale,
      y: sheet.height - cell.y - trim.height * cell.scale,
      rotation: 180,
    })
    return [turn(right), turn(left)]
  }
}

/** For each sheet the leaf of its left half and that of its right half as its front shows them, bound at the left. */
function leavesOf(pageCount: number, scheme: Imposition['scheme']): readonly (readonly [Leaf, Leaf])[] {
  const leaf = (index: number): Leaf => [2 * index + 1, 2 * index + 2]
  const leaves = Math.ceil(pageCount / 2)
  const sheets = scheme === '2-up' ? leaves : Math.ceil(leaves / 2)
  const each = Array.from({ length: sheets }, (_, index) => index)
  switch (scheme) {
    case 'saddle-stitch':
      // The front of the outermost sheet shows the last page beside the first: the last leaf from behind.
      return each.map((index) => {
        const [recto, verso] = leaf(2 * sheets - 1 - index)
        return [[verso, recto], leaf(index)]
      })
    case '2-up':
      return each.map((index) => [leaf(index), leaf(index)])
    case 'cut-and-stack':
      return each.map((index) => [leaf(index), leaf(sheets + index)])
  }
}

/**
 * Where the pages stand, in the order of reading; a list for each copy that the sheets give.
 */
export function copiesOf(sheets: readonly Sheet[]): readonly (readonly Spot[])[] {
  const spots: Spot[][] = []
  for (const [side, cells] of sheets.flatMap(({ front, back }) => [front, back]).entries())
    for (const [half, { page }] of cells.entries())
      if (page !== undefined) (spots[page - 1] ??= []).push({ side, half: half as 0 | 1 })
  return spots[0]!.map((_, copy) => spots.map((places) => places[copy]!))
}

/** Whether two pages lie on it, and no blank. */
export const isFull = (side: Side): boolean => side.every(({ page }) => page !== undefined)

/** By page the side of it on which it meets another one in the fold. Beside a blank, or where a knife goes between, there is none. */
export function sidesAtFold(
  sheets: readonly Sheet[],
  { scheme }: Imposition,
): ReadonlyMap<number, 'left' | 'right'> {
  const sides = scheme === 'saddle-stitch' ? sheets.flatMap(({ front, back }) => [front, back]) : []
  const atFold = ({ page, rotation }: Cell, half: number) =>
    [page!, (half === 0) === (rotation === 0) ? 'right' : 'left'] as const
  return new Map(sides.filter(isFull).flatMap((side) => side.map(atFold)))
}

/**
 * How far the pages of a sheet move to the fold. Each sheet lies around the next: the inner one begins a thickness further
 * from the spine, and its pages with it. So the sheet with so many others around it is moved by as many thicknesses; the
 * innermost of a booklet by thickness × (pages / 4 − 1). The same formula, with a factor of 1 for the quality of the
 * stitching, is in the manual of Impozycjoner («Reduction of creeping pages»); Quite Imposing, with «inside pages shift the most».
 * @param index of the sheet, 0 for the outermost
 */
export const creep = (index: number, { thicknessMm }: Imposition): Points => index * pointsFromMm(thicknessMm)

/** The least that pages may be scaled by: A4 across A4, so that text of 10 pt has 5 pt. */
const LEAST = 0.5

/** What a stapler for booklets takes of office paper; what is thicker does not lie flat either. */
const MOST_SHEETS = 20

/**
 * What the sheets cannot show as it was meant.
 * @param deliverable its name, for findings
 * @param margin between fold and text
 */
export function checkSheets(
  pageCount: number,
  trim: Size,
  margin: Points,
  imposition: Imposition & { readonly at: Place },
  deliverable: string,
): readonly Diagnostic[] {
  const { scheme, at, marks, paper } = imposition
  const findings: Diagnostic[] = []
  if (scheme === 'saddle-stitch' && pageCount < 3)
    findings.push(diagnose('nothing-to-fold', at, { deliverable, pages: pageCount }))

  const scale = scaleFor(trim, imposition)
  const [widthMm, heightMm] = [mmFromPoints(trim.width), mmFromPoints(trim.height)]
  const scaled = { widthMm, heightMm, paper: paper.name, scale }
  if (scale < LEAST - 0.005) findings.push(diagnose('too-small-on-sheet', at, { ...scaled, least: LEAST }))
  else if (scale < 1) findings.push(diagnose('scaled-to-sheet', at, scaled))

  const sheets = Math.ceil(pageCount / 4)
  const shift = creep(sheets - 1, imposition)
  if (shift > margin * scale) {
    const [shiftMm, marginMm] = [mmFromPoints(shift), mmFromPoints(margin * scale)]
    findings.push(diagnose('creep-too-wide', at, { deliverable, shiftMm, marginMm, sheets }))
  } else if (scheme === 'saddle-stitch' && sheets > MOST_SHEETS)
    findings.push(diagnose('too-thick-to-staple', at, { deliverable, sheets, most: MOST_SHEETS }))
  const roomMm = mmFromPoints(roomAbove(trim, imposition))
  const neededMm = Math.round(mmFromPoints(MARK_GAP + MARK_LENGTH))
  if (!hasRoomForMarks(trim, imposition))
    for (const mark of marks.filter((each) => each !== 'staple'))
      findings.push(diagnose('no-room-for-marks', at, { mark, roomMm, neededMm }))
  return findings
}
