/** What a page paints, piece by piece: a walk through its content streams with a graphics state (ISO 32000-1, 8.4). */
import { PDFArray, PDFDict, PDFName, type PDFObject, type PDFPage, PDFRawStream } from 'pdf-lib'
import { KNOWN, type Operand, type Operation, readOperations } from '../content-stream/content-stream.js'
import { decodeStream } from '../content-stream/decode.js'
import { concatenate, IDENTITY, type Matrix } from '../content-stream/matrix.js'
import { type Box, intersection, isEmpty, NOTHING, transform, union } from './box.js'
import { CMYK, type ColourSpace, GREY, openSpaces, PATTERN, type Plates } from './colour.js'
import { type Glyphs, numberOf, openGlyphs } from './glyphs.js'
import { openImages } from './image.js'

/** One piece of what is painted, as far as its clip lets it be seen. */
export interface Painted {
  readonly kind: 'text' | 'fill' | 'line' | 'image' | 'gradient'
  /** In the page's points. */
  readonly box: Box
  readonly space: ColourSpace
  /** Of an image the pixel with the most; undefined where it is not told by plates or cannot be read. */
  readonly ink: Plates | undefined
  /** Of an image the most of each plate. */
  readonly peak?: Plates | undefined
  /** Leaves what is beneath on those plates of which it takes no ink. */
  readonly overprints: boolean
  /** Mixes with what is beneath by a blend mode other than Normal. */
  readonly blends: boolean
  /** Of text. */
  readonly text?: string
  /** Of text in points. */
  readonly size?: number
  /** Of a line its width, of a rectangle its shorter side, in points. */
  readonly thickness?: number
  /** Of an image: pixels to an inch, in the direction that has fewer. */
  readonly ppi?: number
}

export interface PagePaint {
  readonly painted: readonly Painted[]
  /** Colour spaces of transparency groups (11.6.6), and those of what is painted in soft masks. */
  readonly groups: readonly ColourSpace[]
  /** Things in its content and resources that a press file must not have: see `PROHIBITED` in preflight.ts. */
  readonly irregular: ReadonlySet<Irregularity>
}

export type Irregularity =
  | 'unknown-operator'
  | 'transfer-function'
  | 'halftone-phase'
  | 'rendering-intent'
  | 'icc-overprint'
  | 'postscript'
  | 'reference'
  | 'alternates'
  | 'opi'
  | 'lzw'
  | 'nesting'

/** What a colour operator has set. */
interface Colour {
  readonly space: ColourSpace
  readonly components: readonly number[]
  readonly pattern?: PDFObject | undefined
}

interface State {
  readonly matrix: Matrix
  readonly clip: Box
  readonly fill: Colour
  readonly stroke: Colour
  readonly lineWidth: number
  readonly fillAlpha: number
  readonly strokeAlpha: number
  readonly blend: boolean
  readonly fillOverprints: boolean
  readonly strokeOverprints: boolean
  /** Overprint mode (8.6.7): with 1, no ink of DeviceCMYK leaves what is there. */
  readonly mode: number
  readonly font: Glyphs | undefined
  readonly size: number
  readonly characterSpace: number
  readonly wordSpace: number
  readonly stretch: number
  readonly leading: number
  readonly rise: number
  readonly rendering: number
}

const BLACK: Colour = { space: GREY, components: [0] }
const INITIAL: Omit<State, 'clip' | 'matrix'> = {
  fill: BLACK,
  stroke: BLACK,
  lineWidth: 1,
  fillAlpha: 1,
  strokeAlpha: 1,
  blend: false,
  fillOverprints: false,
  strokeOverprints: false,
  mode: 0,
  font: undefined,
  size: 0,
  characterSpace: 0,
  wordSpace: 0,
  stretch: 1,
  leading: 0,
  rise: 0,
  rendering: 0,
}

/** Operators may nest q no deeper than this (annex C, table C.1). */
const DEEPEST = 28
const INTENTS = new Set(['AbsoluteColorimetric', 'RelativeColorimetric', 'Saturation', 'Perceptual'])

