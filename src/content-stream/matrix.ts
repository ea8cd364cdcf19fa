/** Transformations of coordinates (ISO 32000-1, 8.3.4). */

/** x' = ax + cy + e, y' = bx + dy + f */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number]
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** First the one, then the other. */
export const concatenate = (first: Matrix, then: Matrix): Matrix => {
  const [a, b, c, d, e, f] = first
  const [g, h, i, j, k, l] = then
  return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}
