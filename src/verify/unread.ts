/** Text that is in a file and yet no reader's: of its ground's colour, too small, covered, cut off, or over other text. */
import { concatenate, IDENTITY, type Matrix } from '../content-stream/matrix.js'
import { diagnose, type Diagnostic, type Unread as Cause } from '../diagnostic.js'
import { contrastOf, type Rgb, WHITE } from '../model/contrast.js'
import type { Pdfium } from '../pdfium.js'
import { type Box, contains, intersection, isEmpty, NOTHING, transform, union } from './box.js'

export interface Unread {
  readonly text: string
  readonly cause: Cause
}

/** Below this nobody sees that there are letters; the least that WCAG 2.2 asks of large ones is 3. */
const PALE = 1.25
/** Notes on packages are set in four points, and one needs good eyes for them. */
const SMALL = 3
/** Of the size of the type: letters that lose less on a side are still whole to the eye. */
const CUT = 0.08
/** Of the height of the smaller of two texts: less is shared by the lines of a title that stands close. */
const OVER = 0.25
/** … and of its height, that both share in width: less is that of letters which lean over. */
const WIDE = 0.5

/** A piece of text as one operator shows it. */
interface Shown {
  readonly object: number
  /** Around its glyphs. */
  readonly box: Box
  readonly visible: Box
  readonly colour: Rgb
  readonly alpha: number
  readonly sizePt: number
  readonly ground: Rgb | undefined
  covered: boolean
}

/** A surface that text may stand on. */
interface Ground {
  readonly box: Box
  /** Undefined where it is not of one colour, as a picture. */
  readonly colour: Rgb | undefined
}

/** What PDFium calls the kinds of objects on a page (fpdf_edit.h). */
const [TEXT, PATH, FORM] = [1, 2, 5]

