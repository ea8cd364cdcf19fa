/** The thread that reads finished files back; see bindery.ts. */
import type { Read, ReadRequest } from './bindery.js'
import type { Spot } from './model/imposition.js'
import { startPdfium } from './pdfium.js'
import { serve } from './thread.js'
import { describePressFile, preflight } from './verify/preflight.js'
import { readPressFacts } from './verify/press-facts.js'
import { readHalves, readText } from './verify/text.js'
import { checkWords } from './verify/words.js'

/** See `start.ts`. */
export let worked = false

startPdfium().catch(() => {}) // whoever reads hears of it

serve<ReadRequest, Read>(async ({ pdf, copies, file, passages, furniture, cutOff, order }) => {
  const texts = copies ? await readCopies(pdf, copies) : [await readText(pdf)]
  const findings = texts.flatMap((pages) => checkWords(pages, passages, furniture, file, cutOff))
  const press = order && (await readPressFacts(pdf))
  worked = true
  return [
    press
      ? { findings: [...findings, ...preflight(press, order, file)], press: describePressFile(press) }
      : { findings },
  ]
})

/** The pages of each copy that the sheets give, as who has folded or cut them reads them. */
async function readCopies(
  pdf: Uint8Array,
  copies: readonly (readonly Spot[])[],
): Promise<readonly (readonly string[])[]> {
  const halves = await readHalves(pdf)
  return copies.map((pages) => pages.map(({ side, half }) => halves[side]![half]))
}
