/** The thread that draws finished files and reads what a baseline keeps of them; see proofer.ts. */
import { PDFDocument } from 'pdf-lib'
import { startPdfium } from './pdfium.js'
import type { Proof } from './proof/proof.js'
import { rasterise } from './proof/rasterise.js'
import { serve } from './thread.js'
import { tellDocument } from './verify/tell.js'
import { readMarkedText } from './verify/text.js'

/** See `start.ts`. */
export let worked = false

startPdfium().catch(() => {}) // whoever draws hears of it

serve<Uint8Array, Proof>(async (pdf) => {
  const pages = await rasterise(pdf)
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const told = tellDocument(document, await readMarkedText(pdf))
  const structure = told.replace(/^made .*\n/m, '') // when a file was made is no matter of how it looks
  worked = true
  return [{ structure, pages }, pages.map(({ picture }) => picture.pixels)]
})
