/** The text area of each page: how large the browser has printed it, and how far letters may reach beyond its sides. */
import { Operation } from '../content-stream/content-stream.js'
import type { Revision } from './contents.js'

/** Chromium draws in units of 1/300 inch, from the top left corner, and puts pages of CSS pixels into that. */
const UNITS_PER_PX = 300 / 96
/** It shrinks no page to less than two thirds. What is smaller moves or draws a thing by itself, in those units. */
const LEAST = 0.6
/** The tail of a «y» in italics at a line's beginning reaches a tenth of its size beyond the line: 12 points serve all sizes. */
const OVERHANG = 50

/**
 * What is too wide for a page makes the browser shrink all of them. It cuts off what reaches beyond the text area, and with it
 * the tails of letters: here they keep them, unless the area begins at the edge of the paper. Above and below it may have
 * pieces of the pages before and after.
 * Margin boxes and the text area have each a matrix of their own below that of the page, the area a clip before it.
 * @param tell told once for each of these matrices: 1 if a CSS pixel is 1/96 inch
 */
export function areaPass(tell: (scale: number) => void = () => {}): Revision {
  let depth = 0
  const saved: number[] = []
  let rectangle: Operation | undefined
  return {
    pass(operation, emit) {
      if (rectangle) {
        const isClip = operation.operator.startsWith('W')
        emit(isClip ? widened(rectangle) : rectangle)
        rectangle = undefined
      }
      switch (operation.operator) {
        case 'q':
          saved.push(depth)
          break
        case 'Q':
          depth = saved.pop() ?? depth
          break
        case 'cm': {
          const [a, , , d] = operation.operands as readonly number[]
          if (++depth === 2 && a === d && a! / UNITS_PER_PX > LEAST) tell(a! / UNITS_PER_PX)
          break
        }
        case 're':
          if (depth !== 1) break
          rectangle = operation
          return
      }
      emit(operation)
    },
    end(emit) {
      if (rectangle) emit(rectangle)
    },
  }
}

function widened(rectangle: Operation): Operation {
  const [x, y, width, height] = rectangle.operands as readonly number[]
  if (x === 0) return rectangle
  return new Operation('re', [x! - OVERHANG, y!, width! + 2 * OVERHANG, height!])
}
