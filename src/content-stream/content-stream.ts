/** Content streams (ISO 32000-1, 7.8.2): bytes → operations → bytes, and what is not changed stays as it was. */
import { CLASSES, DIGIT, HASH, isRegular, isSpace, LF, REGULAR, SPACE } from './characters.js'
import { endOfImageData } from './inline-image.js'
import { canonical, Writer } from './writer.js'

/** A name is a string, one character a byte and without its slash; a string is its bytes; a dictionary is a map. */
export type Operand =
  number | boolean | null | string | Uint8Array | readonly Operand[] | ReadonlyMap<string, Operand>

/**
 * An operator and what stands before it. An inline image (8.9.7) is one operation, BI, with two operands: its
 * dictionary and its data.
 */
export class Operation {
  constructor(
    readonly operator: string,
    readonly operands: readonly Operand[],
    /** The stream it was read from; a new operation has none. */
    readonly source?: Uint8Array,
    /** Where the white space and the comments before it begin. */
    readonly before = 0,
    /** Where its first operand begins, or the operator if it has none. */
    readonly start = 0,
    /** One past its last byte. */
    readonly end = 0,
  ) {}
}

export type Emit = (operation: Operation) => void
/** Gets the operations one by one and emits what shall stand in their place. */
export type Pass = (operation: Operation, emit: Emit) => void

/** What is wrong with a content stream, and where. */
export class ContentStreamError extends Error {
  override readonly name = 'ContentStreamError'
  constructor(
    readonly offset: number,
    readonly expected: string,
    found: string,
  ) {
    super(`Content stream, byte ${offset}: expected ${expected}, found ${found}.`)
  }
}

/**
 * The operations in their order, each read when it is asked for. Throws `ContentStreamError`.
 * @param bytes a decoded stream; must not change meanwhile, since operations refer to it
 */
export function* readOperations(bytes: Uint8Array): Generator<Operation, void, undefined> {
  const reader = new Reader(bytes)
  for (let operation = reader.next(); operation; operation = reader.next()) yield operation
}

/**
 * Sends all operations through a pass. What it emits as it came is copied byte by byte with the white space and
 * comments before it; new operations are written canonically, each on a line of its own. Throws `ContentStreamError`.
 * @param end called after the last operation, for a pass that holds some back
 * @returns the very bytes given, if nothing changed
 */
export function rewrite(bytes: Uint8Array, pass: Pass, end?: (emit: Emit) => void): Uint8Array {
  const reader = new Reader(bytes)
  const writer = new Writer(bytes)
  const emit: Emit = (operation) => writer.write(operation)
  for (let operation = reader.next(); operation; operation = reader.next()) pass(operation, emit)
  end?.(emit)
  return writer.finish(reader.end)
}

/** Writes operations canonically, whatever they looked like where they were read. */
export function serialise(operations: Iterable<Operation>): Uint8Array {
  const lines = Array.from(operations, canonical)
  return new Uint8Array(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'))
}

const CR = 0x0d
const PERCENT = 0x25
const LEFT = 0x28
const RIGHT = 0x29
const PLUS = 0x2b
const MINUS = 0x2d
const POINT = 0x2e
const SLASH = 0x2f
const LESS = 0x3c
const GREATER = 0x3e
const OPEN = 0x5b
const BACKSLASH = 0x5c
const CLOSE = 0x5d

/** Values of hexadecimal digits, 255 for all other bytes. */
const HEX = new Uint8Array(256).fill(255)
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16)
  HEX[digit.charCodeAt(0)] = value
  HEX[digit.toUpperCase().charCodeAt(0)] = value
}

/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))

/** \n \r \t \b \f (7.3.4.2, table 3); every other character stands for itself. */
const ESCAPES: Readonly<Record<number, number>> = { 0x6e: 10, 0x72: 13, 0x74: 9, 0x62: 8, 0x66: 12 }

