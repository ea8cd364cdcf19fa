/**
 * Files of the cache with their SHA-256 in them: what is cut off, damaged, another's or another entry is none. Loaded
 * before anything else (start.ts), so it imports nothing but Node.
 */
import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'

/** Only this user, or root, can change it. Where there are no users (Windows) the file system sees to that. */
export function isTrusted({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): boolean {
  const own = process.geteuid?.()
  return own === undefined || ((uid === own || uid === 0) && (mode & 0o022) === 0)
}

/** The file's bytes if only this user or root can change it. What is opened is looked at, so nobody exchanges it in between. */
export function readTrusted(file: string): Buffer | undefined {
  let open: number | undefined
  try {
    open = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const found = fstatSync(open)
    return found.isFile() && isTrusted(found) ? readFileSync(open) : undefined
  } catch {
    return undefined
  } finally {
    if (open !== undefined) closeSync(open)
  }
}

/** Its name belongs to an entry: one must not be taken for another. */
const sumOf = (name: string, content: string | Uint8Array): Buffer =>
  createHash('sha256').update(`${name}\0`).update(content).digest()

const SUM_LENGTH = 32

export const sealBytes = (name: string, content: Uint8Array): Buffer =>
  Buffer.concat([sumOf(name, content), content])

/** What `sealBytes` was given; undefined for anything else. */
export function unsealBytes(name: string, sealed: Buffer | undefined): Buffer | undefined {
  const content = sealed?.subarray(SUM_LENGTH)
  return content?.length && sumOf(name, content).equals(sealed!.subarray(0, SUM_LENGTH)) ? content : undefined
}

export function sealJson(name: string, content: unknown): string {
  const text = JSON.stringify(content)
  return `{"sha256":"${sumOf(name, text).toString('hex')}","content":${text}}\n`
}

/** What `sealJson` was given; undefined for anything else. */
export function unsealJson(name: string, sealed: Buffer | undefined): unknown {
  try {
    const { sha256, content } = JSON.parse(sealed?.toString() ?? '') as {
      sha256?: unknown
      content?: unknown
    }
    return sumOf(name, JSON.stringify(content)).toString('hex') === sha256 ? content : undefined
  } catch {
    return undefined
  }
}
