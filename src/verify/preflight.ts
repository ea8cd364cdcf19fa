/** Preflight: what a print shop would send a press file back for, or ask about. */
import { diagnose, type Code, type Diagnostic } from '../diagnostic.js'
import { pointsFromMm } from '../model/paper.js'
import type { PressSettings } from '../model/press.js'
import type { PressFile, Size } from '../model/press-file.js'
import { type Box, contains, grow, intersection, isEmpty, overlaps } from './box.js'
import { ALL, type Plates, totalInk } from './colour.js'
import type { FontFact } from './facts.js'
import { peakOf } from './image.js'
import type { Painted } from './painted.js'
import { checkPdfx } from './pdfx.js'
import type { Boxes, PageFacts, PressFacts } from './press-facts.js'

/** What the shop was told to expect. */
export interface Order extends Pick<PressSettings, 'bleedMm' | 'ink' | 'rgbImages' | 'condition'> {
  /** Of the trimmed page. */
  readonly trim: Size
}

/** Text closer to the trim may fall to the knife. */
export const SAFE_MM = 4
/** What offset printing of 60 to 70 lines a centimetre shows, and where one begins to see pixels. */
export const USUAL_PPI = 300
export const LEAST_PPI = 150
/** In points; a thinner line breaks on the plate. */
export const THINNEST = 0.25

/** What comes as near to the edge is meant to reach it. */
const NEAR_EDGE = pointsFromMm(0.5)
/** The browser sets boxes to whole pixels of a 96th of an inch; so much of a bleed nobody misses. */
const PIXEL = 0.75 / 2

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

const intentOf = ({ intents }: PressFacts) => intents.find(({ subtype }) => subtype === 'GTS_PDFX')

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

type Side = 'left' | 'right' | 'top' | 'bottom'
const SIDES: readonly Side[] = ['left', 'right', 'top', 'bottom']

/** How far `outer` goes beyond `inner` on a side. */
const beyond = (inner: Box, outer: Box, side: Side): number =>
  side === 'left' || side === 'bottom' ? inner[side] - outer[side] : outer[side] - inner[side]

function spotPlates({ pages }: PressFacts): readonly string[] {
  const plates = new Set(
    pages.flatMap((page) => livePieces(page).flatMap(({ ink, peak }) => [...((peak ?? ink)?.keys() ?? [])])),
  )
  return [...plates].filter((plate) => !PROCESS.has(plate) && plate !== ALL).sort()
}
const PROCESS: ReadonlySet<string> = new Set(['Cyan', 'Magenta', 'Yellow', 'Black'])

/** What the shop gets to know of a file; sizes in whole hundredths of a millimetre. */
export function describePressFile(facts: PressFacts): PressFile {
  const { pages, fonts } = facts
  const { media, trim = media, bleed = trim } = pages[0]!.boxes
  const live = pages.map(livePieces)
  const pictures = live.flat().filter(({ kind }) => kind === 'image')
  const intent = intentOf(facts)
  return {
    pages: pages.length,
    trim: sizeOf(trim),
    sheet: sizeOf(media),
    bleedMm: inMm(trim.left - bleed.left),
    plates: live.map((pieces) => {
      const used = peakOf(pieces.flatMap(({ ink, peak }) => peak ?? ink ?? []))
      const spots = [...used.keys()].filter((plate) => !PROCESS.has(plate)).sort()
      return [...PROCESS, ...spots].filter((plate) => (used.get(plate) ?? 0) > 0)
    }),
    mostInk: Math.max(
      0,
      ...live.flatMap((pieces) =>
        pieces.map((piece, i) => (piece.ink ? totalInk(onGround(piece, pieces, i)) : 0)),
      ),
    ),
    pictures: { count: pictures.length, fewestPpi: Math.min(...pictures.map(({ ppi = Infinity }) => ppi)) },
    fonts: fonts.map(({ name }) => name).sort(),
    condition: intent?.identifier ?? 'unknown',
    profile: intent?.profile?.description ?? 'unnamed',
  }
}

const inMm = (points: number): number => Number(((points * 25.4) / 72).toFixed(2))
const sizeOf = ({ left, bottom, right, top }: Box): Size => ({
  widthMm: inMm(right - left),
  heightMm: inMm(top - bottom),
})

/** What is cut away outside the bleed, marks and slug, is set aside. */
function livePieces({ painted, boxes: { media, bleed, trim } }: PageFacts): readonly Painted[] {
  const live = grow(bleed ?? trim ?? media, -0.05)
  return painted.filter(({ box }) => !isEmpty(intersection(box, live)))
}

