/** Pages → what they paint: a walk through their content streams with a graphics state (ISO 32000-1, 8.4). */
import { PDFArray, PDFDict, PDFName, type PDFObject, type PDFPage, PDFRawStream } from 'pdf-lib'
import { KNOWN, type Operand, type Operation, readOperations } from '../content-stream/content-stream.js'
import { decodeStream } from '../content-stream/decode.js'
import { concatenate, IDENTITY, type Matrix, scaleOf } from '../content-stream/matrix.js'
import { type Box, grow, intersection, isEmpty, NOTHING, transform, union } from './box.js'
import { CMYK, type ColourSpace, openSpaces, type SpaceOf, unknownSpace } from './colour.js'
import { type Glyphs, openGlyphs } from './glyphs.js'
import { readGradient } from './gradient.js'
import {
  BLACK,
  type Colour,
  INITIAL,
  isForeignIntent,
  NUMBERS,
  type State,
  withParameters,
} from './graphics-state.js'
import { type Image, openImages } from './image.js'
import { thinned } from './ink.js'
import type { Irregularity, PagePaint, Painted } from './painted.js'
import { openPath } from './path.js'
import { openLines, shownBy } from './shown-text.js'
import { nameOf } from '../content-stream/values.js'
import { boxOf, matrixOf } from './values.js'

/** Operators may nest q no deeper than this (annex C, table C.1). */
const DEEPEST = 28

