/** A PDF's pages as PDFium draws them. */
import { visitPages } from '../src/pdfium.js'

/** One picture a page, at two pixels a point: four bytes a pixel, row by row. */
export function picturesOfPages(pdf: Uint8Array): Promise<Uint8Array[]> {
  return visitPages(pdf, (pdfium, page) => {
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