class Reader {
  private at = 0
  /** One past the last operation. */
  end = 0

  constructor(private readonly bytes: Uint8Array) {}

  /** The next operation; nothing at the end of the stream. */
  next(): Operation | undefined {
    const { bytes } = this
    const before = this.at
    this.skip()
    const start = this.at
    const operands: Operand[] = []
    for (;;) {
      if (this.at >= bytes.length) {
        if (operands.length > 0) this.fail('an operator')
        return undefined
      }
      if (CLASSES[bytes[this.at]!] !== REGULAR) operands.push(this.operand())
      else {
        const word = this.keyword()
        const constant = CONSTANTS.get(word)
        if (constant !== undefined) operands.push(constant)
        else {
          if (word === 'BI') this.image(operands, start)
          this.end = this.at
          return new Operation(word, operands, bytes, before, start, this.at)
        }
      }
      this.skip()
    }
  }

  /** White space and comments (7.2.3). */
  private skip(): void {
    const { bytes } = this
    let at = this.at
    for (;;) {
      const byte = bytes[at]
      if (byte === undefined) break
      if (CLASSES[byte] === SPACE) at++
      else if (byte === PERCENT) {
        while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++
      } else break
    }
    this.at = at
  }

  /** Anything but a keyword. */
  private operand(): Operand {
    const { bytes } = this
    const byte = bytes[this.at]!
    if (CLASSES[byte] === DIGIT) return this.number()
    switch (byte) {
      case SLASH:
        return this.name()
      case LEFT:
        return this.literal()
      case LESS:
        return bytes[this.at + 1] === LESS ? this.dictionary() : this.hexadecimal()
      case OPEN:
        return this.array()
      default:
        return this.fail('an operand or an operator')
    }
  }

  /** An operand inside an array or a dictionary, where keywords other than true, false and null have no place. */
  private value(expected: string): Operand {
    if (this.at >= this.bytes.length) this.fail(expected)
    if (CLASSES[this.bytes[this.at]!] !== REGULAR) return this.operand()
    const start = this.at
    const constant = CONSTANTS.get(this.keyword())
    if (constant === undefined) this.fail(expected, start)
    return constant
  }