/** A reader of pages; fonts, colour spaces and images are read once for all of them. Throws `ContentStreamError`. */
export function openPages(): (page: PDFPage) => PagePaint {
  const spaceOf = openSpaces()
  const glyphsOf = openGlyphs()
  const imageOf = openImages(spaceOf)
  return (page) => {
    const painted: Painted[] = []
    const scene = { spaceOf, glyphsOf, imageOf, groups: [], irregular: new Set<Irregularity>() }
    const walk = new Walk(
      scene,
      page.node.Resources() ?? page.doc.context.obj({}),
      { ...INITIAL, clip: boxOf(page.node.MediaBox())! },
      painted,
    )
    walk.noteGroup(page.node.lookup(PDFName.of('Group')))
    walk.through(contentOf(page))
    return { painted, groups: scene.groups, irregular: scene.irregular }
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

/** What all content streams of a page share. */
interface Scene {
  readonly spaceOf: SpaceOf
  readonly glyphsOf: (font: PDFDict) => Glyphs
  readonly imageOf: (stream: PDFRawStream, resources: PDFDict) => Image
  readonly groups: ColourSpace[]
  readonly irregular: Set<Irregularity>
}

/** Before it is known how much of it is seen. */
type Piece = Pick<Painted, 'kind' | 'box' | 'text' | 'size' | 'thickness' | 'ppi' | 'pixels' | 'art' | 'peak'>
type Inked = Pick<Painted, 'space' | 'ink'>
/** How opaque something is, and whether overprinting is on. */
type Manner = readonly [alpha: number, overprint: boolean]
/** What a colour is for. */
type Brush = 'fill' | 'stroke'

/** What paints a path, and how. */
const PAINTS: ReadonlyMap<string, readonly Brush[]> = new Map(
  (
    [
      ['f F f*', ['fill']],
      ['S s', ['stroke']],
      ['B B* b b*', ['fill', 'stroke']],
      ['n', []],
    ] satisfies [string, Brush[]][]
  ).flatMap(([operators, brushes]) => operators.split(' ').map((operator) => [operator, brushes])),
)
/** What sets a colour in a device space. */
const DEVICES: ReadonlyMap<string, readonly [Brush, space: string]> = new Map([
  ['g', ['fill', 'DeviceGray']],
  ['G', ['stroke', 'DeviceGray']],
  ['rg', ['fill', 'DeviceRGB']],
  ['RG', ['stroke', 'DeviceRGB']],
  ['k', ['fill', 'DeviceCMYK']],
  ['K', ['stroke', 'DeviceCMYK']],
])

/** One content stream: of a page, a form or a tile. */
class Walk {
  private state: State
  private readonly saved: State[] = []
  private readonly path = openPath()
  /** Whether the path under construction is to clip. */
  private clips = false
  // Text (9.4): where the next glyph goes, and where its line begins.
  private text = IDENTITY
  private line = IDENTITY
  private readonly lines

  /** @param onto where the pieces go: the page, or a soft mask that nobody sees as such */
  constructor(
    private readonly scene: Scene,
    private readonly resources: PDFDict,
    private readonly initial: State,
    private readonly onto: Painted[],
  ) {
    this.state = initial
    this.lines = openLines(onto)
  }

  through(bytes: Uint8Array): void {
    for (const operation of readOperations(bytes)) this.perform(operation)
  }

  noteGroup(group: PDFObject | undefined): void {
    const space = group instanceof PDFDict ? group.lookup(PDFName.of('CS')) : undefined
    if (space) this.scene.groups.push(this.spaceOf(space))
  }

  private perform({ operator, operands }: Operation): void {
    const { state, scene } = this
    const numbers = operands as readonly number[]
    const first = numbers[0] ?? 0
    const second = numbers[1] ?? 0
    switch (operator) {
      // Graphics state (8.4.4)
      case 'q':
        this.saved.push(state)
        if (this.saved.length > DEEPEST) scene.irregular.add('nesting')
        return
      case 'Q':
        this.state = this.saved.pop() ?? state
        return
      case 'cm':
        this.state = { ...state, matrix: concatenate(operands as unknown as Matrix, state.matrix) }
        return
      case 'gs':
        return this.setParameters(this.resource('ExtGState', operands[0]))
      case 'ri':
        return this.checkIntent(operands[0] as string)
      case 'W':
      case 'W*':
        this.clips = true
        return

      // Colours (8.6.8)
      case 'cs':
      case 'CS':
        return this.setSpace(operator === 'cs' ? 'fill' : 'stroke', operands[0] as string)
      case 'sc':
      case 'scn':
        return this.setColour('fill', operands)
      case 'SC':
      case 'SCN':
        return this.setColour('stroke', operands)
      case 'sh':
        return this.putGradient(
          { kind: 'gradient', box: state.clip },
          this.resource('Shading', operands[0]),
          this.manner('fill'),
        )

      // Pictures and forms (8.8 to 8.10)
      case 'Do':
        return this.draw(this.resource('XObject', operands[0]))
      case 'BI':
        return this.putInline(operands[0] as ReadonlyMap<string, Operand>)

      // Text (9.3, 9.4)
      case 'BT':
        this.text = IDENTITY
        this.line = IDENTITY
        return
      case 'Tf': {
        const font = this.resource('Font', operands[0])
        this.state = {
          ...state,
          font: font instanceof PDFDict ? scene.glyphsOf(font) : undefined,
          size: second,
        }
        return
      }
      case 'Tz':
        this.state = { ...state, stretch: first / 100 }
        return
      case 'Td':
        return this.nextLine(first, second)
      case 'TD':
        this.state = { ...state, leading: -second }
        return this.nextLine(first, second)
      case 'Tm':
        this.line = operands as unknown as Matrix
        this.text = this.line
        return
      case 'T*':
        return this.nextLine(0, -state.leading)
      case 'Tj':
        return this.show(operands)
      case 'TJ':
        return this.show(operands[0] as readonly Operand[])
      case "'":
        this.nextLine(0, -state.leading)
        return this.show(operands)
      case '"':
        this.state = { ...state, wordSpace: first, characterSpace: second }
        this.nextLine(0, -state.leading)
        return this.show(operands.slice(2))

      default:
        this.performByTable(operator, numbers)
    }
  }

  private performByTable(operator: string, numbers: readonly number[]): void {
    const { state } = this
    if (this.path.construct(operator, numbers, state.matrix)) return
    const paints = PAINTS.get(operator)
    if (paints) return this.paintPath(paints)
    const [brush, device] = DEVICES.get(operator) ?? []
    const parameter = NUMBERS.get(operator)
    if (brush && device)
      this.state = { ...state, [brush]: { space: this.spaceOf(PDFName.of(device)), components: numbers } }
    else if (parameter) this.state = { ...state, [parameter]: numbers[0] ?? 0 }
    else if (!KNOWN.has(operator)) this.scene.irregular.add('unknown-operator')
  }

  private resource(category: string, name: Operand | undefined): PDFObject | undefined {
    const entries = this.resources.lookup(PDFName.of(category))
    const found =
      entries instanceof PDFDict && typeof name === 'string' ? entries.lookup(PDFName.of(name)) : undefined
    if (!found) this.scene.irregular.add('missing-resource')
    return found
  }

  private spaceOf(space: PDFObject | undefined): ColourSpace {
    return this.scene.spaceOf(space, this.resources)
  }

  private setParameters(parameters: PDFObject | undefined): void {
    if (!(parameters instanceof PDFDict)) return
    const { irregular, groups, glyphsOf } = this.scene
    const get = (key: string) => parameters.lookup(PDFName.of(key))
    if (get('TR') ?? (get('TR2') && get('TR2') !== PDFName.of('Default'))) irregular.add('transfer-function')
    if (get('HTP')) irregular.add('halftone-phase')
    this.checkIntent(nameOf(get('RI')))
    this.state = withParameters(this.state, parameters, glyphsOf)
    const mask = get('SMask')
    const form = mask instanceof PDFDict ? mask.lookup(PDFName.of('G')) : undefined
    if (!(form instanceof PDFRawStream)) return
    const hidden: Painted[] = []
    this.drawForm(form, hidden)
    groups.push(...new Set(hidden.map(({ space }) => space)))
  }

  private checkIntent(intent: string | undefined): void {
    if (isForeignIntent(intent)) this.scene.irregular.add('rendering-intent')
  }

  private setSpace(brush: Brush, name: string): void {
    const space = this.spaceOf(PDFName.of(name))
    this.state = { ...this.state, [brush]: { space, components: space.initial } }
  }

  private setColour(brush: Brush, operands: readonly Operand[]): void {
    const { space } = this.state[brush]
    const components = operands.filter((operand) => typeof operand === 'number')
    const name = operands.at(-1)
    const pattern = typeof name === 'string' ? this.resource('Pattern', name) : undefined
    this.state = { ...this.state, [brush]: { space, components, pattern } }
  }

  private manner(brush: Brush): Manner {
    const { fillAlpha, fillOverprints, strokeAlpha, strokeOverprints } = this.state
    return brush === 'fill' ? [fillAlpha, fillOverprints] : [strokeAlpha, strokeOverprints]
  }

  /** Puts a piece in the current colour, which may be a pattern. */
  private paint(piece: Piece, brush: Brush): void {
    const { space, components, pattern }: Colour = this.state[brush]
    const manner = this.manner(brush)
    if (!pattern) this.put(piece, { space, ink: space.ink(components) }, manner)
    else if (pattern instanceof PDFRawStream) this.putTiles(piece, pattern, manner)
    else if (pattern instanceof PDFDict) {
      const kind = piece.kind === 'text' ? 'text' : 'gradient'
      this.putGradient({ ...piece, kind }, pattern.lookup(PDFName.of('Shading')), [manner[0], false])
    }
  }

  private put(piece: Piece, { space, ink }: Inked, [alpha, overprint]: Manner): void {
    const { clip, blend, mode } = this.state
    const box = intersection(piece.box, clip)
    if (isEmpty(box) || alpha === 0) return
    const specific = space.name.startsWith('Separation') || space.name.startsWith('DeviceN')
    if (overprint && mode === 1 && space.name === 'ICCBased CMYK') this.scene.irregular.add('icc-overprint')
    this.onto.push({
      space,
      ink: ink && thinned(ink, alpha),
      overprints: overprint && (specific || (space === CMYK && mode === 1)),
      blends: blend,
      ...piece,
      box,
    })
  }

  /** A tile is looked at once, and stands wherever the pattern does. */
  private putTiles(piece: Piece, pattern: PDFRawStream, [alpha]: Manner): void {
    const { fill, clip } = this.state
    const box = intersection(piece.box, clip)
    if (isEmpty(box) || alpha === 0) return
    const tile: Painted[] = []
    const initial = {
      ...INITIAL,
      matrix: concatenate(matrixOf(pattern.dict.lookup(PDFName.of('Matrix'))), this.initial.matrix),
      fill: fill.pattern === pattern ? { ...fill, pattern: undefined } : BLACK,
    }
    new Walk(this.scene, this.ownResources(pattern), initial, tile).through(decodeStream(pattern))
    for (const each of tile) this.onto.push({ ...faded(each, alpha), box })
  }

  /** A piece for each colour that it goes through. */
  private putGradient(piece: Piece, shading: PDFObject | undefined, manner: Manner): void {
    const gradient = readGradient(shading, this.resources, this.scene.spaceOf)
    for (const ink of gradient?.inks ?? []) this.put(piece, { space: gradient!.space, ink }, manner)
  }

  private paintPath(brushes: readonly Brush[]): void {
    const { boxes, upright } = this.path.end()
    const lineWidth = this.state.lineWidth * scaleOf(this.state.matrix)
    for (const box of boxes)
      for (const brush of brushes) {
        const thickness = Math.min(box.right - box.left, box.top - box.bottom)
        if (brush === 'fill') this.paint({ kind: 'fill', box, ...(upright && { thickness }) }, brush)
        else this.paint({ kind: 'line', box: grow(box, lineWidth / 2), thickness: lineWidth }, brush)
      }
    if (this.clips)
      this.state = { ...this.state, clip: intersection(this.state.clip, boxes.reduce(union, NOTHING)) }
    this.clips = false
  }

  private nextLine(x: number, y: number): void {
    this.line = concatenate([1, 0, 0, 1, x, y], this.line)
    this.text = this.line
  }

  private show(parts: readonly Operand[]): void {
    const shown = shownBy(parts, this.state)
    if (!shown) return
    const { text, ink, advance } = shown
    const place = concatenate(this.text, this.state.matrix)
    this.text = concatenate([1, 0, 0, 1, advance, 0], this.text)
    if (isEmpty(ink)) {
      if (text !== '') this.lines.space()
      return
    }
    const size = Math.abs(this.state.size) * scaleOf(place)
    const piece = { kind: 'text', box: transform(ink, place), text, size } as const
    const baseline = place[5] + place[1] * advance
    for (const brush of BRUSHES[this.state.rendering % 4] ?? [])
      this.lines.say(piece, { colour: this.state[brush], baseline }, () => this.paint(piece, brush))
  }

  private draw(object: PDFObject | undefined): void {
    if (!(object instanceof PDFRawStream)) return
    const { irregular, imageOf } = this.scene
    const get = (key: string) => object.dict.lookup(PDFName.of(key))
    const kind = nameOf(get('Subtype'))
    if (kind === 'PS' || nameOf(get('Subtype2')) === 'PS' || get('PS')) irregular.add('postscript')
    if (get('OPI')) irregular.add('opi')
    if (get('Ref')) irregular.add('reference')
    if (get('Alternates')) irregular.add('alternates')
    if (kind === 'Form') this.drawForm(object, this.onto)
    if (kind !== 'Image') return
    this.checkIntent(nameOf(get('Intent')))
    const { width, height, stencil, space, ink, peak, art } = imageOf(object, this.resources)
    const piece = { ...this.imagePiece(width, height), art }
    const manner = this.manner('fill')
    if (stencil) this.paint(piece, 'fill')
    else this.put({ ...piece, ...(peak && { peak: thinned(peak, manner[0]) }) }, { space, ink }, manner)
  }

  private putInline(dictionary: ReadonlyMap<string, Operand>): void {
    const get = (short: string, long: string) => dictionary.get(short) ?? dictionary.get(long)
    const filter = [get('F', 'Filter')].flat()
    if (filter.includes('LZW') || filter.includes('LZWDecode')) this.scene.irregular.add('lzw')
    const piece = this.imagePiece(Number(get('W', 'Width')), Number(get('H', 'Height')))
    const name = get('CS', 'ColorSpace')
    const space = typeof name === 'string' ? this.spaceOf(PDFName.of(name)) : unknownSpace('a palette')
    if (get('IM', 'ImageMask') === true) this.paint(piece, 'fill')
    else this.put(piece, { space, ink: undefined }, this.manner('fill'))
  }

  /** An image fills the unit square (8.9.5.1). */
  private imagePiece(width: number, height: number): Piece {
    const { matrix } = this.state
    const [a, b, c, d] = matrix
    return {
      kind: 'image',
      box: transform({ left: 0, bottom: 0, right: 1, top: 1 }, matrix),
      pixels: { width, height },
      ppi: Math.min((width * 72) / Math.hypot(a, b), (height * 72) / Math.hypot(c, d)),
    }
  }

  private drawForm(form: PDFRawStream, onto: Painted[]): void {
    const get = (key: string) => form.dict.lookup(PDFName.of(key))
    const matrix = concatenate(matrixOf(get('Matrix')), this.state.matrix)
    const bounds = boxOf(get('BBox'))
    const clip: Box = bounds ? intersection(this.state.clip, transform(bounds, matrix)) : this.state.clip
    // A group is composed by itself and then takes the state's transparency as a whole (11.4).
    const isGroup = get('Group') instanceof PDFDict
    const { fillAlpha, blend } = this.state
    const initial = {
      ...this.state,
      matrix,
      clip,
      ...(isGroup && { fillAlpha: 1, strokeAlpha: 1, blend: false }),
    }
    const from = onto.length
    const walk = new Walk(this.scene, this.ownResources(form), initial, onto)
    walk.noteGroup(get('Group'))
    walk.through(decodeStream(form))
    if (!isGroup || (fillAlpha === 1 && !blend)) return
    for (const [i, each] of onto.slice(from).entries())
      onto[from + i] = { ...faded(each, fillAlpha), blends: each.blends || blend }
  }

  /** Without resources of its own a form or a tile uses those of what draws it (7.8.3). */
  private ownResources({ dict }: PDFRawStream): PDFDict {
    const own = dict.lookup(PDFName.of('Resources'))
    return own instanceof PDFDict ? own : this.resources
  }
}

/** As one sees it through: with less of each ink. */
const faded = (piece: Painted, alpha: number): Painted => ({
  ...piece,
  ink: piece.ink && thinned(piece.ink, alpha),
  ...(piece.peak && { peak: thinned(piece.peak, alpha) }),
})

/** What text rendering modes paint (9.3.6): 3 is invisible, and the next four do the same and clip. */
const BRUSHES: readonly (readonly Brush[])[] = [['fill'], ['stroke'], ['fill', 'stroke'], []]