function checkPage(page: PageFacts, order: Order, where: { file: string; page: number }): Diagnostic[] {
  const { trim = page.boxes.media, bleed = trim } = page.boxes
  const pieces = livePieces(page)

  /** The first of the pieces, told as a printer measures it; `tell` says the rest. */
  const report = <C extends Code>(
    code: C,
    found: readonly Painted[],
    tell: (piece: Painted) => Omit<Parameters<typeof diagnose<C>>[2], 'xMm' | 'yMm' | 'more'>,
  ): Diagnostic[] => {
    const [piece] = found
    if (!piece) return []
    const place = {
      xMm: ((piece.box.left - trim.left) * 25.4) / 72,
      yMm: ((trim.top - piece.box.top) * 25.4) / 72,
      more: found.length - 1,
    }
    return [diagnose(code, where, { ...tell(piece), ...place } as Parameters<typeof diagnose<C>>[2])]
  }

  return [
    ...report(
      'press-colour',
      pieces.filter((piece) => !printable(piece, order)),
      (piece) => ({
        what: nameOf(piece),
        space: piece.space.name,
      }),
    ),
    ...[...new Set(page.groups.filter(({ kind }) => kind === 'light').map(({ name }) => name))].map((space) =>
      diagnose('press-blending', where, { space }),
    ),
    ...checkBlack(),
    ...checkInk(),
    ...checkBleed(),
    ...checkText(),
    ...report(
      'coarse-picture',
      pieces.filter(({ ppi = Infinity }) => ppi < LEAST_PPI),
      resolution,
    ),
    ...report(
      'low-resolution',
      pieces.filter(({ ppi = Infinity }) => ppi >= LEAST_PPI && Math.round(ppi) < USUAL_PPI),
      resolution,
    ),
    ...report(
      'hairline',
      pieces.filter(
        (piece) => piece.thickness !== undefined && piece.thickness < THINNEST - 0.005 && isInked(piece),
      ),
      ({ thickness }) => ({ points: thickness!, least: THINNEST }),
    ),
  ]

  function checkBlack(): Diagnostic[] {
    const fine = pieces.filter((piece) => piece.kind === 'text' || (piece.thickness ?? Infinity) < 2)
    const tell = (piece: Painted) => ({ what: nameOf(piece), plates: tellPlates(piece.ink!) })
    const mixed = fine.filter(({ ink }) => ink && isNeutral(ink))
    const isBlack = ({ ink }: Painted) => lightness(ink!) < 0.2
    const black = pieces.filter(({ kind, ink }) => kind === 'text' && ink && isBlackOnly(ink))
    const name = (piece: Painted) => ({ what: nameOf(piece) })
    return [
      ...report('black-on-plates', mixed.filter(isBlack), tell),
      ...report(
        'grey-on-plates',
        mixed.filter((piece) => !isBlack(piece)),
        tell,
      ),
      ...report(
        'black-knocks-out',
        black.filter(({ overprints }) => !overprints),
        name,
      ),
      ...report(
        'white-overprints',
        pieces.filter((piece) => piece.overprints && !isInked(piece)),
        name,
      ),
    ]
  }

  function checkInk(): Diagnostic[] {
    const onAll = pieces.filter(({ ink }) => (ink?.get(ALL) ?? 0) > 0)
    const heavy = pieces.flatMap((piece, index) => {
      const ink = piece.ink && totalInk(onGround(piece, pieces, index))
      return ink !== undefined && ink > order.ink + 1 ? [{ piece, ink }] : [] // a byte is 0.4 % a plate
    })
    heavy.sort((a, b) => b.ink - a.ink)
    return [
      ...report('register-colour', onAll, (piece) => ({ what: nameOf(piece) })),
      ...report(
        'too-much-ink',
        heavy.map(({ piece }) => piece),
        (piece) => ({
          what: nameOf(piece),
          ink: heavy[0]!.ink,
          limit: order.ink,
        }),
      ),
      ...report(
        'ink-unknown',
        pieces.filter(({ ink, space }) => !ink && space.kind !== 'light'),
        (piece) => ({ what: nameOf(piece), space: piece.space.name }),
      ),
    ]
  }

  function checkBleed(): Diagnostic[] {
    return SIDES.flatMap((side) => {
      const full = beyond(trim, bleed, side)
      const ends = ({ box }: Painted) => beyond(trim, box, side)
      const short = pieces.filter(
        (piece) =>
          piece.kind !== 'text' &&
          isInked(piece) &&
          overlaps(grow(piece.box, 0.01), trim) &&
          ends(piece) > -NEAR_EDGE &&
          ends(piece) < full - PIXEL &&
          !isCovered(
            strip(piece.box, side),
            pieces.filter((other) => isAlike(piece, other)),
          ),
      )
      return report('bleed-missing', short, (piece) => ({
        what: nameOf(piece),
        side,
        endsMm: (ends(piece) * 25.4) / 72,
        bleedMm: order.bleedMm,
      }))
    })
  }

  /** What of the bleed lies before a piece that reaches the edge, all but a pixel. */
  function strip(box: Box, side: Side): Box {
    const inside = intersection(box, bleed)
    if (side === 'left') return { ...inside, left: bleed.left + PIXEL, right: trim.left }
    if (side === 'right') return { ...inside, left: trim.right, right: bleed.right - PIXEL }
    if (side === 'top') return { ...inside, bottom: trim.top, top: bleed.top - PIXEL }
    return { ...inside, bottom: bleed.bottom + PIXEL, top: trim.bottom }
  }

  function checkText(): Diagnostic[] {
    const texts = pieces.filter(({ kind }) => kind === 'text')
    const safe = grow(trim, -pointsFromMm(SAFE_MM))
    const [cut, near] = [
      texts.filter(({ box }) => !contains(trim, box)),
      texts.filter(({ box }) => contains(trim, box) && !contains(safe, box)),
    ]
    return [
      ...report('text-cut', cut, (piece) => ({ text: excerpt(piece) })),
      ...report('text-near-trim', near, (piece) => ({
        text: excerpt(piece),
        distanceMm: inMm(Math.min(...SIDES.map((side) => beyond(piece.box, trim, side)))),
        safeMm: SAFE_MM,
      })),
    ]
  }
}