/** @param text of the same page */
export function findUnread(pdfium: Pdfium, page: number, text: number): readonly Unread[] {
  const memory = pdfium.pdfium
  const scratch = memory.wasmExports.malloc(24)
  const number = (index: number): number => memory.getValue(scratch + 4 * index, 'i32')
  const float = (index: number): number => memory.getValue(scratch + 4 * index, 'float')
  const at = (index: number): number => scratch + 4 * index

  const shown: Shown[] = []
  const grounds: Ground[] = []
  const boxOf = (object: number): Box => {
    pdfium.FPDFPageObj_GetBounds(object, at(0), at(1), at(2), at(3))
    return { left: float(0), bottom: float(1), right: float(2), top: float(3) }
  }
  const colourOf = (object: number): { readonly colour: Rgb; readonly alpha: number } | undefined => {
    if (!pdfium.FPDFPageObj_GetFillColor(object, at(0), at(1), at(2), at(3))) return undefined
    return { colour: [number(0), number(1), number(2)], alpha: number(3) / 255 }
  }
  const matrixOf = (object: number): Matrix => {
    pdfium.FPDFPageObj_GetMatrix(object, scratch)
    return [float(0), float(1), float(2), float(3), float(4), float(5)]
  }
  const pointOf = (segment: number): Box => {
    pdfium.FPDFPathSegment_GetPoint(segment, at(0), at(1))
    const [x, y] = [float(0), float(1)]
    return { left: x, bottom: y, right: x, top: y }
  }
  const clipOf = (object: number): Box => {
    const path = pdfium.FPDFPageObj_GetClipPath(object)
    let clip: Box = EVERYWHERE
    for (let i = pdfium.FPDFClipPath_CountPaths(path) - 1; i >= 0; i--) {
      let box = NOTHING
      for (let j = pdfium.FPDFClipPath_CountPathSegments(path, i) - 1; j >= 0; j--)
        box = union(box, pointOf(pdfium.FPDFClipPath_GetPathSegment(path, i, j)))
      clip = intersection(clip, box)
    }
    return clip
  }
  const isRectangle = (path: number): boolean => {
    const count = pdfium.FPDFPath_CountSegments(path)
    if (count < 4 || count > 5) return false
    const points = Array.from({ length: count }, (_, i) => pointOf(pdfium.FPDFPath_GetPathSegment(path, i)))
    return points.every((point, i) => {
      const next = points[(i + 1) % count]!
      return point.left === next.left || point.bottom === next.bottom
    })
  }

  visit(pdfium.FPDFPage_CountObjects(page), (i) => pdfium.FPDFPage_GetObject(page, i), IDENTITY, {
    left: 0,
    bottom: 0,
    right: pdfium.FPDF_GetPageWidthF(page),
    top: pdfium.FPDF_GetPageHeightF(page),
  })
  const unread = judge()
  memory.wasmExports.free(scratch)
  return unread

  function visit(count: number, objectAt: (index: number) => number, matrix: Matrix, clip: Box): void {
    for (let i = 0; i < count; i++) {
      const object = objectAt(i)
      const kind = pdfium.FPDFPageObj_GetType(object)
      const within = intersection(clip, transform(clipOf(object), matrix))
      if (kind === FORM) {
        visit(
          pdfium.FPDFFormObj_CountObjects(object),
          (j) => pdfium.FPDFFormObj_GetObject(object, j),
          concatenate(matrixOf(object), matrix),
          within,
        )
        continue
      }
      const box = transform(boxOf(object), matrix)
      const fill = colourOf(object)
      if (kind === TEXT) {
        pdfium.FPDFTextObj_GetFontSize(object, at(0))
        const size = float(0)
        const [, , c, d] = concatenate(matrixOf(object), matrix)
        shown.push({
          object,
          box,
          visible: intersection(box, within),
          colour: fill?.colour ?? [0, 0, 0],
          alpha: fill?.alpha ?? 1,
          sizePt: size * Math.hypot(c, d),
          ground: groundOf(box, fill?.alpha),
          covered: false,
        })
      } else if (kind !== PATH) grounds.push({ box: intersection(box, within), colour: undefined })
      else {
        pdfium.FPDFPath_GetDrawMode(object, at(0), at(1))
        if (!number(0)) continue
        const opaque = fill?.alpha === 1 && isRectangle(object)
        const area = intersection(box, within)
        // For gradients and patterns PDFium gives white, too.
        const plain = opaque && fill.colour.some((channel) => channel < 255)
        grounds.push({ box: area, colour: plain ? fill.colour : undefined })
        if (opaque) for (const each of shown) if (contains(area, each.box, 1)) each.covered = true
      }
    }
  }

  function groundOf(box: Box, alpha: number | undefined): Rgb | undefined {
    const ground = grounds.findLast((each) => !isEmpty(intersection(each.box, box)))
    if (!ground) return WHITE
    // Letters with a soft shadow are painted as a picture with it, and once more without colour, to be found.
    return alpha !== 0 && contains(ground.box, box, 1) ? ground.colour : undefined
  }

  function judge(): readonly Unread[] {
    return shown.flatMap((each, index): Unread[] => {
      const cause = causeOf(each, index)
      const words = cause && textOf(each.object)
      return words ? [{ text: words, cause }] : []
    })
  }

  function causeOf(each: Shown, index: number): Cause | undefined {
    const { box, visible, sizePt, covered } = each
    if (isEmpty(box)) return undefined
    if (sizePt < SMALL) return { kind: 'small', sizePt }
    if (covered) return { kind: 'covered' }
    if (isEmpty(visible)) return { kind: 'cut' }
    const lost = [
      visible.left - box.left,
      box.right - visible.right,
      visible.bottom - box.bottom,
      box.top - visible.top,
    ]
    if (lost.some((points) => points > CUT * sizePt)) return { kind: 'cut' }
    const contrast = contrastWith(each)
    if (contrast !== undefined && contrast < PALE) return { kind: 'pale', contrast }
    for (let other = 0; other < index; other++) {
      const below = shown[other]!
      const shared = intersection(box, below.box)
      const low = Math.min(heightOf(box), heightOf(below.box))
      if (heightOf(shared) < OVER * low || shared.right - shared.left < WIDE * low) continue
      if (isFaint(each) || isFaint(below)) continue
      const under = textOf(below.object)
      if (under && under !== textOf(each.object)) return { kind: 'overprinted', under }
    }
    return undefined
  }

  /** Letters and digits alone count: a mark may stand over its letter. */
  function textOf(object: number): string {
    const bytes = pdfium.FPDFTextObj_GetText(object, text, 0, 0)
    const buffer = memory.wasmExports.malloc(bytes)
    pdfium.FPDFTextObj_GetText(object, text, buffer, bytes)
    const words = memory.UTF16ToString(buffer)
    memory.wasmExports.free(buffer)
    return /[\p{L}\p{N}]/u.test(words) ? words.trim() : ''
  }
}

/**
 * One finding for each cause, with the first text.
 * @param pages what `findUnread` found on each page
 * @param file for findings
 */
export function checkReadable(pages: readonly (readonly Unread[])[], file: string): readonly Diagnostic[] {
  const all = pages.flatMap((unread, index) => unread.map((each) => ({ ...each, page: index + 1 })))
  const first = all.filter(
    ({ cause }, index) => all.findIndex((each) => each.cause.kind === cause.kind) === index,
  )
  return first.map(({ text, cause, page }) => {
    const more = all.filter((each) => each.cause.kind === cause.kind).length - 1
    return diagnose('text-unread', { file, page }, { text: excerpt(text), more, cause })
  })
}

const excerpt = (text: string): string =>
  text.length > EXCERPT ? `${text.slice(0, EXCERPT).trimEnd()} …` : text
const EXCERPT = 40

/** Undefined on a ground of more than one colour. */
const contrastWith = ({ colour, alpha, ground }: Shown): number | undefined =>
  ground && contrastOf(mixed(colour, ground, alpha), ground)

/** Meant as a ground for others, like a year in large grey figures. */
const isFaint = (shown: Shown): boolean => (contrastWith(shown) ?? Infinity) < FAINT
const FAINT = 3

const EVERYWHERE: Box = { left: -1e6, bottom: -1e6, right: 1e6, top: 1e6 }

const heightOf = ({ bottom, top }: Box): number => top - bottom

/** A colour that lets the ground through. */
const mixed = (colour: Rgb, ground: Rgb, alpha: number): Rgb =>
  colour.map((channel, i) => alpha * channel + (1 - alpha) * ground[i]!) as unknown as Rgb
