/** Preflight: what a print shop would send a press file back for, or ask about. */
import { diagnose, type Code, type Diagnostic } from '../diagnostic.js'
import { mmFromPoints, pointsFromMm } from '../model/paper.js'
import type { PressSettings } from '../model/press.js'
import type { Size } from '../model/press-file.js'
import { shortOfBleed } from './bleed.js'
import { beyond, type Box, contains, grow, SIDES } from './box.js'
import { inMm } from './describe.js'
import type { FontFact } from './facts.js'
import { ALL, isBlackOnly, isNeutral, lightness, spotsAmong, tellInk } from './ink.js'
import type { Painted } from './painted.js'
import { checkPdfx } from './pdfx.js'
import { excerpt, inkThere, isInked, livePieces, RULE, tellPiece } from './pieces.js'
import { type Boxes, intentOf, type PageFacts, type PressFacts } from './press-facts.js'

/** What the shop was told to expect. */
export interface Order extends Pick<PressSettings, 'bleedMm' | 'ink' | 'rgbImages' | 'condition'> {
  /** Of the trimmed page. */
  readonly trim: Size
  /** The pictures that the pages show. */
  readonly pictures: readonly NamedPicture[]
}

/** A picture by its address in the project, and its size in pixels. */
export interface NamedPicture {
  readonly name: string
  readonly width: number
  readonly height: number
}

/** Text closer to the trim may fall to the knife. */
const SAFE_MM = 4
/** What offset printing of 60 to 70 lines a centimetre shows, and where one begins to see pixels. */
const USUAL_PPI = 300
const LEAST_PPI = 150
/** In points; a thinner line breaks on the plate. */
const THINNEST = 0.25

/**
 * All findings about one press file: those of ISO 15930-7 first, then page by page. One finding a kind and page, with
 * the place of the first piece and the number of others.
 * @param file where the PDF will lie
 */
export function preflight(facts: PressFacts, order: Order, file: string): readonly Diagnostic[] {
  const [first] = facts.pages
  return [
    ...checkPdfx(facts, file),
    ...checkCondition(facts, order, file),
    ...facts.fonts.flatMap((font) => checkFont(font, file)),
    ...(facts.layers ? [diagnose('layers', { file }, {})] : []),
    ...spotPlates(facts).map((plate) => diagnose('spot-plate', { file }, { plate })),
    ...facts.pages.flatMap((page, index) => {
      const where = { file, page: index + 1 }
      const problems = checkBoxes(page.boxes, order, index > 0 ? first!.boxes : undefined)
      return [
        ...problems.map((problem) => diagnose('press-box', where, { problem })),
        ...checkPage(page, order, where),
      ]
    }),
  ]
}

function checkCondition(facts: PressFacts, { condition: wanted }: Order, file: string): Diagnostic[] {
  const condition = intentOf(facts)?.identifier
  if (!condition || condition === wanted) return []
  return [diagnose('other-condition', { file }, { condition, wanted })]
}

function checkFont({ name, type, embedded, subset }: FontFact, file: string): Diagnostic[] {
  const problem =
    type === 'Type 3'
      ? 'is Type 3: its letters are drawings, which print coarser'
      : !embedded
        ? 'is not embedded'
        : !subset
          ? 'is embedded whole, not as a subset'
          : undefined
  return problem ? [diagnose('press-font', { file }, { font: name, problem })] : []
}

function spotPlates({ pages }: PressFacts): readonly string[] {
  const pieces = pages.flatMap(livePieces)
  return spotsAmong(new Set(pieces.flatMap(({ ink, peak }) => [...((peak ?? ink)?.keys() ?? [])])))
}

