/** A finished PDF's pages as pictures, drawn by PDFium: the same pixels on every machine, since it is WebAssembly. */
import { createHash } from 'node:crypto'
import { type Pdfium, pdfiumVersion, visitPages } from '../pdfium.js'
import { readInks, readLines } from './lines.js'
import { type Page, type Picture, toMm } from './proof.js'

/**
 * Pixels an inch. The hash of all shades and the text beside the picture find every change at any resolution; this is
 * the lowest at which the smallest names (7.4 pt) can be read.
 */
export const DPI = 80

/** «PDFium 2.15.1 at 80 dpi» */
export const nameRasteriser = (): string => `PDFium ${pdfiumVersion()} at ${DPI} dpi`

/**
 * Shades of each primary that a stored picture has. It looks as it did, has no more than 256 colours where there is no
 * photograph, and takes 40 % of the room.
 */
export const SHADES = 32

/**
 * Pages, each with its picture and what stands on it. Throws if PDFium cannot read the file.
 * @param approved the baseline's `pixels`, page by page: where they are the same no picture is made
 * @param read is given the text of each page, which takes long to open, for what else there is to read in it
 */
export function rasterise(
  pdf: Uint8Array,
  approved: readonly string[] = [],
  read: (pdfium: Pdfium, text: number) => void = () => {},
): Promise<Page[]> {
  return visitPages(pdf, (pdfium, page, index) => {
    const [widthMm, heightMm] = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)].map(toMm)
    const text = pdfium.FPDFText_LoadPage(page)
    const lines = readLines(pdfium, page, text)
    read(pdfium, text)
    pdfium.FPDFText_ClosePage(text)
    const inks = readInks(pdfium, page)
    const size = { width: toPixels(widthMm!), height: toPixels(heightMm!) }
    return draw(pdfium, page, size, (exact): Page => {
      const pixels = createHash('sha256').update(exact).digest('hex').slice(0, 32)
      const told = { widthMm: widthMm!, heightMm: heightMm!, inks, pixels, lines }
      return pixels === approved[index] ? told : { ...told, picture: { ...size, pixels: posterise(exact) } }
    })
  })
}

const toPixels = (mm: number): number => Math.round((mm * DPI) / 25.4)

const WHITE = 0xffffffff
/** FPDF_ANNOT would draw annotations; FPDF_REVERSE_BYTE_ORDER gives red before blue. */
const REVERSE_BYTE_ORDER = 0x10

/** @param see is given the pixels where PDFium has them */
function draw<T>(
  pdfium: Pdfium,
  page: number,
  { width, height }: Omit<Picture, 'pixels'>,
  see: (pixels: Uint8Array) => T,
): T {
  const bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
  pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
  pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, REVERSE_BYTE_ORDER)
  const at = pdfium.FPDFBitmap_GetBuffer(bitmap)
  const seen = see(pdfium.pdfium.HEAPU8.subarray(at, at + 4 * width * height))
  pdfium.FPDFBitmap_Destroy(bitmap)
  return seen
}

const POSTERISED = Uint8Array.from({ length: 256 }, (_, value) =>
  Math.round((Math.round((value * (SHADES - 1)) / 255) * 255) / (SHADES - 1)),
)

function posterise(pixels: Uint8Array): Uint8Array {
  const result = new Uint8Array(pixels.length).fill(255)
  const colours = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4)
  for (let index = 0; index < colours.length; index++) {
    if (colours[index] === WHITE) continue // most of a page
    for (let i = 4 * index; i < 4 * index + 3; i++) result[i] = POSTERISED[pixels[i]!]!
  }
  return result
}
