/** A hyphen that divides a word at a line's end: drawn once, told once, as U+00AD. */
import { decodePDFRawStream, PDFDict, type PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { type Emit, type Operand, Operation } from './content-stream.js'
import { type Revision, rewriteContents } from './contents.js'
import { parseCMap } from './text-layer.js'

/**
 * Chromium writes each U+00AD of a page as a blank glyph with that ActualText (ISO 32000-1, 14.9.4), whether a line ends
 * there or not, and the hyphen that is drawn as one more glyph. A hyphen right after a soft hyphen therefore divides a
 * word, be it that the browser broke the line or that the page says «U+00AD U+2010» itself; a hard hyphen has no soft one
 * before it. The blank glyph goes and the drawn one gets its ActualText, so that copy and search join the word. Soft
 * hyphens that drew nothing go altogether. No glyph moves.
 * Throws `ContentStreamError`.
 */
export function joinHyphens(document: PDFDocument): void {
  const fonts = new Map<PDFDict, GlyphText>()
  rewriteContents(document, (resources) => {
    const named = resources.lookupMaybe(PDFName.of('Font'), PDFDict)
    return hyphenPass((name) => {
      const font = named?.lookup(PDFName.of(name))
      if (!(font instanceof PDFDict)) return undefined
      if (!fonts.has(font)) fonts.set(font, readFont(font))
      return fonts.get(font)
    })
  })
}

/** What the glyphs of a font with codes of two bytes stand for; empty for other fonts. */
export type GlyphText = ReadonlyMap<number, string>

/** Chromium's fonts are all of this kind, or pictures of glyphs (Type 3), which nobody wants in a text. */
function readFont(font: PDFDict): GlyphText {
  const cmap = font.lookup(PDFName.of('ToUnicode'))
  const encoding = font.lookup(PDFName.of('Encoding'))
  return encoding === PDFName.of('Identity-H') && cmap instanceof PDFRawStream
    ? parseCMap(Buffer.from(decodePDFRawStream(cmap).decode()).toString('latin1'))
    : new Map()
}

const SOFT_HYPHEN = '\u00AD'
const isHyphen = (text: string | undefined): boolean => text === '-' || text === '\u2010'
const isBlank = (text: string | undefined): boolean => text === ' ' || text === '\u00A0'

/** The text line matrix (9.4.2): where a line of text begins. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number]
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]
/** After an operator whose movement depends on more than its operands. */
const UNKNOWN: Matrix = [NaN, NaN, NaN, NaN, NaN, NaN]

interface TextState {
  readonly font: GlyphText | undefined
  readonly size: number
}

/** A soft hyphen and what came after it, until it is clear whether a hyphen follows. */
interface Held {
  readonly operations: Operation[]
  /** Its marked-content operators and its glyph, which may go. */
  readonly soft: Set<Operation>
  /** Its own EMC has come. */
  closed: boolean
  /** Where it stands, once it has a glyph; or where the line begins in which it stands. */
  at: Matrix | undefined
  exact: boolean
  /** A hyphen that comes now is its own. */
  awaiting: boolean
  /** What is shown next has a place of its own, so it does not shift when the blank glyph goes. */
  placed: boolean
  /** The operator that gives the hyphen its ActualText of U+2010. */
  span: Operation | undefined
}

/** @param fontOf what a font resource's glyphs stand for */
export function hyphenPass(fontOf: (name: string) => GlyphText | undefined): Revision {
  let text: TextState = { font: undefined, size: 0 }
  const saved: TextState[] = []
  let matrix = IDENTITY
  /** Nothing has been shown since the matrix was set, so what comes is shown just there. */
  let exact = true
  let held: Held | undefined

  /** Lets go of a soft hyphen without a hyphen; as it was, if something hangs on its glyph. */
  const release = (emit: Emit): void => {
    const { operations, soft, closed, at, placed } = held!
    const whole = !closed || !at || !placed
    held = undefined
    for (const operation of operations) if (whole || !soft.has(operation)) emit(operation)
  }

  const track = ({ operator, operands }: Operation): void => {
    const [x, y] = operands as readonly number[]
    if (PLACING.has(operator)) exact = true
    switch (operator) {
      case 'q':
        saved.push(text)
        break
      case 'Q':
        text = saved.pop() ?? text
        break
      case 'Tf':
        text = { font: fontOf(operands[0] as string), size: y! }
        break
      case 'BT':
        matrix = IDENTITY
        break
      case 'Tm':
        matrix = operands as unknown as Matrix
        break
      case 'Td':
      case 'TD': {
        const [a, b, c, d, e, f] = matrix
        matrix = [a, b, c, d, e + x! * a + y! * c, f + x! * b + y! * d]
        break
      }
      case 'T*':
      case "'":
      case '"':
        matrix = UNKNOWN
        break
    }
  }

  /** The hyphen stands on the line of the soft one, and less than half an em away if that can be told. */
  const isBeside = ({ at, exact }: Held): boolean => {
    const [a, b, c, d, e, f] = at!
    const [x, y] = [matrix[4] - e, matrix[5] - f]
    const alike = matrix[0] === a && matrix[1] === b && matrix[2] === c && matrix[3] === d
    const em = text.size * Math.hypot(a, b)
    const along = (x * a + y * b) / Math.hypot(a, b)
    const across = (x * b - y * a) / Math.hypot(a, b)
    return alike && Math.abs(across) < em / 20 && along > -em / 2 && (along < em / 2 || !exact)
  }

  /** Tells the hyphen that begins `shown` as a soft one. Whether it has an ActualText of its own decides how. */
  const join = (operation: Operation, shown: Uint8Array, emit: Emit): void => {
    const { operations, soft, span } = held!
    held = undefined
    for (const each of operations)
      if (each === span) emit(begin())
      else if (!soft.has(each)) emit(each)
    if (span) return emit(operation)
    emit(begin())
    if (shown.length === 2) emit(operation)
    else emit(new Operation('Tj', [shown.slice(0, 2)]))
    emit(new Operation('EMC', []))
    if (shown.length > 2) emit(new Operation('Tj', [shown.slice(2)]))
  }

  /** One more operation after a soft hyphen. False if that is settled now and the operation stands for itself. */
  const hold = (operation: Operation, emit: Emit): boolean => {
    const state = held!
    const { operator, operands } = operation
    const { operations, soft } = state
    if (PLACING.has(operator)) state.placed = state.closed
    if (operator === 'Tj' || operator === 'TJ') {
      const shown = operator === 'Tj' ? (operands[0] as Uint8Array) : undefined
      const first = shown && shown.length >= 2 ? text.font?.get(shown[0]! * 256 + shown[1]!) : undefined
      if (!state.closed) {
        if (shown?.length !== 2 || !isBlank(first) || state.at) return (release(emit), false)
        soft.add(operation)
        state.at = matrix
        state.exact = exact
      } else {
        const alone = !state.span || shown?.length === 2
        const own = state.awaiting && state.placed && isHyphen(first) && alone && isBeside(state)
        if (!own) return (release(emit), false)
        join(operation, shown!, emit)
        return true
      }
    } else if (operator === 'EMC' && !state.closed) {
      if (!state.at) return (release(emit), false)
      soft.add(operation)
      state.closed = true
    } else if (!BETWEEN.has(operator)) {
      const replacement = operator === 'BDC' ? actualText(operation) : undefined
      const next = state.awaiting && state.closed && !state.span
      if (next && isHyphen(replacement)) state.span = operation
      else if (next && replacement === SOFT_HYPHEN) {
        // One more soft hyphen: the two are as one.
        soft.add(operation)
        state.closed = state.placed = false
        state.at = undefined
      } else {
        state.awaiting = false
        if (!state.closed || state.placed || replacement === SOFT_HYPHEN) return (release(emit), false)
      }
    }
    operations.push(operation)
    return true
  }

  return {
    pass(operation, emit) {
      track(operation)
      const done = held !== undefined && hold(operation, emit)
      if (SHOWING.has(operation.operator)) exact = false
      if (done) return
      if (operation.operator === 'BDC' && actualText(operation) === SOFT_HYPHEN) {
        held = {
          operations: [operation],
          soft: new Set([operation]),
          closed: false,
          at: undefined,
          exact: true,
          awaiting: true,
          placed: false,
          span: undefined,
        }
      } else emit(operation)
    },
    end(emit) {
      if (!held) return
      held.placed = true // nothing comes any more
      release(emit)
    },
  }
}

/** After these, what was shown before no longer matters to where text stands (9.4.2). */
const PLACING: ReadonlySet<string> = new Set(['BT', 'ET', 'Td', 'TD', 'Tm', 'T*'])
const SHOWING: ReadonlySet<string> = new Set(['Tj', 'TJ', "'", '"'])
/**
 * What may stand between a soft hyphen and its hyphen: text state and positioning, the limits of text objects, and
 * between these an underline. Nothing that moves the page's axes.
 */
const BETWEEN: ReadonlySet<string> = new Set([
  ...PLACING,
  ...['Tf', 'Tc', 'Tw', 'Tz', 'TL', 'Tr', 'Ts'],
  ...['m', 'l', 'c', 'v', 'y', 'h', 're', 'S', 's', 'f', 'f*', 'B', 'n', 'w', 'J', 'j', 'M', 'd'],
  ...['g', 'G', 'rg', 'RG', 'k', 'K', 'cs', 'CS', 'sc', 'SC', 'scn', 'SCN', 'gs'],
])

const begin = (): Operation => new Operation('BDC', ['Span', new Map([['ActualText', UTF16_SOFT_HYPHEN]])])
/** With its byte order mark (7.9.2.2). */
const UTF16_SOFT_HYPHEN = Uint8Array.of(0xfe, 0xff, 0x00, 0xad)

/** The replacement text of a Span that gives nothing but that, if it is one UTF-16 unit. */
function actualText({ operands: [tag, properties] }: Operation): string | undefined {
  if (tag !== 'Span' || !(properties instanceof Map) || properties.size !== 1) return undefined
  const bytes = (properties as ReadonlyMap<string, Operand>).get('ActualText')
  return bytes instanceof Uint8Array && bytes.length === 4 && bytes[0] === 0xfe && bytes[1] === 0xff
    ? String.fromCharCode(bytes[2]! * 256 + bytes[3]!)
    : undefined
}