/** Whether the boxes are those that were asked for, and the same as on the first page. Nesting is `checkPdfx`’s business. */
function checkBoxes({ media, bleed, trim }: Boxes, order: Order, first: Boxes | undefined): string[] {
  if (!trim) return []
  const problems: string[] = []
  const size = ({ left, bottom, right, top }: Box) => `${mm(right - left)} × ${mm(top - bottom)} mm`
  const wanted = { width: pointsFromMm(order.trim.widthMm), height: pointsFromMm(order.trim.heightMm) }
  if (!near(trim.right - trim.left, wanted.width) || !near(trim.top - trim.bottom, wanted.height))
    problems.push(
      `the trim is ${size(trim)}, ${order.trim.widthMm} × ${order.trim.heightMm} mm were asked for`,
    )
  if (!bleed) problems.push('there is no BleedBox')
  else
    for (const side of SIDES) {
      const distance = beyond(trim, bleed, side)
      if (!near(distance, pointsFromMm(order.bleedMm)))
        problems.push(`the bleed on the ${side} is ${mm(distance)} mm, ${order.bleedMm} mm were asked for`)
    }
  if (first?.trim && !(sameSize(media, first.media) && sameSize(trim, first.trim)))
    problems.push(
      `sheet and trim (${size(media)}, ${size(trim)}) are not those of page 1 (${size(first.media)}, ${size(first.trim)})`,
    )
  return problems
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.05
const sameSize = (a: Box, b: Box): boolean =>
  near(a.right - a.left, b.right - b.left) && near(a.top - a.bottom, b.top - b.bottom)
const mm = (points: number): string => String(inMm(points)).replace('-', '\u2212')

function checkPage(page: PageFacts, order: Order, where: { file: string; page: number }): Diagnostic[] {
  const { trim = page.boxes.media, bleed = trim } = page.boxes
  const pieces = livePieces(page)
  const report = reporter(trim, where)
  return [
    ...checkColour(page, pieces, order, report, where),
    ...checkBlack(pieces, report),
    ...checkInk(pieces, order, report),
    ...SIDES.flatMap((side) =>
      report('bleed-missing', shortOfBleed(pieces, { trim, bleed }, side), (piece) => ({
        what: tellPiece(piece),
        side,
        endsMm: mmFromPoints(beyond(trim, piece.box, side)),
        bleedMm: order.bleedMm,
      })),
    ),
    ...checkText(pieces, trim, report),
    ...checkFineness(pieces, order, report),
  ]
}

/** A finding about the first of the pieces, if there is one, with its place as a printer measures it; `tell` says the rest. */
type Report = <C extends Code>(
  code: C,
  found: readonly Painted[],
  tell: (piece: Painted) => Omit<Parameters<typeof diagnose<C>>[2], 'xMm' | 'yMm' | 'more'>,
) => Diagnostic[]

const reporter =
  (trim: Box, where: { file: string; page: number }): Report =>
  (code, found, tell) => {
    const [piece] = found
    if (!piece) return []
    const place = {
      xMm: mmFromPoints(piece.box.left - trim.left),
      yMm: mmFromPoints(trim.top - piece.box.top),
      more: found.length - 1,
    }
    return [
      diagnose(code, where, { ...tell(piece), ...place } as Parameters<typeof diagnose<typeof code>>[2]),
    ]
  }

function checkColour(
  { groups }: PageFacts,
  pieces: readonly Painted[],
  order: Order,
  report: Report,
  where: { file: string; page: number },
): Diagnostic[] {
  const mixed = new Set(groups.filter(({ kind }) => kind === 'light').map(({ name }) => name))
  return [
    ...report(
      'press-colour',
      pieces.filter((piece) => !isPrintable(piece, order)),
      (piece) => ({ what: tellPiece(piece), kind: piece.kind, space: piece.space.name }),
    ),
    ...[...mixed].map((space) => diagnose('press-blending', where, { space })),
  ]
}

/** RGB is for pictures and gradients only, with a profile, and if the shop takes it. */
const isPrintable = ({ kind, space }: Painted, { rgbImages }: Order): boolean =>
  space.kind !== 'light' || ((kind === 'image' || kind === 'gradient') && rgbImages && !space.undefinedLight)

function checkBlack(pieces: readonly Painted[], report: Report): Diagnostic[] {
  const fine = pieces.filter((piece) => piece.kind === 'text' || (piece.thickness ?? Infinity) < RULE)
  const mixed = fine.filter(({ ink }) => ink && isNeutral(ink))
  const isBlack = ({ ink }: Painted) => lightness(ink!) < 0.2
  const black = pieces.filter(({ kind, ink }) => kind === 'text' && ink && isBlackOnly(ink))
  const tell = (piece: Painted) => ({ what: tellPiece(piece) })
  const tellPlates = (piece: Painted) => ({ ...tell(piece), plates: tellInk(piece.ink!) })
  const not =
    (holds: (piece: Painted) => boolean) =>
    (piece: Painted): boolean =>
      !holds(piece)
  return [
    ...report('black-on-plates', mixed.filter(isBlack), tellPlates),
    ...report('grey-on-plates', mixed.filter(not(isBlack)), tellPlates),
    ...report('black-knocks-out', black.filter(not(({ overprints }) => overprints)), tell),
    ...report('white-overprints', pieces.filter(({ overprints }) => overprints).filter(not(isInked)), tell),
  ]
}

function checkInk(pieces: readonly Painted[], order: Order, report: Report): Diagnostic[] {
  const inks = inkThere(pieces)
  const inkOf = new Map(pieces.map((piece, index) => [piece, inks[index] ?? 0]))
  const heavy = pieces.filter((piece) => inkOf.get(piece)! > order.ink + 1) // a byte is 0.4 % a plate
  heavy.sort((a, b) => inkOf.get(b)! - inkOf.get(a)!)
  return [
    ...report(
      'register-colour',
      pieces.filter(({ ink }) => (ink?.get(ALL) ?? 0) > 0),
      (piece) => ({ what: tellPiece(piece) }),
    ),
    ...report('too-much-ink', heavy, (piece) => ({
      what: tellPiece(piece),
      ink: inkOf.get(piece)!,
      limit: order.ink,
    })),
    ...report(
      'ink-unknown',
      pieces.filter(({ ink, space }) => !ink && space.kind !== 'light'),
      (piece) => ({ what: tellPiece(piece), space: piece.space.name }),
    ),
  ]
}

function checkText(pieces: readonly Painted[], trim: Box, report: Report): Diagnostic[] {
  const texts = pieces.filter(({ kind }) => kind === 'text')
  const safe = grow(trim, -pointsFromMm(SAFE_MM))
  const cut = texts.filter(({ box }) => !contains(trim, box))
  const atEdge = texts.filter(({ box }) => contains(trim, box) && !contains(safe, box))
  return [
    ...report('text-cut', cut, (piece) => ({ text: excerpt(piece) })),
    ...report('text-near-trim', atEdge, (piece) => ({
      text: excerpt(piece),
      distanceMm: inMm(Math.min(...SIDES.map((side) => beyond(piece.box, trim, side)))),
      safeMm: SAFE_MM,
    })),
  ]
}

/** Pictures whose pixels one sees, lines that one does not. */
function checkFineness(pieces: readonly Painted[], { pictures }: Order, report: Report): Diagnostic[] {
  const resolution = ({ ppi, pixels }: Painted) => {
    const { width, height } = pixels!
    const names = pictures.filter((each) => isSize(each, width, height) || isSize(each, height, width))
    return { ppi: ppi!, wanted: USUAL_PPI, width, height, names: names.map(({ name }) => name) }
  }
  const photographs = pieces.filter(({ ppi, art }) => ppi !== undefined && art === undefined)
  const drawings = pieces.filter(({ art }) => art === 'flat')
  const coarse = photographs.filter(({ ppi }) => ppi! < LEAST_PPI)
  const fair = [...photographs.filter(({ ppi }) => ppi! >= LEAST_PPI), ...drawings]
  const isHairline = (piece: Painted) =>
    piece.thickness !== undefined && piece.thickness < THINNEST - 0.005 && isInked(piece)
  return [
    ...report('coarse-picture', coarse, resolution),
    ...report(
      'low-resolution',
      fair.filter(({ ppi }) => Math.round(ppi!) < USUAL_PPI),
      resolution,
    ),
    ...report('hairline', pieces.filter(isHairline), ({ thickness }) => ({
      points: thickness!,
      least: THINNEST,
    })),
  ]
}

/** A picture that was turned has its sides exchanged. */
const isSize = (picture: NamedPicture, width: number, height: number): boolean =>
  picture.width === width && picture.height === height