  /** Operators of up to three characters come from a table, since making a string takes longer. */
  private keyword(): string {
    const { bytes } = this
    const start = this.at
    let at = start
    let key = 0
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (!isRegular(byte)) break
      if (byte < 0x21 || byte > 0x7e) this.fail('an operator', at)
      key = (key << 8) | byte
    }
    this.at = at
    return (at - start <= 3 ? OPERATORS.get(key) : undefined) ?? latin1(bytes, start, at)
  }

  /** 7.3.3. Numbers without a digit, «-.», are zero to all readers. */
  private number(): number {
    const { bytes } = this
    const start = this.at
    let at = start
    const sign = bytes[at]
    if (sign === MINUS || sign === PLUS) at++
    let mantissa = 0
    let digits = 0
    let fraction = -1
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (byte >= 0x30 && byte <= 0x39) {
        mantissa = mantissa * 10 + byte - 0x30
        if (mantissa > 0) digits++
        if (fraction >= 0) fraction++
      } else if (byte === POINT && fraction < 0) fraction = 0
      else if (isRegular(byte)) this.fail('a digit, white space or a delimiter', at)
      else break
    }
    this.at = at
    if (at - start === 1 && fraction < 0 && (sign === MINUS || sign === PLUS)) this.fail('a digit')
    if (mantissa === 0) return 0
    // The quotient of two numbers that are held exactly is rounded once, as a parser of decimals does.
    if (digits <= 15 && fraction <= 22) {
      const value = fraction > 0 ? mantissa / POWERS[fraction]! : mantissa
      return sign === MINUS ? -value : value
    }
    const value = Number(latin1(bytes, start, at))
    if (!Number.isFinite(value)) this.fail('a number below 1.8e308', start)
    return value === 0 ? 0 : value
  }

  /** 7.3.5 */
  private name(): string {
    const { bytes } = this
    const start = ++this.at
    let at = start
    while (at < bytes.length && isRegular(bytes[at]!) && bytes[at] !== HASH) at++
    let name = latin1(bytes, start, at)
    for (; at < bytes.length && isRegular(bytes[at]!); at++) {
      let byte = bytes[at]!
      if (byte === HASH) {
        byte = HEX[bytes[at + 1]!]! * 16 + HEX[bytes[at + 2]!]!
        if (!(byte > 0 && byte < 256)) this.fail('two hexadecimal digits other than 00', at + 1)
        at += 2
      }
      name += String.fromCharCode(byte)
    }
    this.at = at
    return name
  }

  /** 7.3.4.2 */
  private literal(): Uint8Array {
    const { bytes } = this
    const open = this.at
    const start = open + 1
    let depth = 1
    let plain = true
    let at = start
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (byte === BACKSLASH) {
        plain = false
        at++
      } else if (byte === CR) plain = false
      else if (byte === LEFT) depth++
      else if (byte === RIGHT && --depth === 0) break
    }
    if (at >= bytes.length) this.fail(`«)» for the string that begins at byte ${open}`, bytes.length)
    this.at = at + 1
    return plain ? copy(bytes, start, at) : unescape(bytes, start, at)
  }

  /** 7.3.4.3: white space does not count, and a last digit that is missing is 0. */
  private hexadecimal(): Uint8Array {
    const { bytes } = this
    const open = this.at
    const start = open + 1
    let end = start
    let digits = 0
    for (; ; end++) {
      const byte = bytes[end]
      if (byte === GREATER) break
      if (byte === undefined) this.fail(`«>» for the string that begins at byte ${open}`, end)
      if (HEX[byte] !== 255) digits++
      else if (CLASSES[byte] !== SPACE) this.fail('a hexadecimal digit or «>»', end)
    }
    if (digits === 4 && end - start === 4) {
      this.at = end + 1
      return glyph(
        (HEX[bytes[start]!]! << 12) |
          (HEX[bytes[start + 1]!]! << 8) |
          (HEX[bytes[start + 2]!]! << 4) |
          HEX[bytes[start + 3]!]!,
      )
    }
    const string = new Uint8Array((digits + 1) >> 1)
    let count = 0
    for (let at = start; at < end; at++) {
      const value = HEX[bytes[at]!]!
      if (value === 255) continue
      string[count >> 1]! |= count & 1 ? value : value << 4
      count++
    }
    this.at = end + 1
    return string
  }

  private array(): Operand[] {
    const { bytes } = this
    const open = this.at++
    const items: Operand[] = []
    for (;;) {
      this.skip()
      if (bytes[this.at] === CLOSE) break
      items.push(this.value(`an operand or «]» for the array that begins at byte ${open}`))
    }
    this.at++
    return items
  }

  private dictionary(): Map<string, Operand> {
    const { bytes } = this
    const open = this.at
    this.at += 2
    const entries = this.entries(`a key or «>>» for the dictionary that begins at byte ${open}`)
    if (bytes[this.at] !== GREATER || bytes[this.at + 1] !== GREATER)
      this.fail(`a key or «>>» for the dictionary that begins at byte ${open}`)
    this.at += 2
    return entries
  }

  /** Keys and values up to something that is no key. */
  private entries(expected: string): Map<string, Operand> {
    const entries = new Map<string, Operand>()
    for (;;) {
      this.skip()
      if (this.at >= this.bytes.length) this.fail(expected)
      if (this.bytes[this.at] !== SLASH) return entries
      const key = this.name()
      this.skip()
      entries.set(key, this.value(`a value for /${key}`))
    }
  }

  /** What follows BI. */
  private image(operands: Operand[], start: number): void {
    const { bytes } = this
    if (operands.length > 0) this.fail('an operator that takes operands', start)
    this.skip()
    const expected = `a key or ID for the inline image that begins at byte ${start}`
    const dictionary = this.entries(expected)
    const mark = this.at
    if (!isRegular(bytes[mark]!) || this.keyword() !== 'ID') this.fail(expected, mark)
    if (isSpace(bytes[this.at])) this.at++
    const found = endOfImageData(bytes, this.at, dictionary, (at) => this.isContent(at))
    if (!found) this.fail(`EI for the inline image that begins at byte ${start}`, bytes.length)
    operands.push(dictionary, copy(bytes, this.at, found.end))
    this.at = found.next
  }

  /** Whether operations can be read from here: what was taken for EI could be part of an image. */
  private isContent(at: number): boolean {
    const ahead = new Reader(this.bytes)
    ahead.at = at
    try {
      for (let i = 0; i < 5; i++) {
        ahead.skip()
        const mark = ahead.at
        if (this.bytes[mark] === 0x42 && this.bytes[mark + 1] === 0x49) return true // another inline image
        const operation = ahead.next()
        if (!operation || operation.operator === 'BX') return true // what BX protects is unknown to us
        if (!KNOWN.has(operation.operator)) return false
      }
      return true
    } catch (error) {
      if (error instanceof ContentStreamError) return false
      throw error
    }
  }

  private fail(expected: string, at = this.at): never {
    const byte = this.bytes[at]
    const found =
      byte === undefined
        ? 'the end of the stream'
        : byte > 0x20 && byte < 0x7f
          ? `«${String.fromCharCode(byte)}»`
          : `byte 0x${byte.toString(16).padStart(2, '0')}`
    throw new ContentStreamError(at, expected, found)
  }
}

