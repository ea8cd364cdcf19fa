/** An untagged print → sheets for an office printer, to be folded or cut. */
import { Duplex, ParseSpeeds, PDFDocument, PDFName, type PDFPage, type PDFRef, PrintScaling } from 'pdf-lib'
import type { Face } from '../model/face.js'
import { FOLD_OVERLAP_MM, type Imposition, type Mark, type Side, type Spot } from '../model/imposition.js'
import { type Points, pointsFromMm } from '../model/paper.js'
import { Operation, serialise } from '../content-stream/content-stream.js'
import type { Place } from '../model/publication.js'
import type { Diagnostic } from '../diagnostic.js'
import { setBoxes } from './boxes.js'
import { chain, formFrom, rewriteContents } from './contents.js'
import type { Finished } from './finish.js'
import { hyphenPass } from './hyphens.js'
import {
  checkSheets,
  copiesOf,
  hasRoomForMarks,
  isFull,
  layOut,
  MARK_GAP,
  MARK_LENGTH,
  roomAbove,
  sheetSize,
  sidesAtFold,
  type Size,
} from './imposition.js'
import { MARK_WEIGHT } from './marks.js'
import { type Description, setMetadata } from './metadata.js'
import { setOutputIntent } from './output-intent.js'
import { areaPass, type PrintedPages } from './page-area.js'
import { leaveOnlyPaper } from './paper-only.js'
import { runPass } from './runs.js'
import { repairTextLayer } from './text-layer.js'
import { openFonts } from './text-cursor.js'
import { write } from './write.js'

export interface ImposeOptions extends Description, PrintedPages {
  readonly imposition: Imposition & { readonly at: Place }
  /** Between fold and text. */
  readonly margin: Points
  /** Its name, for findings. */
  readonly deliverable: string
  readonly faces: readonly Face[]
  /** All characters that the document may hold, to tell apart those that share a glyph. */
  readonly characters: ReadonlySet<number>
  /** The ICC profile that colours are meant in: sRGB. */
  readonly profile: Uint8Array
}

export interface Imposed extends Pick<Finished, 'document' | 'pdf'> {
  /** Where the pages stand, in the order of reading; a list for each copy that the sheets give. */
  readonly copies: readonly (readonly Spot[])[]
  readonly findings: readonly Diagnostic[]
}

/**
 * Cuts each page out at its TrimBox and lays it on its sheet; each page is in the file once, whatever is drawn of it. The
 * file has no tags and claims no standard; a viewer that heeds it prints at actual size, both sides, turned as it should be.
 * @param printed without tags
 * @returns the same bytes for the same input
 */
export async function impose(printed: Uint8Array, options: ImposeOptions): Promise<Imposed> {
  const { imposition } = options
  const document = await PDFDocument.load(printed, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })
  setBoxes(document, options.paper, pointsFromMm(options.edgeMm))
  leaveOnlyPaper(document)
  repairTextLayer(document, options.faces, options.characters)
  const fontsOf = openFonts()
  const refs = document.getPages().map(({ ref }) => ref)
  rewriteContents(document, ({ owner, page, resources }) => {
    const fontOf = fontsOf(resources)
    return chain(
      ...(owner === page ? [areaPass(options, refs.indexOf(page))] : []),
      hyphenPass(fontOf),
      runPass(fontOf),
    )
  })

  const trim = document.getPage(0).getTrimBox()
  const sheets = layOut(document.getPageCount(), trim, imposition)
  const pages = takePages(document, sidesAtFold(sheets, imposition))
  const resources = document.context.register(
    document.context.obj({
      XObject: Object.fromEntries(pages.map((page, index) => [nameOf(index + 1), page])),
    }),
  )
  for (const [index, { front, back }] of sheets.entries())
    for (const side of [front, back]) {
      const { width, height } = sheetSize(imposition)
      const sheet = document.addPage([round(width), round(height)])
      const outermost = index === 0 && side === front
      const marks = imposition.marks.filter((mark) => mark !== 'staple' || outermost)
      const content = [...drawSide(side, trim, imposition), ...drawMarks(marks, side, trim, imposition)]
      sheet.node.set(PDFName.of('Resources'), resources)
      sheet.node.set(
        PDFName.of('Contents'),
        document.context.register(document.context.flateStream(serialise(content))),
      )
    }
  const findings = checkSheets(pages.length, trim, options.margin, imposition, options.deliverable)
  setMetadata(document, options, 'none')
  setOutputIntent(document, options.profile)
  const preferences = document.catalog.getOrCreateViewerPreferences()
  preferences.setPrintScaling(PrintScaling.None) // ISO 32000-1, 12.2: scaled to the printer's margins it would not fold
  preferences.setDuplex(
    imposition.flip === 'short-edge' ? Duplex.DuplexFlipShortEdge : Duplex.DuplexFlipLongEdge,
  )
  return { document, pdf: await write(document), copies: copiesOf(sheets), findings }
}

