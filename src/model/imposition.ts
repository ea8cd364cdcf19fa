/** Imposition: how pages lie on the sheets of an office printer. */
import type { Points } from './paper.js'
import type { Paper } from './publication.js'

/**
 * `saddle-stitch`: sheets folded into one another, stapled in the fold. `2-up`: each page twice, side by side; cut, it
 * gives two copies. `cut-and-stack`: cut, the two piles laid on one another are the pages in their order.
 */
export const SCHEMES = ['saddle-stitch', '2-up', 'cut-and-stack'] as const
export type Scheme = (typeof SCHEMES)[number]

/** The edge of the sheet about which a duplex printer turns it. */
export const FLIPS = ['short-edge', 'long-edge'] as const
export type Flip = (typeof FLIPS)[number]

/** The side of the spine as one looks at the front: `right` for what is read from right to left. */
export const BINDINGS = ['left', 'right'] as const
export type Binding = (typeof BINDINGS)[number]

export const MARKS = ['fold', 'staple', 'cut'] as const
export type Mark = (typeof MARKS)[number]

/** Marks that a scheme can have. */
export const MARKS_OF: Readonly<Record<Scheme, readonly Mark[]>> = {
  'saddle-stitch': ['fold', 'staple'],
  '2-up': ['cut'],
  'cut-and-stack': ['cut'],
}

export interface Imposition {
  readonly scheme: Scheme
  /** In landscape, folded or cut across the middle. */
  readonly paper: Paper
  readonly flip: Flip
  readonly binding: Binding
  /** Of one sheet; 0 if nothing is to be done about creep. */
  readonly thicknessMm: number
  readonly marks: readonly Mark[]
}

/**
 * So far each of two pages that meet in the fold goes beyond it. If they only touched, each would colour a part of the pixels
 * between them, and the paper would show through as a hair line.
 */
export const FOLD_OVERLAP_MM = 0.1

/** A sheet as it lies in the file: two pages of it, the front first. */
export interface Sheet {
  readonly front: Side
  readonly back: Side
}

/** From left to right as they stand in the file. */
export type Side = readonly [Cell, Cell]

/** Where a page is to be found in the imposed file: its side, from 0, and the half of it. */
export interface Spot {
  readonly side: number
  readonly half: 0 | 1
}

/** Half a side. Places are points from the lower left corner of the sheet. */
export interface Cell {
  /** From 1 on; undefined is blank. */
  readonly page: number | undefined
  /** The lower left corner of what the page covers, shifted already. */
  readonly x: Points
  readonly y: Points
  readonly scale: number
  /** Degrees. */
  readonly rotation: 0 | 180
  /** How far the page was moved to the fold against creep. */
  readonly shift: Points
}
