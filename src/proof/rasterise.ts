/** A finished PDF's pages as pictures, drawn by PDFium: the same pixels on every machine, since it is WebAssembly. */
import { createHash } from 'node:crypto'
import { type Pdfium, visitPages } from '../pdfium.js'
import { readInks, readLines } from './lines.js'
import { type Page, type Picture, toMm } from './proof.js'

/**
 * Pixels an inch. The hash of all shades and the text beside the picture find every change at any resolution; this is
 * the lowest at which the smallest names (7.4 pt) can be read.
 */
export const DPI = 80

/**
 * Shades of each primary that a stored picture has. It looks as it did, has no more than 256 colours where there is no
 * photograph, and takes 40 % of the room.
 */
const SHADES = 32

/** Pages, each with its picture and what stands on it. Throws if PDFium cannot read the file. */
export function rasterise(pdf: Uint8Array): Promise<Page[]> {
  return visitPages(pdf, (pdfium, page) => {
    const widthMm = toMm(pdfium.FPDF_GetPageWidthF(page))
    const heightMm = toMm(pdfium.FPDF_GetPageHeightF(page))
    const exact = draw(pdfium, page, Math.round((widthMm * DPI) / 25.4), Math.round((heightMm * DPI) / 25.4))
    return {
      widthMm,
      heightMm,
      inks: readInks(pdfium, page),
      pixels: createHash('sha256').update(exact.pixels).digest('hex').slice(0, 32),
      lines: readLines(pdfium, page),
      picture: { ...exact, pixels: posterise(exact.pixels) },
    }
  })
}

const WHITE = 0xffffffff
/** FPDF_ANNOT would draw annotations; FPDF_REVERSE_BYTE_ORDER gives red before blue. */
const REVERSE_BYTE_ORDER = 0x10

function draw(pdfium: Pdfium, page: number, width: number, height: number): Picture {
  const bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
  pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
  pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, REVERSE_BYTE_ORDER)
  const at = pdfium.FPDFBitmap_GetBuffer(bitmap)
  const pixels = pdfium.pdfium.HEAPU8.slice(at, at + 4 * width * height)
  pdfium.FPDFBitmap_Destroy(bitmap)
  return { width, height, pixels }
}

const POSTERISED = Uint8Array.from({ length: 256 }, (_, value) =>
  Math.round((Math.round((value * (SHADES - 1)) / 255) * 255) / (SHADES - 1)),
)

function posterise(pixels: Uint8Array): Uint8Array {
  const result = new Uint8Array(pixels.length).fill(255)
  const colours = new Uint32Array(pixels.buffer)
  for (let index = 0; index < colours.length; index++) {
    if (colours[index] === WHITE) continue // most of a page
    for (let i = 4 * index; i < 4 * index + 3; i++) result[i] = POSTERISED[pixels[i]!]!
  }
  return result
}
