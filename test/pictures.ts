/** A PDF's pages as PDFium draws them. */
import type { WrappedPdfiumModule } from '@embedpdf/pdfium'
import { startReader } from '../src/verify/text.js'

/** One picture a page, at two pixels a point: four bytes a pixel, row by row. */
export function picturesOfPages(pdf: Uint8Array): Promise<Uint8Array[]> {
  return eachPage(pdf, (pdfium, page) => {
    const width = Math.ceil(2 * pdfium.FPDF_GetPageWidthF(page))
    const height = Math.ceil(2 * pdfium.FPDF_GetPageHeightF(page))
    const bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
    const pixels = pdfium.FPDFBitmap_GetBuffer(bitmap)
    const picture = pdfium.pdfium.HEAPU8.slice(pixels, pixels + 4 * width * height)
    pdfium.FPDFBitmap_Destroy(bitmap)
    return picture
  })
}

async function eachPage<T>(
  pdf: Uint8Array,
  visit: (pdfium: WrappedPdfiumModule, page: number) => T,
): Promise<T[]> {
  const pdfium = await startReader()
  const memory = pdfium.pdfium
  const file = memory.wasmExports.malloc(pdf.length)
  memory.HEAPU8.set(pdf, file)
  const document = pdfium.FPDF_LoadMemDocument(file, pdf.length, '')
  try {
    return Array.from({ length: pdfium.FPDF_GetPageCount(document) }, (_, index) => {
      const page = pdfium.FPDF_LoadPage(document, index)
      const result = visit(pdfium, page)
      pdfium.FPDF_ClosePage(page)
      return result
    })
  } finally {
    pdfium.FPDF_CloseDocument(document)
    memory.wasmExports.free(file)
  }
}