/** All operators there are (annex A, table A.1), save those that only stand inside an inline image. */
export const KNOWN: ReadonlySet<string> = new Set(
  (
    'b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M MP n q Q re ' +
    'RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y \' "'
  ).split(' '),
)
const CONSTANTS: ReadonlyMap<string, true | false | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])
const OPERATORS: ReadonlyMap<number, string> = new Map(
  [...KNOWN].map((operator) => [Buffer.from(operator).reduce((key, byte) => (key << 8) | byte, 0), operator]),
)

const glyphs = new Array<Uint8Array | undefined>(0x10000)

/** A string of two bytes: most strings there are, and always the same ones. Shared by all streams; not to be written into. */
const glyph = (code: number): Uint8Array => (glyphs[code] ??= Uint8Array.of(code >> 8, code & 255))

/** Not `slice`, which gives a view, and a Buffer, if it is called on a Buffer. */
const copy = (bytes: Uint8Array, start: number, end: number): Uint8Array =>
  new Uint8Array(bytes.subarray(start, end))

function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]!)
  return text
}

/** The content of a literal string, with its escape sequences and line ends resolved. */
function unescape(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const string = new Uint8Array(end - start)
  let length = 0
  let at = start
  const skipLineEnd = () => {
    at += bytes[at] === CR && bytes[at + 1] === LF ? 2 : 1
  }
  const octal = (index: number) => index < end && bytes[index]! >= 0x30 && bytes[index]! <= 0x37
  while (at < end) {
    let byte = bytes[at]!
    if (byte === CR) {
      skipLineEnd()
      byte = LF
    } else if (byte !== BACKSLASH) at++
    else if (bytes[++at] === CR || bytes[at] === LF) {
      skipLineEnd()
      continue
    } else if (octal(at)) {
      byte = 0
      // High-order overflow is ignored: the array keeps eight bits.
      for (const last = at + 3; at < last && octal(at); at++) byte = byte * 8 + bytes[at]! - 0x30
    } else {
      byte = ESCAPES[bytes[at]!] ?? bytes[at]!
      at++
    }
    string[length++] = byte
  }
  return string.slice(0, length)
}
