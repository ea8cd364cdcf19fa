/** Rectangles on a page, in points, y upwards. */
import type { Matrix } from '../content-stream/matrix.js'

export interface Box {
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly top: number
}

export const NOTHING: Box = { left: Infinity, bottom: Infinity, right: -Infinity, top: -Infinity }

export const isEmpty = ({ left, bottom, right, top }: Box): boolean => !(left <= right && bottom <= top)

export const union = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  bottom: Math.min(a.bottom, b.bottom),
  right: Math.max(a.right, b.right),
  top: Math.max(a.top, b.top),
})

export const intersection = (a: Box, b: Box): Box => ({
  left: Math.max(a.left, b.left),
  bottom: Math.max(a.bottom, b.bottom),
  right: Math.min(a.right, b.right),
  top: Math.min(a.top, b.top),
})

/** Larger by so much on every side. */
export const grow = ({ left, bottom, right, top }: Box, by: number): Box => ({
  left: left - by,
  bottom: bottom - by,
  right: right + by,
  top: top + by,
})

/** Whether `inner` goes no further than `outer`, give or take the rounding of coordinates. */
export const contains = (outer: Box, inner: Box, tolerance = 0.01): boolean =>
  inner.left >= outer.left - tolerance &&
  inner.bottom >= outer.bottom - tolerance &&
  inner.right <= outer.right + tolerance &&
  inner.top <= outer.top + tolerance

export const overlaps = (a: Box, b: Box): boolean => {
  const { left, bottom, right, top } = intersection(a, b)
  return left < right && bottom < top
}

/** The smallest upright rectangle around the one that a matrix makes of it. */
export function transform({ left, bottom, right, top }: Box, [a, b, c, d, e, f]: Matrix): Box {
  const xs = [a * left + c * bottom, a * right + c * bottom, a * left + c * top, a * right + c * top]
  const ys = [b * left + d * bottom, b * right + d * bottom, b * left + d * top, b * right + d * top]
  return {
    left: Math.min(...xs) + e,
    bottom: Math.min(...ys) + f,
    right: Math.max(...xs) + e,
    top: Math.max(...ys) + f,
  }
}