const resolution = ({ ppi }: Painted) => ({ ppi: ppi!, wanted: USUAL_PPI })

/** RGB is for pictures and gradients only, with a profile, and if the shop takes it. */
const printable = ({ kind, space }: Painted, { rgbImages }: Order): boolean =>
  space.kind !== 'light' || ((kind === 'image' || kind === 'gradient') && rgbImages && !space.undefinedLight)

const isInked = ({ ink }: Painted): boolean => !ink || totalInk(ink) > 0

/** What remains of `area` is nothing when all of the pieces are taken away. */
function isCovered(area: Box, pieces: readonly Painted[]): boolean {
  let open = [area]
  for (const { box } of pieces)
    open = open.flatMap((rest) => {
      if (!overlaps(rest, box)) return [rest]
      const within = intersection(rest, box)
      return [
        { ...rest, right: within.left },
        { ...rest, left: within.right },
        { ...rest, left: within.left, right: within.right, top: within.bottom },
        { ...rest, left: within.left, right: within.right, bottom: within.top },
      ].filter(({ left, bottom, right, top }) => right - left > PIXEL && top - bottom > PIXEL)
    })
  return open.length === 0
}

const isAlike = (a: Painted, b: Painted): boolean =>
  a !== b && a.space === b.space && !!a.ink && !!b.ink && tellPlates(a.ink) === tellPlates(b.ink)

/** The ink of a piece and of what it lets through: the last area beneath that it touches. */
function onGround(piece: Painted, pieces: readonly Painted[], index: number): Plates {
  const own = piece.ink!
  if (!piece.overprints && !piece.blends) return own
  for (let i = index - 1; i >= 0; i--) {
    const ground = pieces[i]!
    if (ground.kind === 'text' || !ground.ink || ground.overprints || !overlaps(ground.box, piece.box))
      continue
    const sum = new Map(ground.ink)
    for (const [plate, amount] of own) {
      const beneath = sum.get(plate) ?? 0
      // Overprinted ink takes the place of the same ink beneath; blend modes darken at most as multiplication does.
      if (piece.blends) sum.set(plate, amount + beneath - amount * beneath)
      else if (amount > 0) sum.set(plate, amount)
    }
    return sum
  }
  return own
}

const of = (ink: Plates, plate: string): number => ink.get(plate) ?? 0
const cmy = (ink: Plates): readonly number[] => ['Cyan', 'Magenta', 'Yellow'].map((plate) => of(ink, plate))

/** Black, or next to it, on the black plate alone. */
const isBlackOnly = (ink: Plates): boolean =>
  of(ink, 'Black') > 0.99 && cmy(ink).every((amount) => amount === 0)

/** Greys of all plates: the light that is left is alike in red, green and blue, roughly, and not for want of ink. */
function isNeutral(ink: Plates): boolean {
  if (cmy(ink).some((amount) => amount < 0.03)) return false
  const light = lights(ink)
  return Math.max(...light) - Math.min(...light) < 0.15 && lightness(ink) < 0.9
}
const lights = (ink: Plates): readonly number[] =>
  cmy(ink).map((amount) => (1 - amount) * (1 - of(ink, 'Black')))
const lightness = (ink: Plates): number => Math.max(...lights(ink))

const INITIALS: Readonly<Record<string, string>> = { Cyan: 'C', Magenta: 'M', Yellow: 'Y', Black: 'K' }

/** «C 91 M 78 Y 54 K 98» */
export const tellPlates = (ink: Plates): string =>
  [...ink].map(([plate, amount]) => `${INITIALS[plate] ?? plate} ${Math.round(amount * 100)}`).join(' ')

const excerpt = ({ text = '' }: Painted): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}

function nameOf(piece: Painted): string {
  switch (piece.kind) {
    case 'text':
      return `the text «${excerpt(piece)}»`
    case 'fill':
      return (piece.thickness ?? Infinity) < 2 ? 'a rule' : 'an area'
    case 'line':
      return 'a line'
    case 'image':
      return 'a picture'
    case 'gradient':
      return 'a gradient'
  }
}
