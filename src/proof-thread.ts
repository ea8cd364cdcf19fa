/** The thread that draws finished files and reads what a baseline keeps of them; see proofer.ts. */
import { startPdfium } from './pdfium.js'
import type { Proof } from './proof/proof.js'
import { rasterise } from './proof/rasterise.js'
import type { DrawRequest } from './proofer.js'
import { serve } from './thread.js'
import { tellFile } from './verify/tell.js'
import { readMarked } from './verify/text.js'

/** See `start.ts`. */
export let worked = false

startPdfium().catch(() => {}) // whoever draws hears of it

serve<DrawRequest, Proof>(async ({ pdf, approved }) => {
  const marked: ReadonlyMap<number, string>[] = []
  const pages = await rasterise(pdf, approved, (pdfium, text) => marked.push(readMarked(pdfium, text)))
  const told = await tellFile(pdf, (page, mcid) => marked[page - 1]?.get(mcid) ?? '')
  const structure = told.replace(/^made .*\n/m, '') // when a file was made is no matter of how it looks
  worked = true
  return [{ structure, pages }, pages.flatMap(({ picture }) => (picture ? [picture.pixels] : []))]
})
