/** What a print shop has to know of a press file, as it was read back from the finished file. */

export interface Size {
  readonly widthMm: number
  readonly heightMm: number
}

export interface PressFile {
  readonly pages: number
  /** Of the trimmed page. */
  readonly trim: Size
  /** Of the page in the file, with bleed and room for marks. */
  readonly sheet: Size
  readonly bleedMm: number
  /** Pages with the plates that they need, in the order of printing: «Cyan», «Magenta», «Yellow», «Black», spot colours. */
  readonly plates: readonly (readonly string[])[]
  /** The most ink anywhere within the bleed, all plates together, in percent. */
  readonly mostInk: number
  /** How many pictures are placed, and the fewest pixels to an inch of them. */
  readonly pictures: { readonly count: number; readonly fewestPpi: number }
  /** PostScript names, in alphabetical order. */
  readonly fonts: readonly string[]
  /** The printing condition by its registered name: «FOGRA39». */
  readonly condition: string
  /** The embedded profile by its own name. */
  readonly profile: string
}