/** A reader of pages; fonts, colour spaces and images are read once for all of them. Throws `ContentStreamError`. */
export function openPages(): (page: PDFPage) => PagePaint {
  const spaceOf = openSpaces()
  const glyphsOf = openGlyphs()
  const imageOf = openImages(spaceOf)

  return (page) => {
    const painted: Painted[] = []
    const groups: ColourSpace[] = []
    const irregular = new Set<Irregularity>()
    const empty = page.doc.context.obj({})

    const { x, y, width, height } = page.getMediaBox()
    const media = { left: x, bottom: y, right: x + width, top: y + height }
    noteGroup(page.node.lookup(PDFName.of('Group')), page.node.Resources() ?? empty)
    walk(
      contentOf(page),
      page.node.Resources() ?? empty,
      { ...INITIAL, matrix: IDENTITY, clip: media },
      painted,
    )
    return { painted, groups, irregular }

    function noteGroup(group: PDFObject | undefined, resources: PDFDict): void {
      const space = group instanceof PDFDict ? group.lookup(PDFName.of('CS')) : undefined
      if (space) groups.push(spaceOf(space, resources))
    }

    /** @param onto where the pieces go: the page, or a soft mask that nobody sees as such */
    function walk(bytes: Uint8Array, resources: PDFDict, initial: State, onto: Painted[]): void {
      let state = initial
      const saved: State[] = []
      const named = (category: string, name: Operand | undefined): PDFObject | undefined => {
        const entries = resources.lookup(PDFName.of(category))
        return entries instanceof PDFDict && typeof name === 'string'
          ? entries.lookup(PDFName.of(name))
          : undefined
      }

      // The path under construction, in the page's points; each part of it has its own box.
      let parts: Box[] = []
      let rectangular = true
      let clips = false
      const extend = (px: number, py: number): void => {
        const [a, b, c, d, e, f] = state.matrix
        const [left, bottom] = [a * px + c * py + e, b * px + d * py + f]
        const last = parts.at(-1)
        const point = { left, bottom, right: left, top: bottom }
        if (last) parts[parts.length - 1] = union(last, point)
        else parts.push(point)
      }
      /** Whether the points of a part so far go along the axes only. */
      let [lastX, lastY] = [0, 0]

      const put = (
        piece: Pick<Painted, 'kind' | 'box'> & Partial<Painted>,
        { space, components, pattern }: Colour,
        [alpha, overprint]: readonly [number, boolean],
      ): void => {
        const box = intersection(piece.box, state.clip)
        if (isEmpty(box) || alpha === 0) return
        const through = (ink: Plates | undefined) =>
          ink && (alpha === 1 ? ink : new Map([...ink].map(([plate, amount]) => [plate, amount * alpha])))
        if (pattern) return putPattern({ ...piece, box }, pattern, through)
        const specific = space.name.startsWith('Separation') || space.name.startsWith('DeviceN')
        if (overprint && state.mode === 1 && space.name === 'ICCBased CMYK') irregular.add('icc-overprint')
        onto.push({
          space,
          ink: through(space.ink(components)),
          overprints: overprint && (specific || (space === CMYK && state.mode === 1)),
          blends: state.blend,
          ...piece,
          box,
        })
      }
      const filling = () => [state.fillAlpha, state.fillOverprints] as const
      const stroking = () => [state.strokeAlpha, state.strokeOverprints] as const

      /** A tile is looked at once, and stands wherever the pattern does; a gradient by the colours of its ends. */
      const putPattern = (
        piece: Pick<Painted, 'kind' | 'box'> & Partial<Painted>,
        pattern: PDFObject,
        through: (ink: Plates | undefined) => Plates | undefined,
      ): void => {
        const dict = pattern instanceof PDFRawStream ? pattern.dict : pattern
        if (!(dict instanceof PDFDict)) return
        if (pattern instanceof PDFRawStream) {
          const tile: Painted[] = []
          const own = dict.lookup(PDFName.of('Resources'))
          walk(
            decodeStream(pattern),
            own instanceof PDFDict ? own : resources,
            {
              ...INITIAL,
              matrix: concatenate(matrixOf(dict), initial.matrix),
              clip: { left: -Infinity, bottom: -Infinity, right: Infinity, top: Infinity },
              fill: state.fill.pattern === pattern ? { ...state.fill, pattern: undefined } : BLACK,
            },
            tile,
          )
          for (const each of tile) onto.push({ ...each, ink: through(each.ink), box: piece.box })
        } else {
          const shading = dict.lookup(PDFName.of('Shading'))
          for (const [space, ink] of gradientOf(shading, resources))
            onto.push({ overprints: false, blends: state.blend, ...piece, space, ink: through(ink) })
        }
      }

      const gradientOf = (
        object: PDFObject | undefined,
        own: PDFDict,
      ): (readonly [ColourSpace, Plates | undefined])[] => {
        const dict = object instanceof PDFRawStream ? object.dict : object
        if (!(dict instanceof PDFDict)) return []
        const space = spaceOf(dict.lookup(PDFName.of('ColorSpace')), own)
        const colours = endsOf(dict.lookup(PDFName.of('Function')))
        return colours?.length ? colours.map((colour) => [space, space.ink(colour)]) : [[space, undefined]]
      }

      const paintPath = (fill: boolean, stroke: boolean): void => {
        for (const part of parts) {
          if (fill) {
            const thickness = rectangular
              ? { thickness: Math.min(part.right - part.left, part.top - part.bottom) }
              : {}
            put({ kind: 'fill', box: part, ...thickness }, state.fill, filling())
          }
          if (stroke) {
            const thickness = state.lineWidth * scaleOf(state.matrix)
            const half = thickness / 2
            const box = {
              left: part.left - half,
              bottom: part.bottom - half,
              right: part.right + half,
              top: part.top + half,
            }
            put({ kind: 'line', box, thickness }, state.stroke, stroking())
          }
        }
        endPath()
      }
      const endPath = (): void => {
        if (clips) state = { ...state, clip: intersection(state.clip, parts.reduce(union, NOTHING)) }
        parts = []
        rectangular = true
        clips = false
      }

      const setColour = (which: 'fill' | 'stroke', operands: readonly Operand[]): void => {
        const { space } = state[which]
        const components = operands.filter((operand) => typeof operand === 'number')
        const name = operands.at(-1)
        const pattern = typeof name === 'string' ? named('Pattern', name) : undefined
        state = { ...state, [which]: { space, components, pattern } }
      }
      const setDevice = (which: 'fill' | 'stroke', device: string, components: readonly Operand[]): void => {
        const space = spaceOf(PDFName.of(device), resources)
        state = { ...state, [which]: { space, components } }
      }

      // Text (9.4): where the next glyph goes, and where its line begins.
      let text = IDENTITY
      let line = IDENTITY
      const nextLine = (tx: number, ty: number): void => {
        line = concatenate([1, 0, 0, 1, tx, ty], line)
        text = line
      }
      const show = (parts: readonly Operand[]): void => {
        const { font, size, stretch, rise, characterSpace, wordSpace } = state
        if (!font) return
        let x = 0
        let ink = NOTHING
        let shown = ''
        const scale = size / 1000
        for (const part of parts) {
          if (typeof part === 'number') x -= part * scale * stretch
          if (!(part instanceof Uint8Array)) continue
          for (let at = 0; at + font.codeLength <= part.length; at += font.codeLength) {
            const code = font.codeLength === 2 ? part[at]! * 256 + part[at + 1]! : part[at]!
            const box = font.ink(code)
            if (!isEmpty(box))
              ink = union(ink, {
                left: x + box.left * scale * stretch,
                bottom: box.bottom * scale + rise,
                right: x + box.right * scale * stretch,
                top: box.top * scale + rise,
              })
            shown += font.text(code)
            const space = font.codeLength === 1 && code === 32 ? wordSpace : 0
            x += (font.width(code) * scale + characterSpace + space) * stretch
          }
        }
        const place = concatenate(text, state.matrix)
        text = concatenate([1, 0, 0, 1, x, 0], text)
        if (isEmpty(ink)) {
          spaced ||= shown !== ''
          return
        }
        // 9.3.6: 3 is invisible, 7 only clips.
        const rendering = state.rendering % 4
        const piece = { box: transform(ink, place), text: shown, size: Math.abs(size) * scaleOf(place) }
        const baseline = place[5] + place[1] * x
        if (rendering === 0 || rendering === 2) say(piece, baseline, state.fill, filling())
        if (rendering === 1 || rendering === 2) say(piece, baseline, state.stroke, stroking())
      }

      /** The browser shows a justified line word by word, or letter by letter: what follows in line is one piece. */
      let spaced = false
      let said: { readonly colour: Colour; readonly baseline: number; readonly piece: Painted } | undefined
      const say = (
        piece: { readonly box: Box; readonly text: string; readonly size: number },
        baseline: number,
        colour: Colour,
        manner: readonly [number, boolean],
      ): void => {
        const last = onto.at(-1)
        const gap = last ? piece.box.left - last.box.right : NaN
        const between = spaced || gap > piece.size * 0.18 ? ' ' : ''
        spaced = false
        const goesOn =
          said &&
          said.piece === last &&
          said.colour === colour &&
          said.baseline === baseline &&
          last.size === piece.size &&
          Math.abs(gap) < piece.size
        put({ kind: 'text', ...piece }, colour, manner)
        const next = onto.at(-1)
        if (!next || next === last) return
        said = { colour, baseline, piece: next }
        if (!goesOn || next.overprints !== last.overprints || next.blends !== last.blends) return
        const text = `${last.text!}${between}${piece.text}`
        const whole = { ...last, text, box: union(last.box, next.box) }
        onto.splice(-2, 2, whole)
        said = { colour, baseline, piece: whole }
      }

      const setState = (parameters: PDFObject | undefined): void => {
        if (!(parameters instanceof PDFDict)) return
        const get = (key: string) => parameters.lookup(PDFName.of(key))
        const flag = (key: string, otherwise: boolean) => {
          const value = get(key)
          return value ? value.toString() === 'true' : otherwise
        }
        const blend = get('BM')
        const font = get('Font')
        const face = font instanceof PDFArray ? font.lookup(0) : undefined
        if (get('TR') ?? (get('TR2') && get('TR2') !== PDFName.of('Default')))
          irregular.add('transfer-function')
        if (get('HTP')) irregular.add('halftone-phase')
        checkIntent(get('RI'))
        state = {
          ...state,
          lineWidth: numberOf(get('LW'), state.lineWidth),
          fillAlpha: numberOf(get('ca'), state.fillAlpha),
          strokeAlpha: numberOf(get('CA'), state.strokeAlpha),
          blend: blend ? !['/Normal', '/Compatible'].includes(blend.toString()) : state.blend,
          strokeOverprints: flag('OP', state.strokeOverprints),
          fillOverprints: flag('op', flag('OP', state.fillOverprints)), // OP alone is for both (table 58)
          mode: numberOf(get('OPM'), state.mode),
          ...(face instanceof PDFDict &&
            font instanceof PDFArray && { font: glyphsOf(face), size: numberOf(font.lookup(1)) }),
        }
        const mask = get('SMask')
        const form = mask instanceof PDFDict ? mask.lookup(PDFName.of('G')) : undefined
        if (form instanceof PDFRawStream) {
          const hidden: Painted[] = []
          drawForm(form, hidden)
          groups.push(...new Set(hidden.map(({ space }) => space)))
        }
      }
      const checkIntent = (intent: PDFObject | Operand | undefined): void => {
        const name = intent instanceof PDFName ? intent.decodeText() : intent
        if (typeof name === 'string' && !INTENTS.has(name)) irregular.add('rendering-intent')
      }

      const draw = (object: PDFObject | undefined): void => {
        if (!(object instanceof PDFRawStream)) return
        const get = (key: string) => object.dict.lookup(PDFName.of(key))
        const kind = get('Subtype')
        if (kind === PDFName.of('PS') || get('Subtype2') === PDFName.of('PS') || get('PS'))
          irregular.add('postscript')
        if (get('OPI')) irregular.add('opi')
        if (get('Ref')) irregular.add('reference')
        if (get('Alternates')) irregular.add('alternates')
        if (kind === PDFName.of('Form')) drawForm(object, onto)
        if (kind === PDFName.of('Image')) {
          checkIntent(get('Intent'))
          const { width, height, stencil, space, ink, peak } = imageOf(object, resources)
          const piece = {
            kind: 'image',
            box: transform({ left: 0, bottom: 0, right: 1, top: 1 }, state.matrix),
            ppi: ppiOf(width, height, state.matrix),
          } as const
          if (stencil) put(piece, state.fill, filling())
          else {
            const alpha = state.fillAlpha
            const through = (plates: Plates) =>
              alpha === 1 ? plates : new Map([...plates].map(([plate, amount]) => [plate, amount * alpha]))
            const told = ink && peak ? { ink: through(ink), peak: through(peak) } : { ink: undefined }
            put({ ...piece, space, ...told }, { space, components: [] }, filling())
          }
        }
      }
      const drawForm = (form: PDFRawStream, where: Painted[]): void => {
        const get = (key: string) => form.dict.lookup(PDFName.of(key))
        const own = get('Resources')
        const inside = own instanceof PDFDict ? own : resources // 7.8.3
        const group = get('Group')
        noteGroup(group, inside)
        const matrix = concatenate(matrixOf(form.dict), state.matrix)
        const bounds = get('BBox')
        const clip = bounds instanceof PDFArray ? transform(boxOf(bounds), matrix) : state.clip
        // A group is composed by itself and then takes the state's transparency as a whole (11.4).
        const at = where.length
        const { fillAlpha, blend } = state
        walk(
          decodeStream(form),
          inside,
          {
            ...state,
            matrix,
            clip: intersection(state.clip, clip),
            ...(group instanceof PDFDict && { fillAlpha: 1, strokeAlpha: 1, blend: false }),
          },
          where,
        )
        if (!(group instanceof PDFDict) || (fillAlpha === 1 && !blend)) return
        for (let i = at; i < where.length; i++) {
          const each = where[i]!
          const ink = each.ink && new Map([...each.ink].map(([plate, amount]) => [plate, amount * fillAlpha]))
          where[i] = { ...each, ink, blends: each.blends || blend }
        }
      }

      const perform = ({ operator, operands }: Operation): void => {
        const numbers = operands as readonly number[]
        const [first = 0, second = 0, third = 0, fourth = 0] = numbers
        switch (operator) {
          // Graphics state (8.4.4)
          case 'q':
            saved.push(state)
            if (saved.length > DEEPEST) irregular.add('nesting')
            return
          case 'Q':
            state = saved.pop() ?? state
            return
          case 'cm':
            state = { ...state, matrix: concatenate(operands as unknown as Matrix, state.matrix) }
            return
          case 'w':
            state = { ...state, lineWidth: first }
            return
          case 'gs':
            return setState(named('ExtGState', operands[0]))
          case 'ri':
            return checkIntent(operands[0])

          // Paths (8.5)
          case 'm':
            parts.push({ ...NOTHING })
            ;[lastX, lastY] = [first, second]
            return extend(first, second)
          case 'l':
            if (first !== lastX && second !== lastY) rectangular = false
            ;[lastX, lastY] = [first, second]
            return extend(first, second)
          case 'c':
          case 'v':
          case 'y':
            // The curve lies within the box of its control points.
            rectangular = false
            for (let i = 0; i + 1 < numbers.length; i += 2) extend(numbers[i]!, numbers[i + 1]!)
            return
          case 're':
            parts.push({ ...NOTHING })
            extend(first, second)
            return extend(first + third, second + fourth)
          case 'W':
          case 'W*':
            clips = true
            return
          case 'n':
            return endPath()
          case 'f':
          case 'F':
          case 'f*':
            return paintPath(true, false)
          case 'S':
          case 's':
            return paintPath(false, true)
          case 'B':
          case 'B*':
          case 'b':
          case 'b*':
            return paintPath(true, true)

          // Colours (8.6.8)
          case 'g':
            return setDevice('fill', 'DeviceGray', operands)
          case 'G':
            return setDevice('stroke', 'DeviceGray', operands)
          case 'rg':
            return setDevice('fill', 'DeviceRGB', operands)
          case 'RG':
            return setDevice('stroke', 'DeviceRGB', operands)
          case 'k':
            return setDevice('fill', 'DeviceCMYK', operands)
          case 'K':
            return setDevice('stroke', 'DeviceCMYK', operands)
          case 'cs':
          case 'CS': {
            const space = spaceOf(PDFName.of(operands[0] as string), resources)
            const colour = { space, components: space.initial }
            state = operator === 'cs' ? { ...state, fill: colour } : { ...state, stroke: colour }
            return
          }
          case 'sc':
          case 'scn':
            return setColour('fill', operands)
          case 'SC':
          case 'SCN':
            return setColour('stroke', operands)
          case 'sh':
            for (const [space, ink] of gradientOf(named('Shading', operands[0]), resources))
              put({ kind: 'gradient', box: state.clip, space, ink }, { space, components: [] }, filling())
            return

          // Pictures and forms (8.8 to 8.10)
          case 'Do':
            return draw(named('XObject', operands[0]))
          case 'BI':
            return putInline(operands[0] as ReadonlyMap<string, Operand>)

          // Text (9.3, 9.4)
          case 'BT':
            text = IDENTITY
            line = IDENTITY
            return
          case 'Tf': {
            const font = named('Font', operands[0])
            state = { ...state, font: font instanceof PDFDict ? glyphsOf(font) : undefined, size: second }
            return
          }
          case 'Tc':
            state = { ...state, characterSpace: first }
            return
          case 'Tw':
            state = { ...state, wordSpace: first }
            return
          case 'Tz':
            state = { ...state, stretch: first / 100 }
            return
          case 'TL':
            state = { ...state, leading: first }
            return
          case 'Ts':
            state = { ...state, rise: first }
            return
          case 'Tr':
            state = { ...state, rendering: first }
            return
          case 'Td':
            return nextLine(first, second)
          case 'TD':
            state = { ...state, leading: -second }
            return nextLine(first, second)
          case 'Tm':
            line = operands as unknown as Matrix
            text = line
            return
          case 'T*':
            return nextLine(0, -state.leading)
          case 'Tj':
            return show(operands)
          case 'TJ':
            return show(operands[0] as readonly Operand[])
          case "'":
            nextLine(0, -state.leading)
            return show(operands)
          case '"':
            state = { ...state, wordSpace: first, characterSpace: second }
            nextLine(0, -state.leading)
            return show(operands.slice(2))

          default:
            if (!KNOWN.has(operator)) irregular.add('unknown-operator')
        }
      }
      const putInline = (dictionary: ReadonlyMap<string, Operand>): void => {
        const get = (short: string, long: string) => dictionary.get(short) ?? dictionary.get(long)
        const filter = [get('F', 'Filter')].flat()
        if (filter.includes('LZW') || filter.includes('LZWDecode')) irregular.add('lzw')
        const [width, height] = [Number(get('W', 'Width')), Number(get('H', 'Height'))]
        const piece = {
          kind: 'image',
          box: transform({ left: 0, bottom: 0, right: 1, top: 1 }, state.matrix),
          ppi: ppiOf(width, height, state.matrix),
        } as const
        const name = get('CS', 'ColorSpace')
        const space =
          typeof name === 'string' ? spaceOf(PDFName.of(name), resources) : { ...PATTERN, name: 'a palette' }
        if (get('IM', 'ImageMask') === true) put(piece, state.fill, filling())
        else put({ ...piece, space, ink: undefined }, { space, components: [] }, filling())
      }

      for (const operation of readOperations(bytes)) perform(operation)
    }
  }
}

