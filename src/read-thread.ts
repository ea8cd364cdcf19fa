/** The thread that reads finished files back; see bindery.ts. */
import type { ReadRequest } from './bindery.js'
import type { Diagnostic } from './diagnostic.js'
import type { Spot } from './model/imposition.js'
import { startPdfium } from './pdfium.js'
import { serve } from './thread.js'
import { readHalves, readPages, readWhole } from './verify/text.js'
import { checkReadable, findUnread } from './verify/unread.js'
import { checkWords } from './verify/words.js'

/** See `start.ts`. */
export let worked = false

startPdfium().catch(() => {}) // whoever reads hears of it

serve<ReadRequest, readonly Diagnostic[]>(async ({ pdf, copies, file, passages, furniture, cutOff }) => {
  const check = (pages: readonly string[]) => checkWords(pages, passages, furniture, file, cutOff)
  const findings = copies ? (await readCopies(pdf, copies)).flatMap(check) : await lookAt(pdf, file, check)
  worked = true
  return [findings]
})

/** What is painted is looked at in the pages as they were printed; an imposed file shows the same. */
async function lookAt(
  pdf: Uint8Array,
  file: string,
  check: (pages: readonly string[]) => readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  const pages = await readPages(pdf, (pdfium, text, page) => ({
    words: readWhole(pdfium, text),
    unread: findUnread(pdfium, page, text),
  }))
  return [
    ...check(pages.map(({ words }) => words)),
    ...checkReadable(
      pages.map(({ unread }) => unread),
      file,
    ),
  ]
}

/** The pages of each copy that the sheets give, as who has folded or cut them reads them. */
async function readCopies(
  pdf: Uint8Array,
  copies: readonly (readonly Spot[])[],
): Promise<readonly (readonly string[])[]> {
  const halves = await readHalves(pdf)
  return copies.map((pages) => pages.map(({ side, half }) => halves[side]![half]))
}
