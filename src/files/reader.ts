/** The one way to read a file of a publication: a regular file of a fitting size, in the publication, its house or Broadside. */
import { constants, type Dirent, type Stats } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Diagnostic } from '../diagnostic.js'
import { type FileKind, limitOf } from './limits.js'
import {
  type Asker,
  follow,
  type Home,
  homeAt,
  locate,
  type Located,
  type Refusal,
  tellRefusal,
} from './locate.js'
import { problemOf } from './words.js'

/** Where readers put what they find. */
export type Report = (finding: Diagnostic) => void

export interface Entry {
  readonly name: string
  readonly kind: 'file' | 'folder'
}

/** What was looked at, by absolute path: when none of it has changed, all that was read is the same. */
export interface FileRecord {
  readonly read: ReadonlySet<string>
  readonly missing: ReadonlySet<string>
  readonly listed: ReadonlySet<string>
}

export interface Reader {
  /** The file's bytes; undefined if they cannot be had. A file that is not there is reported as `missing`, or not at all. */
  bytes(
    file: string,
    kind: FileKind,
    report: Report,
    missing?: Diagnostic,
    asker?: Asker,
  ): Promise<Buffer | undefined>
  /** What the folder holds, links as what they lead to; nothing if there is no such folder. */
  list(folder: string, report: Report): Promise<readonly Entry[]>
  /** The file, for somebody else to read; or why it may not be read. */
  locate(file: string, kind: FileKind): Promise<Located | Refusal>
  /** Lets files be read from a house folder, which is there. */
  admit(house: string): Promise<void>
  readonly record: FileRecord
  /** Whose files are a stranger's. */
  readonly untrusted: boolean
}

/** What Broadside and a house hold for publications. */
const SHARED = ['templates', 'fonts', 'profiles']

/** What else of a house may be used: only what shows nothing that is not meant to be shown. */
const HOUSE_WIDE = ['.svg', '.png', '.jpg', '.jpeg', '.webp', '.gif', '.avif', '.ttf', '.icc', '.icm']

/**
 * @param folder the publication's own folder, or another one that nothing may be read beyond
 * @param broadside Broadside's own root
 * @param untrusted files are a stranger's, and may be less large
 */
export async function openReader(
  folder: string,
  { broadside, untrusted = false }: { readonly broadside?: string; readonly untrusted?: boolean } = {},
): Promise<Reader> {
  const homes: Home[] = []
  const settle = async (path: string, only?: readonly string[]): Promise<void> => {
    const home = await homeAt(resolve(path), only).catch(() => undefined) // what lies there is refused, then
    if (home) homes.push(home)
  }
  await settle(folder)
  if (broadside !== undefined) for (const name of SHARED) await settle(join(broadside, name))

  const [read, missing, listed] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const note = (file: string, { kind }: Located | Refusal) => {
    if (kind === 'file') read.add(file)
    else if (kind === 'missing') missing.add(file)
  }

  return {
    record: { read, missing, listed },
    untrusted,
    async admit(house) {
      for (const name of SHARED) await settle(join(house, name))
      await settle(house, HOUSE_WIDE)
    },
    async locate(file, kind) {
      const path = resolve(file)
      const found = await locate(path, kind, homes, untrusted)
      note(path, found)
      return found
    },
    async bytes(file, kind, report, missing, asker) {
      const path = resolve(file)
      const found = await locate(path, kind, homes, untrusted)
      note(path, found)
      const bytes = found.kind === 'file' ? await readLocated(found, kind, untrusted) : found
      if (bytes instanceof Uint8Array) return bytes
      const finding = tellRefusal(bytes, file, asker, missing)
      if (finding) report(finding)
      return undefined
    },
    async list(folder, report) {
      const path = resolve(folder)
      listed.add(path)
      const found = await follow(path, homes)
      if (found.kind !== 'entry') {
        const finding = tellRefusal(found, folder, undefined, undefined)
        if (finding) report(finding)
        return []
      }
      const entries = await readdir(found.real, { withFileTypes: true }).catch((error: unknown): Dirent[] => {
        const refusal = { kind: 'unreadable', problem: problemOf(error) } as const
        report(tellRefusal(refusal, folder, undefined, undefined)!)
        return []
      })
      return Promise.all(entries.map((entry) => whatIs(found.real, entry)))
    },
  }
}

async function whatIs(folder: string, entry: Dirent): Promise<Entry> {
  const { name } = entry
  const isFolder = entry.isSymbolicLink()
    ? await stat(join(folder, name)).then(
        (stats) => stats.isDirectory(),
        () => false,
      )
    : entry.isDirectory()
  return { name, kind: isFolder ? 'folder' : 'file' }
}

/** A pipe must not let us wait for its writer, a link that has taken a file's place must not lead elsewhere. */
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
const FLAGS = (O_RDONLY ?? 0) | O_NOFOLLOW | O_NONBLOCK

/** Reads the very file that was located, and never more of it than its kind may have, however it grows. */
async function readLocated(
  { real, stats }: Located,
  kind: FileKind,
  untrusted: boolean,
): Promise<Buffer | Refusal> {
  try {
    const handle = await open(real, FLAGS)
    try {
      const now = await handle.stat()
      if (!now.isFile() || !isSame(now, stats))
        return { kind: 'unreadable', problem: 'something else took its place meanwhile' }
      const { what, bytes: limit } = limitOf(kind, untrusted)
      let bytes = Buffer.alloc(Math.min(now.size, limit) + 1)
      for (let length = 0; ;) {
        const { bytesRead } = await handle.read(bytes, length, bytes.length - length)
        length += bytesRead
        if (length > limit) return { kind: 'large', bytes: length, what, limit }
        if (!bytesRead) return bytes.subarray(0, length)
        if (length === bytes.length) bytes = Buffer.concat([bytes], Math.min(2 * bytes.length, limit + 1)) // it has grown meanwhile
      }
    } finally {
      await handle.close()
    }
  } catch (error) {
    return { kind: 'unreadable', problem: problemOf(error) }
  }
}

const isSame = (a: Stats, b: Stats): boolean => a.ino === b.ino && a.dev === b.dev
