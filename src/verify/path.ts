/** The path under construction (ISO 32000-1, 8.5.2), each part of it by its box. */
import type { Matrix } from '../content-stream/matrix.js'
import { type Box, NOTHING, union } from './box.js'

export interface Path {
  /** Takes an operator that constructs; false for any other. Boxes are in the coordinates that the matrix leads to. */
  construct(operator: string, numbers: readonly number[], matrix: Matrix): boolean
  /** What has been constructed. The next path begins. */
  end(): Constructed
}

export interface Constructed {
  readonly boxes: readonly Box[]
  /** Whether its lines go along the axes only. */
  readonly upright: boolean
}

export function openPath(): Path {
  let boxes: Box[] = []
  let upright = true
  let [lastX, lastY] = [0, 0]

  const extend = (x: number, y: number, [a, b, c, d, e, f]: Matrix): void => {
    const [left, bottom] = [a * x + c * y + e, b * x + d * y + f]
    const point = { left, bottom, right: left, top: bottom }
    boxes.push(union(boxes.pop() ?? NOTHING, point))
  }

  return {
    construct(operator, numbers, matrix) {
      const [x = 0, y = 0, width = 0, height = 0] = numbers
      switch (operator) {
        case 'm':
          boxes.push(NOTHING)
          ;[lastX, lastY] = [x, y]
          extend(x, y, matrix)
          return true
        case 'l':
          if (x !== lastX && y !== lastY) upright = false
          ;[lastX, lastY] = [x, y]
          extend(x, y, matrix)
          return true
        case 'c':
        case 'v':
        case 'y':
          // The curve lies within the box of its control points.
          upright = false
          for (let i = 0; i + 1 < numbers.length; i += 2) extend(numbers[i]!, numbers[i + 1]!, matrix)
          return true
        case 're':
          boxes.push(NOTHING)
          extend(x, y, matrix)
          extend(x + width, y + height, matrix)
          return true
        case 'h':
          return true
        default:
          return false
      }
    },
    end() {
      const constructed = { boxes, upright }
      boxes = []
      upright = true
      return constructed
    },
  }
}
