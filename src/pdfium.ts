/** PDFium, an engine that shares nothing with the one that writes our files: loaded once, and a file's pages opened in it. */
import { type Functions, init, type WrappedPdfiumModule } from '@embedpdf/pdfium'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** What is given a text, which the package makes one of PDFium's. */
const CONVERTED = ['FPDF_LoadMemDocument', 'FPDFPageObjMark_GetParamStringValue'] as const

/** What takes nothing but numbers. */
type Direct = {
  [Name in keyof Functions]: 'string' extends Functions[Name][0][number] ? never : Name
}[keyof Functions]

export type Pdfium = Pick<WrappedPdfiumModule, 'pdfium' | Direct | (typeof CONVERTED)[number]>

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
  // Synchronously: V8 then compiles a function when it is first called. Asynchronously it would validate all 9,000 before.
  const program = new WebAssembly.Module(await readFile(programFile()))
  const pdfium = await init({
    instantiateWasm(imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(program, imports)
      use(instance)
      return instance.exports
    },
  })
  callDirectly(pdfium)
  pdfium.PDFiumExt_Init()
  return pdfium
}

/**
 * The package sends each call through three functions that look up, check and convert: ten times the work of reading a
 * character. Numbers need none of it. Yes and no are then 1 and 0.
 */
function callDirectly(pdfium: WrappedPdfiumModule): void {
  const { wasmExports } = pdfium.pdfium
  for (const name of Object.keys(pdfium))
    if (name in wasmExports && !CONVERTED.some((each) => each === name))
      Object.assign(pdfium, { [name]: wasmExports[name as never] })
}

/**
 * Whether an object of text stands for another text than its glyphs (ISO 32000-1, 14.9.4), as a hyphen that divides a word does.
 * @param scratch where there is room for four bytes
 */
export function hasActualText(pdfium: Pdfium, object: number, scratch: number): boolean {
  for (let index = pdfium.FPDFPageObj_CountMarks(object) - 1; index >= 0; index--) {
    const mark = pdfium.FPDFPageObj_GetMark(object, index)
    if (pdfium.FPDFPageObjMark_GetParamStringValue(mark, 'ActualText', 0, 0, scratch)) return true
  }
  return false
}

/** What `visit` makes of each page; the page is open while it does. Throws if PDFium cannot read the file. */
export async function visitPages<T>(
  pdf: Uint8Array,
  visit: (pdfium: Pdfium, page: number, index: number) => T,
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
      const result = visit(pdfium, page, index)
      pdfium.FPDF_ClosePage(page)
      return result
    })
  } finally {
    pdfium.FPDF_CloseDocument(document)
    memory.wasmExports.free(file)
  }
}
