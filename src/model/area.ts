/** What the margins leave of a page, in CSS pixels. */
export interface Area {
  readonly widthPx: number
  readonly heightPx: number
  /** The pages of the file are a multiple of this, blank ones included. */
  readonly multiple: number
  /** The pages are bound: a left-hand one and the one after it lie side by side. */
  readonly facing: boolean
}
