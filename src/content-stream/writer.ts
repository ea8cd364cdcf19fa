/** Operations → bytes: as they came, or canonically. */
import { HASH, isRegular, LF } from './characters.js'
import type { Operand, Operation } from './content-stream.js'

/** Collects what is emitted. Operations that follow one another in the source are copied together. */
export class Writer {
  private out = new Uint8Array(0)
  private length = 0
  // What is to be copied from the source next.
  private from = 0
  private to = 0

  constructor(private readonly source: Uint8Array) {}

  write(operation: Operation): void {
    if (operation.source === undefined) {
      this.flush()
      this.append(Buffer.from(`${this.length > 0 ? '\n' : ''}${canonical(operation)}`, 'latin1'))
    } else if (operation.source !== this.source) {
      this.flush()
      this.append(operation.source.subarray(operation.before, operation.end))
    } else {
      if (operation.before !== this.to) {
        this.flush()
        this.from = operation.before
      }
      this.to = operation.end
    }
  }

  /** @param end one past the last operation of the source; what is left there are comments and white space */
  finish(end: number): Uint8Array {
    const { source } = this
    if (this.length === 0 && this.from === 0 && this.to === end) return source
    this.flush()
    this.append(source.subarray(end))
    return this.out.slice(0, this.length)
  }

  private flush(): void {
    this.append(this.source.subarray(this.from, this.to))
    this.from = this.to
  }

  private append(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    const needed = this.length + bytes.length + 1
    if (needed > this.out.length) {
      const larger = new Uint8Array(Math.max(needed, this.out.length * 2, this.source.length))
      larger.set(this.out.subarray(0, this.length))
      this.out = larger
    }
    // Two tokens that now meet must not become one.
    if (this.length > 0 && isRegular(this.out[this.length - 1]!) && isRegular(bytes[0]!))
      this.out[this.length++] = LF
    this.out.set(bytes, this.length)
    this.length += bytes.length
  }
}

/** Whatever it looked like where it was read. */
export function canonical({ operator, operands }: Operation): string {
  if (operator !== 'BI') return [...operands.map(write), operator].join(' ')
  const [dictionary, data] = operands
  if (!(dictionary instanceof Map) || !(data instanceof Uint8Array))
    throw new TypeError('An inline image has a dictionary and data.')
  return `BI ${writeEntries(dictionary as Map<string, Operand>)} ID ${Buffer.from(data).toString('latin1')}\nEI`
}

function write(operand: Operand): string {
  if (operand === null) return 'null'
  if (typeof operand === 'boolean') return operand ? 'true' : 'false'
  if (typeof operand === 'number') return writeNumber(operand)
  if (typeof operand === 'string') return writeName(operand)
  if (operand instanceof Uint8Array) return writeString(operand)
  if (operand instanceof Map) return `<< ${writeEntries(operand as Map<string, Operand>)} >>`
  return `[${(operand as readonly Operand[]).map(write).join(' ')}]`
}

/** Each byte in hexadecimal. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function writeString(bytes: Uint8Array): string {
  let text = '<'
  for (const byte of bytes) text += HEX[byte]!
  return `${text}>`
}

const writeEntries = (entries: ReadonlyMap<string, Operand>): string =>
  [...entries].map(([key, value]) => `${writeName(key)} ${write(value)}`).join(' ')

/** Shortest digits that give the same number again, without an exponent, which PDF does not have. */
function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot stand in a content stream.`)
  const text = String(value)
  if (!text.includes('e')) return text
  const [, sign, whole, fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)!
  const digits = `${whole}${fraction}`
  const shift = Number(exponent)
  return shift < 0 ? `${sign}0.${'0'.repeat(-shift - 1)}${digits}` : `${sign}${digits.padEnd(shift + 1, '0')}`
}

function writeName(name: string): string {
  let text = '/'
  for (let i = 0; i < name.length; i++) {
    const byte = name.charCodeAt(i)
    if (byte === 0 || byte > 255) throw new RangeError(`The name «${name}» cannot be written.`)
    const plain = byte > 0x20 && byte < 0x7f && byte !== HASH && isRegular(byte)
    text += plain ? name[i]! : `#${byte.toString(16).padStart(2, '0')}`
  }
  return text
}