/** All streams of a page as one, with white space between them (7.8.2). */
function contentOf(page: PDFPage): Uint8Array {
  const contents = page.node.Contents()
  const parts = contents instanceof PDFArray ? contents.asArray() : contents ? [contents] : []
  const streams = parts
    .map((part) => page.doc.context.lookup(part))
    .filter((stream): stream is PDFRawStream => stream instanceof PDFRawStream)
  if (streams.length === 1) return decodeStream(streams[0]!)
  const newline = Uint8Array.of(0x0a)
  return Buffer.concat(streams.flatMap((stream) => [decodeStream(stream), newline]))
}

function matrixOf(dict: PDFDict): Matrix {
  const array = dict.lookup(PDFName.of('Matrix'))
  return array instanceof PDFArray
    ? (array.asArray().map((_, i) => numberOf(array.lookup(i))) as unknown as Matrix)
    : IDENTITY
}

/** Of two opposite corners, in any order (7.9.5). */
export function boxOf(array: PDFArray): Box {
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => numberOf(array.lookup(i))) as [number, number, number, number]
  return { left: Math.min(a, c), bottom: Math.min(b, d), right: Math.max(a, c), top: Math.max(b, d) }
}

/** By how much lengths grow, if not in both directions alike then on the average. */
const scaleOf = ([a, b, c, d]: Matrix): number => Math.sqrt(Math.abs(a * d - b * c))

