/** What a print shop asks for (ISO 15930-7, PDF/X-4): where there is none, no press files are made. */

/** Percentages of cyan, magenta, yellow and black. */
export type Cmyk = readonly [c: number, m: number, y: number, k: number]

export interface PressSettings {
  /** The ICC profile of the printing condition: class `prtr`, CMYK. */
  readonly profile: Uint8Array
  /** The condition's name in the ICC characterisation registry: «FOGRA39». */
  readonly condition: string
  readonly bleedMm: number
  readonly marks: boolean
  /** Total ink, in percent. */
  readonly ink: number
  /** Pictures keep their RGB and its profile. */
  readonly rgbImages: boolean
  /** The accent colour as the shop is to print it. */
  readonly accent?: Cmyk
}

/** Outside the bleed, for crop marks, registration marks and the slug line, in millimetres: at least. */
const ROOM_FOR_MARKS = 10
/** CSS pixels, to which Chromium snaps margins. */
const PIXEL_MM = 25.4 / 96
const upToPixels = (mm: number): number => Math.ceil(mm / PIXEL_MM) * PIXEL_MM

/**
 * How far beyond the trim colour is painted, in millimetres: whole pixels, and half a one more than was asked for, because
 * Chromium makes paper up to a pixel smaller than it is told (A5 594.96 pt high, not 595.28), and that is off here.
 */
export const overrunOf = ({ bleedMm }: Pick<PressSettings, 'bleedMm'>): number =>
  upToPixels(bleedMm + PIXEL_MM / 2)

/**
 * What a press file has beyond the trim on every side, in millimetres. Whole pixels, so that Chromium snaps the margins of
 * the larger page as it does those of the screen file, and everything lies where it lies there.
 */
export const edgeOf = (press: Pick<PressSettings, 'bleedMm' | 'marks'>): number =>
  Math.max(upToPixels(press.bleedMm + (press.marks ? ROOM_FOR_MARKS : 0)), overrunOf(press))
