/**
 * Stands in for pako, with which pdf-lib deflates and fontkit inflates. Deflates with zlib itself as WebAssembly: in a third
 * of the time, and to the same bytes everywhere, which Node's own does not. What is inflated is the same whoever does it.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'

/** What `zlib-streams.wasm` exports, as far as it is called. Addresses, lengths in bytes. */
interface Zlib {
  readonly memory: { readonly buffer: ArrayBuffer }
  _initialize(): void
  malloc(length: number): number
  free(address: number): void
  deflate_new(): number
  deflate_init(stream: number, level: number): number
  /** @returns how many bytes it wrote, and in the highest eight bits what zlib's `deflate` returned */
  deflate_process(
    stream: number,
    input: number,
    inputLength: number,
    output: number,
    outputLength: number,
    flush: number,
  ): number
  deflate_last_consumed(stream: number): number
  deflate_end(stream: number): number
}

const LEVEL = 6
const FINISH = 4 // Z_FINISH
const STREAM_END = 1 // Z_STREAM_END

/** Bytes given to zlib, and taken from it, at a time. */
const CHUNK = 1 << 16

let zlib: Zlib | undefined

function deflate(bytes: Uint8Array): Uint8Array {
  zlib ??= load()
  const stream = zlib.deflate_new()
  const [input, output] = [zlib.malloc(CHUNK), zlib.malloc(CHUNK)]
  zlib.deflate_init(stream, LEVEL)
  const parts: Uint8Array[] = []
  for (let from = 0, ended = false; !ended;) {
    const chunk = bytes.subarray(from, from + CHUNK)
    const flush = from + chunk.length === bytes.length ? FINISH : 0
    new Uint8Array(zlib.memory.buffer).set(chunk, input)
    const result = zlib.deflate_process(stream, input, chunk.length, output, CHUNK, flush)
    const status = result >>> 24
    if (status > STREAM_END)
      throw new Error(`zlib cannot deflate ${bytes.length} bytes: status ${status - 256}`)
    parts.push(new Uint8Array(zlib.memory.buffer).slice(output, output + (result & 0xffffff)))
    from += zlib.deflate_last_consumed(stream)
    ended = status === STREAM_END
  }
  zlib.deflate_end(stream)
  zlib.free(input)
  zlib.free(output)
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

function load(): Zlib {
  const file = createRequire(import.meta.url).resolve('zlib-streams/zlib-streams.wasm')
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)))
  const zlib = exports as unknown as Zlib
  zlib._initialize()
  return zlib
}

export default {
  deflate,
  inflate: (bytes: Uint8Array | ArrayBuffer): Uint8Array => inflateSync(bytes),
}