/** An image fills the unit square (8.9.5.1). */
const ppiOf = (width: number, height: number, [a, b, c, d]: Matrix): number =>
  Math.min((width * 72) / Math.hypot(a, b), (height * 72) / Math.hypot(c, d))

/**
 * Colours at the ends of a function or of the parts that it is stitched from (7.10); of several functions, one a
 * component. Undefined for functions that only a run of their program tells.
 */
function endsOf(object: PDFObject | undefined): number[][] | undefined {
  if (object instanceof PDFArray) {
    const each = object.asArray().map((_, i) => endsOf(object.lookup(i)))
    if (each.some((ends) => !ends)) return undefined
    const count = Math.max(...each.map((ends) => ends!.length))
    return Array.from({ length: count }, (_, i) => each.map((ends) => (ends![i] ?? ends!.at(-1)!)[0]!))
  }
  const dict = object instanceof PDFRawStream ? object.dict : object
  if (!(dict instanceof PDFDict)) return undefined
  const numbers = (key: string) => {
    const array = dict.lookup(PDFName.of(key))
    return array instanceof PDFArray ? array.asArray().map((_, i) => numberOf(array.lookup(i))) : undefined
  }
  switch (numberOf(dict.lookup(PDFName.of('FunctionType')), -1)) {
    case 0: {
      const range = numbers('Range')
      if (
        !range ||
        !(object instanceof PDFRawStream) ||
        numberOf(dict.lookup(PDFName.of('BitsPerSample'))) !== 8
      )
        return undefined
      const samples = decodeStream(object)
      const size = range.length / 2
      return Array.from({ length: Math.floor(samples.length / size) }, (_, i) =>
        Array.from(
          samples.subarray(i * size, (i + 1) * size),
          (sample, j) => range[2 * j]! + (sample / 255) * (range[2 * j + 1]! - range[2 * j]!),
        ),
      )
    }
    case 2:
      return [numbers('C0') ?? [0], numbers('C1') ?? [1]]
    case 3: {
      const functions = dict.lookup(PDFName.of('Functions'))
      if (!(functions instanceof PDFArray)) return undefined
      const each = functions.asArray().map((_, i) => endsOf(functions.lookup(i)))
      return each.some((ends) => !ends) ? undefined : each.flatMap((ends) => ends!)
    }
    default:
      return undefined
  }
}
