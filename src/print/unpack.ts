/** The pinned browser unpacked, once, where only this user or root can change it; what is damaged is unpacked anew. */
import { createHash } from 'node:crypto'
import { accessSync, constants, createReadStream, createWriteStream, lstatSync, readdirSync } from 'node:fs'
import { chmod, mkdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { problemOf } from '../files/words.js'
import { makeFolder, writeWhole } from '../files/writer.js'
import { makeOwned, removeOwned, sweepOwned } from '../files/owned.js'
import { isTrusted, readTrusted, sealJson, unsealJson } from '../files/sealed.js'

/** The browser as npm brings it. */
export interface Archive {
  readonly folder: string
  readonly version: string
}

/** What it takes on the disk. */
export const UNPACKED_MB = 300

const PREFIX = 'unpacking-'

/**
 * The folder that holds the browser, below `parent`. Unpacked under another name and then renamed, so that whatever has the right name
 * is whole. Throws the system's error where that cannot be, and `Damaged` where it can be neither used nor replaced.
 */
export async function unpack({ folder, version }: Archive, parent: string): Promise<string> {
  const name = `chromium-${version}`
  const home = join(parent, name)
  await makeFolder(parent, 0o700)
  const fault = await faultIn(home, name)
  if (!fault) return home
  await sweepOwned(parent, PREFIX)
  const temporary = await makeOwned(parent, PREFIX).catch((error: unknown) => {
    throw fault === MISSING ? error : new Damaged(home, fault, problemOf(error))
  })
  try {
    const made = join(temporary, name)
    await mkdir(made, { mode: 0o700 })
    const { default: tar } = await import('tar-fs')
    // As root it would give the files to whoever packed them.
    const own: object = { chown: false, umask: 0o022 } // not all in its types
    const extract = () => tar.extract(made, own)
    await Promise.all([
      inflate(join(folder, 'chromium.br'), createWriteStream(join(made, PROGRAM), { mode: 0o700 })),
      inflate(join(folder, 'al2023.tar.br'), extract()),
      inflate(join(folder, 'fonts.tar.br'), extract()),
    ])
    await chmod(join(made, PROGRAM), 0o700)
    await seal(made, name, await takeSums(made))
    // Another build may have been quicker, and its copy is as good.
    const still = await faultIn(home, name)
    if (still) await replace(home, made, join(temporary, 'old'), still)
    return home
  } finally {
    await removeOwned(temporary).catch(() => {}) // the next build sweeps
  }
}

/** Thrown for a browser that is no good and that this user cannot replace. */
export class Damaged extends Error {
  constructor(
    readonly home: string,
    fault: string,
    problem: string,
  ) {
    super(`${fault}, and it cannot be replaced: ${problem}`)
  }
}

const PROGRAM = 'chromium'
const SUMS = 'sums.json'
const MISSING = 'it is not there'

const inflate = (file: string, to: NodeJS.WritableStream): Promise<void> =>
  pipeline(createReadStream(file), createBrotliDecompress(), to)

async function replace(home: string, made: string, old: string, fault: string): Promise<void> {
  try {
    if (fault !== MISSING) await rename(home, old)
    await rename(made, home)
  } catch (error) {
    if (await faultIn(home, basename(home))) throw new Damaged(home, fault, problemOf(error))
  }
}

/** A file as it was unpacked; `stamp` changes with whatever is done to it. */
interface Sum {
  readonly sha256: string
  readonly stamp: string
}
type Sums = ReadonlyMap<string, Sum>

const seal = (home: string, name: string, sums: Sums): Promise<void> =>
  writeWhole(join(home, SUMS), sealJson(name, Object.fromEntries(sums)), { mode: 0o600 })

async function takeSums(home: string): Promise<Sums> {
  const sums = new Map<string, Sum>()
  for (const path of filesBelow(home)) sums.set(path, await sumOf(join(home, path)))
  return sums
}

const sumOf = async (file: string): Promise<Sum> => ({ sha256: await hash(file), stamp: stampOf(file) })

async function hash(file: string): Promise<string> {
  const sum = createHash('sha256')
  for await (const bytes of createReadStream(file, { highWaterMark: 1 << 20 })) sum.update(bytes as Buffer)
  return sum.digest('hex')
}

/** To read two hundred megabytes takes as long as a page; a file of the same place, size and times is the same one. */
function stampOf(file: string): string {
  const { ino, size, mtimeNs, ctimeNs } = lstatSync(file, { bigint: true })
  return [ino, size, mtimeNs, ctimeNs].join(' ')
}

/** Why what lies in the folder is not the browser that was unpacked there; undefined if it is. */
async function faultIn(home: string, name: string): Promise<string | undefined> {
  try {
    if (!isTrusted(lstatSync(home))) return `${home} belongs to another user or can be changed by others`
    const sums = readSums(home, name)
    if (!sums) return `${join(home, SUMS)} does not say what belongs there`
    const files = filesBelow(home)
    const missing = [...sums.keys()].find((path) => !files.includes(path))
    if (missing !== undefined) return `${join(home, missing)} is missing`
    accessSync(join(home, PROGRAM), constants.X_OK)
    const anew = new Map<string, Sum>()
    for (const path of files) {
      const file = join(home, path)
      const kept = sums.get(path)
      if (!kept || !isTrusted(lstatSync(file))) return `${file} does not belong there`
      if (kept.stamp === stampOf(file)) continue
      const now = await sumOf(file)
      if (now.sha256 !== kept.sha256) return `${file} is damaged`
      anew.set(path, now)
    }
    // A copy in another place, such as a container's image: a user who may not write there looks at it each time.
    if (anew.size) await seal(home, name, new Map([...sums, ...anew])).catch(() => {})
    return undefined
  } catch (error) {
    return isNothing(home) ? MISSING : `${home} cannot be used: ${problemOf(error)}`
  }
}

function isNothing(path: string): boolean {
  try {
    lstatSync(path)
    return false
  } catch {
    return true
  }
}

function readSums(home: string, name: string): Sums | undefined {
  const content = unsealJson(name, readTrusted(join(home, SUMS)))
  if (!content || typeof content !== 'object') return undefined
  return new Map(Object.entries(content as Readonly<Record<string, Sum>>))
}

/** Relative paths of all that is no folder, but for the sums; a folder that others can change is thrown as an error. */
function filesBelow(home: string, path = ''): string[] {
  return readdirSync(join(home, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = join(path, entry.name)
    if (!entry.isDirectory()) return inner.startsWith(SUMS) ? [] : [inner] // another build may just be writing them
    if (!isTrusted(lstatSync(join(home, inner))))
      throw new Error(`${join(home, inner)} can be changed by others`)
    return filesBelow(home, inner)
  })
}
