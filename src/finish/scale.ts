/** How large the browser has printed a page: what is too wide for one shrinks all of them. */
import type { Revision } from './contents.js'

/** Chromium draws in units of 1/300 inch, from the top left corner, and puts pages of CSS pixels into that. */
const UNITS_PER_PX = 300 / 96
/** It shrinks no page to less than two thirds. What is smaller moves or draws a thing by itself, in those units. */
const LEAST = 0.6

/**
 * Looks at the first matrix below that of the page, which margin boxes and the text area have each of their own. Changes nothing.
 * @param tell told once for each of these: 1 if a CSS pixel is 1/96 inch
 */
export function scalePass(tell: (scale: number) => void): Revision {
  let depth = 0
  const saved: number[] = []
  return {
    pass(operation, emit) {
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
        }
      }
      emit(operation)
    },
  }
}
