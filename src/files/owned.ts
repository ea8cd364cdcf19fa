/**
 * Folders that belong to a process and go with it: each carries a mark that names its owner, so that the next build can
 * clear away those of a build that was killed, and nothing else.
 */
import { readFileSync, readlinkSync, type Stats } from 'node:fs'
import { lstat, mkdtemp, readdir, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readTrusted } from './sealed.js'

/** A process, so that no later one of the same number is taken for it. */
interface Owner {
  readonly pid: number
  /** Clock ticks from the system's start to its own (proc(5), stat, field 22). */
  readonly started: string
  /** The system's run, and the namespace in which the number counts: a container has its own. */
  readonly system: string
}

const MARK = 'owner.json'

/** Owners of another container cannot be asked whether they run: theirs is cleared away after a day. */
const STRANGE_MS = 24 * 3600 * 1000

/** A new folder, private to the user. Throws the system's error. */
export async function makeOwned(parent: string, prefix: string): Promise<string> {
  const folder = await mkdtemp(join(parent, `${prefix}${process.pid}-`))
  const owner: Owner = { pid: process.pid, started: startOf(process.pid) ?? '', system: system() }
  try {
    await writeFile(join(folder, MARK), JSON.stringify(owner), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  return folder
}

/** A browser that was just killed may still be writing. */
export const PATIENT = { maxRetries: 5, retryDelay: 50 }

/** Takes it away; the mark goes last, so that what is interrupted can be gone on with. */
export async function removeOwned(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name !== MARK) await rm(join(folder, name), { recursive: true, force: true, ...PATIENT })
  await disown(folder)
  await rmdir(folder)
}

/** It stays, and is nobody's any more. */
export const disown = (folder: string): Promise<void> => rm(join(folder, MARK), { force: true })

/**
 * Clears away what owners left that are gone: folders of this user alone, by their mark, and never through a link. What
 * cannot be cleared away stays.
 */
export async function sweepOwned(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const made = name.startsWith(prefix) && /^(\d+)-[a-zA-Z0-9]{6}$/.exec(name.slice(prefix.length))
    if (!made) continue
    const folder = join(parent, name)
    try {
      const found = await lstat(folder)
      if (!found.isDirectory() || !isOwn(found)) continue
      const owner = readMark(folder)
      if (owner && isGone(owner, await lstat(join(folder, MARK)))) await removeOwned(folder)
      // Killed before it was marked, or after the mark was gone: it is empty then, or it is not ours.
      else if (!owner && startOf(Number(made[1])) === undefined) await rmdir(folder)
    } catch {
      // Another build is at it, or it is not empty.
    }
  }
}

const isOwn = ({ uid, mode }: Stats): boolean =>
  process.geteuid === undefined || (uid === process.geteuid() && (mode & 0o022) === 0)

function readMark(folder: string): Owner | undefined {
  try {
    const { pid, started, system } = JSON.parse(readTrusted(join(folder, MARK))?.toString() ?? '') as Partial<
      Record<keyof Owner, unknown>
    >
    return typeof pid === 'number' && typeof started === 'string' && typeof system === 'string'
      ? { pid, started, system }
      : undefined
  } catch {
    return undefined
  }
}

const isGone = (owner: Owner, { mtimeMs }: Stats): boolean =>
  owner.system === system() ? startOf(owner.pid) !== owner.started : Date.now() - mtimeMs > STRANGE_MS

/** When the process was started; undefined if there is none. Where there is no /proc, '' for one that runs. */
function startOf(pid: number): string | undefined {
  try {
    const [state, ...rest] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)!.split(' ')
    return state === 'Z' || state === 'X' ? undefined : rest[18]
  } catch {
    if (process.platform === 'linux') return undefined
  }
  try {
    process.kill(pid, 0)
    return ''
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? '' : undefined
  }
}

function system(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return ''
  }
}
