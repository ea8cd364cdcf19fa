/** What Broadside uses of fontverter, which brings no types, and of subset-font, whose types lack what is new. */
declare module 'fontverter' {
  /** Rejects or throws where the file is damaged. */
  export function convert(font: Buffer, to: 'truetype'): Promise<Buffer>
}

declare module 'subset-font' {
  /** @param axes the place of each axis of a variable font, by its tag */
  export default function subsetFont(
    font: Buffer,
    text: undefined,
    options: {
      readonly keepAllGlyphs: true
      readonly targetFormat: 'truetype'
      readonly variationAxes: Readonly<Record<string, number>>
      readonly dropTables: readonly string[]
    },
  ): Promise<Buffer>
}
