/** What a page paints, piece by piece. */
import type { Box } from './box.js'
import type { ColourSpace } from './colour.js'
import type { Art } from './image.js'
import type { Ink } from './ink.js'

/** One piece of what is painted, as far as its clip lets it be seen. */
export interface Painted {
  readonly kind: 'text' | 'fill' | 'line' | 'image' | 'gradient'
  /** In the page's points. */
  readonly box: Box
  readonly space: ColourSpace
  /** Of an image the pixel with the most; undefined where it is not told by plates or cannot be read. */
  readonly ink: Ink | undefined
  /** Of an image the most of each plate. */
  readonly peak?: Ink | undefined
  /** Leaves what is beneath on those plates of which it takes no ink. */
  readonly overprints: boolean
  /** Mixes with what is beneath by a blend mode other than Normal. */
  readonly blends: boolean
  /** Of text. */
  readonly text?: string
  /** Of text in points. */
  readonly size?: number
  /** Of a line its width, of a rectangle its shorter side, in points. */
  readonly thickness?: number
  /** Of an image: pixels to an inch, in the direction that has fewer. */
  readonly ppi?: number
  /** Of an image, in pixels. */
  readonly pixels?: { readonly width: number; readonly height: number }
  readonly art?: Art | undefined
}

export interface PagePaint {
  readonly painted: readonly Painted[]
  /** Colour spaces of transparency groups (11.6.6), and those of what is painted in soft masks. */
  readonly groups: readonly ColourSpace[]
  /** Things in its content and resources that a press file must not have: see `IRREGULARITIES` in pdfx.ts. */
  readonly irregular: ReadonlySet<Irregularity>
}

export type Irregularity =
  | 'unknown-operator'
  | 'missing-resource'
  | 'transfer-function'
  | 'halftone-phase'
  | 'rendering-intent'
  | 'icc-overprint'
  | 'postscript'
  | 'reference'
  | 'alternates'
  | 'opi'
  | 'lzw'
  | 'nesting'
