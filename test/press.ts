import type { Sheet } from '../src/print/page.js'
import type { Press } from '../src/print/press.js'

/** Prints a single sheet that is not fitted. */
export async function printSheet(press: Press, sheet: Sheet): Promise<Uint8Array> {
  let pdf: Uint8Array | undefined
  await press.print({
    sheets: [{ ...sheet, wanted: true }],
    onPrinted: (_, printed) => (pdf = printed.pdf),
  })
  if (!pdf) throw new Error('nothing was printed')
  return pdf
}
