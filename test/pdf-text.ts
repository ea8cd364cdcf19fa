/** The text of a PDF's pages as PDFium reads it. */
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

let started: Promise<WrappedPdfiumModule> | undefined

function start(): Promise<WrappedPdfiumModule> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm'))
  started ??= init({ wasmBinary: new Uint8Array(wasm).buffer }).then((pdfium) => {
    pdfium.PDFiumExt_Init()
    return pdfium
  })
  return started
}

/** One string a page, lines parted by \r\n. */
export async function textOfPages(pdf: Uint8Array): Promise<string[]> {
  const pdfium = await start()
  const memory = pdfium.pdfium
  const file = memory.wasmExports.malloc(pdf.length)
  memory.HEAPU8.set(pdf, file)
  const document = pdfium.FPDF_LoadMemDocument(file, pdf.length, '')
  try {
    return Array.from({ length: pdfium.FPDF_GetPageCount(document) }, (_, index) => {
      const page = pdfium.FPDF_LoadPage(document, index)
      const text = pdfium.FPDFText_LoadPage(page)
      const length = pdfium.FPDFText_CountChars(text)
      const buffer = memory.wasmExports.malloc(2 * (length + 1))
      pdfium.FPDFText_GetText(text, 0, length, buffer)
      const read = memory.UTF16ToString(buffer)
      memory.wasmExports.free(buffer)
      pdfium.FPDFText_ClosePage(text)
      pdfium.FPDF_ClosePage(page)
      return read
    })
  } finally {
    pdfium.FPDF_CloseDocument(document)
    memory.wasmExports.free(file)
  }
}
