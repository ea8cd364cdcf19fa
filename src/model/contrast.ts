/** How well colours can be told apart. */

/** Red, green and blue from 0 to 255 (sRGB). */
export type Rgb = readonly [red: number, green: number, blue: number]

export const WHITE: Rgb = [255, 255, 255]

/** The contrast ratio, from 1 to 21 (WCAG 2.2, «contrast ratio»). */
export function contrastOf(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((one, other) => one - other)
  return (light! + 0.05) / (dark! + 0.05)
}

/** @param colour «#rrggbb» */
export const contrastOnWhite = (colour: string): number =>
  contrastOf([1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb, WHITE)

/** The least between letters and their ground, whichever of the two has the colour (WCAG 2.2, 1.4.3). */
export const LEGIBLE = 4.5

/** WCAG 2.2, «relative luminance». */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
