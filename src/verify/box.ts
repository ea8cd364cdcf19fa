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
export function transform({ left, bottom, right, top }: Box, m: Matrix): Box {
  return {
    left: Math.min(m[0] * left, m[0] * right) + Math.min(m[2] * bottom, m[2] * top) + m[4],
    bottom: Math.min(m[1] * left, m[1] * right) + Math.min(m[3] * bottom, m[3] * top) + m[5],
    right: Math.max(m[0] * left, m[0] * right) + Math.max(m[2] * bottom, m[2] * top) + m[4],
    top: Math.max(m[1] * left, m[1] * right) + Math.max(m[3] * bottom, m[3] * top) + m[5],
  }
}

export const SIDES = ['left', 'right', 'top', 'bottom'] as const
export type Side = (typeof SIDES)[number]

/** How far `outer` goes beyond `inner` on a side. */
export const beyond = (inner: Box, outer: Box, side: Side): number =>
  side === 'left' || side === 'bottom' ? inner[side] - outer[side] : outer[side] - inner[side]
