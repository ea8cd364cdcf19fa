/** How far the clip of a page, and of a box that bleeds, is taken beyond the text area. */
import { expect, test } from 'vitest'
import { rewrite } from '../../src/content-stream/content-stream.js'
import { areaPass, type PrintedPages } from '../../src/finish/page-area.js'

/** A page of 100 x 100 mm, its text area 60 x 60 mm; in the browser's units, 1/300 inch, the area is [237, 237, 709, 709]. */
const SCREEN: PrintedPages = {
  paper: { name: 'square', orientation: 'portrait', widthMm: 100, heightMm: 100 },
  margins: { mirrored: false, top: 20, right: 20, bottom: 20, left: 20 },
  edgeMm: 0,
  bleedMm: 0,
}
const PRESS: PrintedPages = { ...SCREEN, edgeMm: 13, bleedMm: 3 }
const mm = (units: number) => Math.round((units / 300) * 25.4) + 0 // no −0

/** Left, top, right and bottom of a clip after finishing, in mm from the trim. */
function clipped(pages: PrintedPages, page: number, box: readonly [number, number, number, number]) {
  const [left, top, right, bottom] = box.map((each) => ((each + pages.edgeMm) / 25.4) * 300) as [
    number,
    number,
    number,
    number,
  ]
  const stream = `0.24 0 0 -0.24 0 283 cm\nq\n${left} ${top} ${right - left} ${bottom - top} re\nW n\nQ`
  const { pass, end } = areaPass(pages, page)
  const text = Buffer.from(rewrite(Buffer.from(stream), pass, end)).toString()
  const [x, y, width, height] = /([-\d. ]+) re/.exec(text)![1]!.trim().split(' ').map(Number) as [
    number,
    number,
    number,
    number,
  ]
  return [x, y, x + width, y + height].map((each) => mm(each) - pages.edgeMm)
}

test('what is as wide as the text area goes to the edges of the paper, and of the first page above it', () => {
  expect(clipped(SCREEN, 0, [20, 20, 80, 80])).toEqual([0, 0, 100, 80])
  expect(clipped(SCREEN, 0, [20, 20, 80, 50])).toEqual([0, 0, 100, 50])
  expect(clipped(SCREEN, 1, [20, 20, 80, 80])).toEqual([0, 20, 100, 80])
})

test('in a press file it goes to the bleed, and no further', () => {
  expect(clipped(PRESS, 0, [20, 20, 80, 50])).toEqual([-3, -3, 103, 50])
  expect(clipped(PRESS, 1, [20, 20, 80, 50])).toEqual([-3, 20, 103, 50])
})

test('a box below the head of the page goes no further up, and one that is narrower only as far as letters do', () => {
  expect(clipped(SCREEN, 0, [20, 30, 80, 50])).toEqual([0, 30, 100, 50])
  expect(clipped(SCREEN, 0, [20, 20, 70, 50])).toEqual([16, 20, 74, 50]) // 12 points
})

test('a left-hand page has the margins of a right-hand one, mirrored', () => {
  const facing = { ...SCREEN, margins: { ...SCREEN.margins, mirrored: true, left: 30, right: 10 } }
  expect(clipped(facing, 1, [10, 20, 70, 80])).toEqual([0, 20, 100, 80])
  expect(clipped(facing, 2, [10, 20, 70, 80])).toEqual([6, 20, 74, 80])
})