/** Each page goes so far beyond the fold, where it meets another. */
const OVERLAP = pointsFromMm(FOLD_OVERLAP_MM)

/**
 * Makes each page a form XObject (ISO 32000-1, 8.10), its origin the corner of the trim, and leaves the document without
 * pages. What bleeds is cut off, but for the overlap in the fold.
 */
function takePages(document: PDFDocument, sides: ReadonlyMap<number, 'left' | 'right'>): readonly PDFRef[] {
  const take = (page: PDFPage, index: number): PDFRef => {
    const { x, y, width, height } = page.getTrimBox()
    const beyond = (side: 'left' | 'right') => (sides.get(index + 1) === side ? OVERLAP : 0)
    return formFrom(page, {
      BBox: [x - beyond('left'), y, x + width + beyond('right'), y + height],
      Matrix: [1, 0, 0, 1, -x, -y],
    })
  }
  const forms = document.getPages().map(take)
  while (document.getPageCount()) document.removePage(0)
  return forms
}

const nameOf = (page: number): string => `Page${page}`

function drawSide(side: Side, trim: Size, imposition: Imposition): Operation[] {
  const { width, height } = sheetSize(imposition)
  const beyond = isFull(side) ? OVERLAP : 0
  return side.flatMap(({ page, x, y, scale, rotation, shift }, half) => {
    if (page === undefined) return []
    // What creep moves over the fold is not to lie on the other page, but for the overlap.
    const from = half ? width / 2 - beyond : 0
    const clip = shift ? [op('re', from, 0, width / 2 + beyond, height), op('W'), op('n')] : []
    const matrix = rotation
      ? [-scale, 0, 0, -scale, x + trim.width * scale, y + trim.height * scale]
      : [scale, 0, 0, scale, x, y]
    return [op('q'), ...clip, op('cm', ...matrix), new Operation('Do', [nameOf(page)]), op('Q')]
  })
}

/** A staple is some 12 mm wide: it covers its mark. */
const STAPLE = pointsFromMm(6)
/** Fold marks are dashed, as usual; staple marks lie in the fold, a quarter of the height from head and foot. */
function drawMarks(
  marks: readonly Mark[],
  [{ scale }]: Side,
  trim: Size,
  imposition: Imposition,
): Operation[] {
  const { width, height } = sheetSize(imposition)
  const middle = width / 2
  const line = (from: Points, to: Points) => [op('m', middle, from), op('l', middle, to), op('S')]
  const room = roomAbove(trim, imposition)
  const drawn = marks.flatMap((mark) => {
    if (mark === 'staple')
      return [1, 3].flatMap((quarter) => {
        const y = room + (quarter * trim.height * scale) / 4
        return [new Operation('d', [[], 0]), ...line(y - STAPLE / 2, y + STAPLE / 2)]
      })
    if (!hasRoomForMarks(trim, imposition)) return []
    return [
      new Operation('d', [mark === 'fold' ? [2, 1] : [], 0]),
      ...line(room - MARK_GAP - MARK_LENGTH, room - MARK_GAP),
      ...line(height - room + MARK_GAP, height - room + MARK_GAP + MARK_LENGTH),
    ]
  })
  return drawn.length ? [op('q'), op('G', 0), op('w', MARK_WEIGHT), ...drawn, op('Q')] : []
}

const op = (operator: string, ...numbers: readonly number[]): Operation =>
  new Operation(operator, numbers.map(round))

/** To a thousandth of a point, or of the whole where it is a scale. */
const round = (value: number): number => Math.round(value * 1e5) / 1e5
