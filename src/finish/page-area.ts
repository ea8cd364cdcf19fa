/** The text area of each page: how large the browser has printed it, and what may reach beyond its sides. */
import { Operation } from '../content-stream/content-stream.js'
import { shownBytes, SHOWING } from '../content-stream/showing.js'
import type { Paper } from '../model/publication.js'
import type { Margins } from '../model/template.js'
import { mcidOf } from './artifacts.js'
import type { Revision } from './contents.js'

/** How pages were printed: on which paper, with which text area, and what there is beyond the trim on every side. */
export interface PrintedPages {
  readonly paper: Paper
  readonly margins: Margins
  readonly edgeMm: number
  readonly bleedMm: number
}

/** Chromium draws in units of 1/300 inch, from the top left corner, and puts pages of CSS pixels into that. */
const UNITS_PER_PX = 300 / 96
const unitsFromMm = (mm: number): number => (mm / 25.4) * 300
/** Chromium snaps margins to whole pixels, and paper to a grid of its own. */
const SNAP = UNITS_PER_PX
/** A body is narrower than the text area by half a pixel or more: see `areaOf` in typeset/view.ts. */
const BODY_SHORT = UNITS_PER_PX / 2
/** The tail of a «y» in italics at a line's beginning reaches a tenth of its size beyond the line: 12 points serve all sizes. */
const OVERHANG = 50

/**
 * What is too wide for a page makes the browser shrink all of them. It cuts off what reaches beyond the text area, and with it
 * the tails of letters: here they keep them, unless the area begins at the edge of the paper. Above and below it may have
 * pieces of the pages before and after. A box with `overflow: clip` and an `overflow-clip-margin` has a clip of its own, as
 * wide as the text area: so a field of colour reaches to the edges of the paper, and up to its head on the first page, which has
 * none before it.
 * Margin boxes and the text area have each a matrix of their own below that of the page, the area a clip before it. So has a
 * picture, whose matrix has the scale of its own drawing in it: that of the page is the one in which the text is set.
 * @param page from 0
 * @param count called for each text that is not an artifact, with its scale, which is 1 if a CSS pixel is 1/96 inch
 */
export function areaPass(
  pages: PrintedPages,
  page: number,
  count: (scale: number, bytes: number) => void = () => {},
): Revision {
  let depth = 0
  let scale: number | undefined
  let tagged = false
  const saved: { readonly depth: number; readonly scale: number | undefined }[] = []
  let rectangle: Operation | undefined
  return {
    pass(operation, emit) {
      if (rectangle) {
        const isClip = operation.operator.startsWith('W')
        emit(isClip ? widened(rectangle, pages, page) : rectangle)
        rectangle = undefined
      }
      switch (operation.operator) {
        case 'q':
          saved.push({ depth, scale })
          break
        case 'Q':
          ;({ depth, scale } = saved.pop() ?? { depth, scale })
          break
        case 'cm': {
          const [a, b, c, d] = operation.operands as readonly number[]
          // What is turned or drawn in steps of its own tells nothing of the page.
          scale = ++depth === 2 && a === d && !b && !c ? a! / UNITS_PER_PX : undefined
          break
        }
        case 'BDC':
        case 'BMC':
          tagged = mcidOf(operation) !== undefined
          break
        case 'EMC':
          tagged = false
          break
        case 're':
          if (depth !== 1) break
          rectangle = operation
          return
        default:
          if (tagged && scale !== undefined && SHOWING.has(operation.operator))
            count(
              scale,
              shownBytes(operation).reduce((sum, { length }) => sum + length, 0),
            )
      }
      emit(operation)
    },
    end(emit) {
      if (rectangle) emit(rectangle)
    },
  }
}

function widened(
  rectangle: Operation,
  { paper, margins, edgeMm, bleedMm }: PrintedPages,
  page: number,
): Operation {
  const [x, y, width, height] = rectangle.operands as readonly [number, number, number, number]
  if (x === 0) {
    // What is to reach the edge of the paper may go as far beyond as Chromium's paper differs.
    const whole = y === 0 && Math.abs(height - unitsFromMm(paper.heightMm)) < 2 * SNAP
    return new Operation('re', [x, y, width + 2 * SNAP, whole ? height + 2 * SNAP : height])
  }
  const swapped = margins.mirrored && page % 2 === 1
  const [left, right, top] = [
    edgeMm + (swapped ? margins.right : margins.left),
    edgeMm + paper.widthMm - (swapped ? margins.left : margins.right),
    edgeMm + margins.top,
  ].map(unitsFromMm) as [number, number, number]
  const spans = Math.abs(x - left) < SNAP && Math.abs(x + width - right) < BODY_SHORT
  if (!spans) return new Operation('re', [x - OVERHANG, y, width + 2 * OVERHANG, height])
  // Where there is nothing beyond the trim, the paper is Chromium's, which is wider or narrower by a trace.
  const beyond = bleedMm ? 0 : SNAP
  const edge = unitsFromMm(edgeMm - bleedMm) - beyond
  const across = unitsFromMm(paper.widthMm + 2 * bleedMm) + 2 * beyond
  const head = page === 0 && Math.abs(y - top) < SNAP ? edge : y
  return new Operation('re', [edge, head, across, y + height - head])
}
