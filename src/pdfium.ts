/** PDFium, an engine that shares nothing with the one that writes our files: loaded once, and a file's pages opened in it. */
import { init, type WrappedPdfiumModule as Pdfium } from '@embedpdf/pdfium'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type { Pdfium }

let started: Promise<Pdfium> | undefined

/** Loads PDFium, once; whoever calls it early does not wait later. */
export function startPdfium(): Promise<Pdfium> {
  started ??= load()
  return started
}

const programFile = (): string => createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm')

/** The package's version; PDFium does not tell its own. */
export function pdfiumVersion(): string {
  const text = readFileSync(join(dirname(programFile()), '..', 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

async function load(): Promise<Pdfium> {
  const wasm = await readFile(programFile())
  const pdfium = await init({ wasmBinary: new Uint8Array(wasm).buffer })
  pdfium.PDFiumExt_Init()
  return pdfium
}

/** What `visit` makes of each page; the page is open while it does. Throws if PDFium cannot read the file. */
export async function visitPages<T>(
  pdf: Uint8Array,
  visit: (pdfium: Pdfium, page: number) => T,
): Promise<T[]> {
  const pdfium = await startPdfium()
  const memory = pdfium.pdfium
  const file = memory.wasmExports.malloc(pdf.length)
  memory.HEAPU8.set(pdf, file)
  const document = pdfium.FPDF_LoadMemDocument(file, pdf.length, '')
  if (!document) throw new Error(`PDFium cannot read the finished file: error ${pdfium.FPDF_GetLastError()}`)
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
