/** The one way to write: under a random name that nobody else has, then in its place; never outside the folder that it is for. */
import { randomBytes } from 'node:crypto'
import { lstat, mkdir, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { isInside } from './locate.js'
import { codeOf, isMissing } from './words.js'

/** A folder to write into. */
export interface Place {
  readonly folder: string
  /** What it must not lead out of by a link; undefined for a place that the user has named. */
  readonly within?: string | undefined
}

/**
 * @param root the project that the folder belongs to, if it lies in it
 * @param named the user has asked for this very folder, and may have any
 */
export const placeFor = (folder: string, root: string, named: boolean): Place =>
  named || !isInside(resolve(folder), resolve(root)) ? { folder } : { folder, within: root }

export interface Writer {
  /** Throws `LeadsOut` if a path would lead out of the place; nothing is made. */
  check(path: string): Promise<void>
  /** Makes the folders of a path that lies in the place, and gives the whole path. Throws `LeadsOut` or the system's error. */
  reach(path: string): Promise<string>
  /** Writes a file of the place, whole; what was there stays if that fails. */
  write(path: string, content: string | Uint8Array): Promise<void>
  /** Takes a file, or a link, out of the place; one that is not there is no error. */
  remove(path: string): Promise<void>
}

/** Thrown where a link would let something be written elsewhere. */
export class LeadsOut extends Error {
  readonly link: string
  /** As the link says it. */
  readonly target: string
  constructor(link: string, target: string) {
    super(`${link} is a link that leads elsewhere, to ${target}`)
    this.link = link
    this.target = target
  }
}

/** What there is to say of it where something else may be said of other errors. */
export const tellLeadsOut = (error: unknown): Diagnostic | undefined =>
  error instanceof LeadsOut
    ? diagnose('place-leads-out', { file: error.link }, { target: error.target })
    : undefined

/** Nothing is made before something is written. Throws `LeadsOut` if the place is not where it seems to be. */
export async function openWriter({ folder, within }: Place): Promise<Writer> {
  const home = resolve(folder)
  const checkPlace = async (): Promise<void> => {
    if (within !== undefined) await checkWay(resolve(within), home)
  }
  await checkPlace()
  const reach = async (path: string): Promise<string> => {
    const file = join(home, path)
    if (!isInside(file, home)) throw new Error(`${path} lies outside ${folder}`)
    await checkPlace()
    await makeFolder(home)
    await checkWay(home, dirname(file))
    await makeFolder(dirname(file))
    return file
  }
  return {
    check: (path) => checkWay(home, dirname(join(home, path))),
    reach,
    async write(path, content) {
      await writeWhole(await reach(path), content, { durable: true })
    },
    async remove(path) {
      const file = join(home, path)
      await checkPlace()
      await checkWay(home, dirname(file))
      await rm(file).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    },
  }
}

/** Throws `LeadsOut` if a link on the way from one folder to another below it leads out of the first. */
async function checkWay(from: string, to: string): Promise<void> {
  const real = await realpath(from).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (real === undefined) return // it is made anew, with all below it
  let at = from
  for (const part of relative(from, to).split(sep)) {
    at = join(at, part)
    const stats = await lstat(at).catch(() => undefined)
    if (!stats) return
    if (!stats.isSymbolicLink()) continue
    const leads = await realpath(at).catch(() => undefined)
    if (leads === undefined || !isInside(leads, real)) throw new LeadsOut(at, await readlink(at))
  }
}

/**
 * Makes the folder and those above it that are not there; throws the system's error where that cannot be.
 * Node's own recursive mkdir (20 to 24) never ends below /proc, which refuses every folder with ENOENT.
 */
export async function makeFolder(folder: string, mode?: number): Promise<void> {
  try {
    await mkdir(folder, mode)
  } catch (error) {
    const above = dirname(folder)
    if (codeOf(error) === 'ENOENT' && above !== folder && !(await isFolder(above))) {
      await makeFolder(above, mode)
      await mkdir(folder, mode).catch(unlessThere(folder))
    } else await unlessThere(folder)(error)
  }
}

/** Another process may have been quicker; anything else is thrown on. */
const unlessThere =
  (folder: string) =>
  async (error: unknown): Promise<void> => {
    if (!(await isFolder(folder))) throw error
  }

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )

export interface WriteOptions {
  readonly mode?: number
  /** It is on the disk before it has its name, and so survives a loss of power. */
  readonly durable?: boolean
}

/**
 * Writes a file under another name first, so that whatever has its own is whole; what was there stays if that fails. That
 * name cannot be foreseen, and nothing that has it already is written to; a link of the right name is replaced, not followed.
 */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  { mode, durable = false }: WriteOptions = {},
): Promise<void> {
  const temporary = join(dirname(file), `.${randomBytes(12).toString('hex')}.part`)
  try {
    const handle = await open(temporary, 'wx', mode)
    try {
      await handle.writeFile(content)
      if (durable) await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
}
