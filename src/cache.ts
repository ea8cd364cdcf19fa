/** Where Broadside keeps what it need not make twice, as far as it can be trusted. Loaded before anything else (start.ts). */
import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { isTrusted } from './files/sealed.js'

/** `problem`: why there is none; `distrusted`: the folder that others can change. */
export type Cache =
  | { readonly folder: string }
  | { readonly folder?: undefined; readonly problem: string; readonly distrusted?: string }

/**
 * Private to the user, nothing in it is missed if it goes (XDG Base Directory Specification 0.8). It may also be root's, so
 * that a container image can bring it along. It need not be there yet.
 */
export function findCache(): Cache {
  const xdg = process.env.XDG_CACHE_HOME
  const base = xdg && isAbsolute(xdg) ? xdg : cacheHome()
  if (base === undefined)
    return { problem: `there is no home directory: HOME is not set, and ${user()} has none` }
  const folder = join(base, 'broadside')
  const problem = distrustOf(folder)
  return problem ? { problem, distrusted: folder } : { folder }
}

/** The folder, undefined if it is not to be used. */
export const cacheFolder = (): string | undefined => findCache().folder

function cacheHome(): string | undefined {
  try {
    const home = homedir()
    return isAbsolute(home) ? join(home, '.cache') : undefined
  } catch {
    return undefined // no HOME, and no entry in the system's list of users
  }
}

const user = (): string => `the user with the number ${process.geteuid?.() ?? '?'}`

/** Why others may have changed what lies in the folder; undefined also for one that is not there. */
function distrustOf(folder: string): string | undefined {
  const above = statOf(dirname(folder))
  if (above && !keepsNames(above)) return `${dirname(folder)} lets other users exchange what is in it`
  for (const path of [folder, ...namesIn(folder).map((name) => join(folder, name))]) {
    try {
      const itself = lstatSync(path)
      const found = itself.isSymbolicLink() ? statSync(path) : itself
      if (itself !== found && !isTrusted({ uid: itself.uid, mode: 0 }))
        return `${path} is a link of ${owner(itself)}`
      if (!isTrusted(found)) return `${path} ${reasonOf(found)}`
    } catch {
      // not there, or no more: another build has cleared it away
    }
  }
  return undefined
}

/**
 * Whether strangers cannot rename what lies in the folder: it is this user's or root's, and not everybody may write to it, or it is
 * sticky. Its group may, since many systems give each user one of his own.
 */
const keepsNames = ({ uid, mode }: Stats): boolean =>
  isTrusted({ uid, mode: 0 }) && ((mode & 0o002) === 0 || (mode & 0o1000) !== 0)

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const owner = ({ uid }: Stats): string => `another user (uid ${uid})`

const reasonOf = (found: Stats): string =>
  isTrusted({ uid: found.uid, mode: 0 })
    ? `can be changed by other users (mode ${(found.mode & 0o7777).toString(8)})`
    : `belongs to ${owner(found)}`
