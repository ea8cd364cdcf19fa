/** Pictures looked into before they are printed: what would be printed as nothing, not whole, or in letters of some other font. */
import { isUtf8 } from 'node:buffer'
import { type Asker, diagnose, type Diagnostic, type Where } from '../diagnostic.js'
import { readRaster } from './raster.js'
import { inspectSvg, type SvgFault } from './svg.js'

/** More pixels than this do not fit into the browser's memory: 300 millions take 1.2 GB. */
const MOST_PIXELS = 300_000_000
const LARGEST_SVG = 50_000_000

/** A picture's file, its address as the page asks for it, and where that is written. */
export interface AskedPicture {
  readonly file: string
  readonly url: string
  readonly asked: readonly Where[]
}

/** Which file of source/ asks for a picture there. */
export const askerOf = ({ file }: Where): Exclude<Asker, 'template'> =>
  file.endsWith('.md') ? 'statement' : file.endsWith('.yaml') ? 'publication' : 'list'

/** The path that an address in the project stands for, without what comes after “?” or “#”. */
export function pathIn(url: string): string {
  const path = url.replace(/[?#].*$/, '')
  try {
    return decodeURIComponent(path)
  } catch {
    return path // no UTF-8 is encoded there
  }
}

/** What is wrong with the bytes of a picture. */
export function inspectPicture(bytes: Buffer, { file, url, asked }: AskedPicture): readonly Diagnostic[] {
  const faults = /\.svg$/i.test(file) ? inspectDrawing(bytes, file) : inspectRaster(bytes)
  if (typeof faults !== 'string') return faults
  return asked.map((at) => diagnose('broken-picture', at, { url, problem: faults }))
}

/** Findings at the lines of an SVG, or what is wrong with its bytes. */
function inspectDrawing(bytes: Buffer, file: string): readonly Diagnostic[] | string {
  if (!bytes.length) return 'is empty'
  if (bytes.length > LARGEST_SVG)
    return `has ${Math.round(bytes.length / 1e6)} MB, and an SVG of ${LARGEST_SVG / 1e6} MB is the largest that can be read`
  if (!isUtf8(bytes) && !isUtf16(bytes)) return 'is neither UTF-8 nor UTF-16'
  return findingsOf(inspectSvg(textOf(bytes)), file)
}

/** What is wrong with a picture of pixels, as far as its beginning and end tell; goes on after «The picture …». */
export function inspectRaster(bytes: Buffer): string | readonly Diagnostic[] {
  const raster = readRaster(bytes)
  if (!raster) return 'is no picture that the browser can read'
  if ('problem' in raster) return raster.problem
  if (!raster.size) return []
  const { width, height } = raster.size
  if (!width || !height) return `has no pixels (${width} × ${height})`
  return width * height > MOST_PIXELS
    ? `has ${width} × ${height} pixels, and ${MOST_PIXELS / 1e6} million are the most that can be printed`
    : []
}

/** One finding about all text of a picture, one about each place of everything else. */
function findingsOf(faults: readonly SvgFault[], file: string): readonly Diagnostic[] {
  const texts = faults.filter((fault) => fault.kind === 'text')
  const [first] = texts
  const families = [...new Set(texts.flatMap(({ family }) => family ?? []))]
  return [
    ...(first
      ? [
          diagnose(
            'svg-text',
            { file, line: first.line },
            { text: texts.map(({ text }) => text).join(' '), families },
          ),
        ]
      : []),
    ...faults.flatMap((fault) => {
      const where = { file, line: fault.line }
      switch (fault.kind) {
        case 'text':
          return []
        case 'malformed':
          return [diagnose('svg-malformed', where, { problem: fault.problem })]
        case 'link':
          return [diagnose('svg-link', where, { asks: fault.asks, target: fault.target })]
        case 'data':
          return [diagnose('data-picture', where, { problem: fault.problem })]
      }
    }),
  ]
}

const isUtf16 = (bytes: Buffer): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)

const textOf = (bytes: Buffer): string =>
  bytes[0] === 0xfe && bytes[1] === 0xff
    ? Buffer.from(bytes.subarray(2, bytes.length & ~1))
        .swap16()
        .toString('utf16le')
    : bytes.toString(isUtf16(bytes) ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '')
