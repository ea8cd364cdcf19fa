/** Where a path leads, and whether what is there may be read: a regular file of a fitting size in one of the homes. */
import type { Stats } from 'node:fs'
import { lstat, readlink, realpath } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { diagnose, type Diagnostic, type Where } from '../diagnostic.js'
import { type FileKind, limitOf, tellBytes } from './limits.js'
import { respell, sameName } from './names.js'
import { isMissing, problemOf } from './words.js'

/** A folder whose files may be read. */
export interface Home {
  /** As paths name it. */
  readonly folder: string
  /** Where it lies, without links. */
  readonly real: string
  /** Only files of these extensions; undefined for all. */
  readonly only?: ReadonlySet<string>
}

/** A file that may be read. */
export interface Located {
  readonly kind: 'file'
  /** As it was asked for, but spelled as on the disk. */
  readonly path: string
  /** Without links. */
  readonly real: string
  readonly stats: Stats
}

/** Why a file cannot be read. */
export type Refusal =
  | { readonly kind: 'missing' }
  /** `link` is the one that leads out of all homes, and to where; undefined if the path itself lies outside. */
  | { readonly kind: 'outside'; readonly link?: Link }
  | { readonly kind: 'unreadable'; readonly problem: string }
  | { readonly kind: 'large'; readonly bytes: number; readonly what: string; readonly limit: number }

export interface Link {
  readonly path: string
  /** Its path from the home on. */
  readonly name: string
  /** As the link says it. */
  readonly target: string
}

/** True for the folder itself, too. */
export const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

/** A home at the folder; undefined if it is not there. Throws the system's error if it cannot be looked at. */
export async function homeAt(folder: string, only?: readonly string[]): Promise<Home | undefined> {
  const real = await realpath(folder).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  return real === undefined ? undefined : { folder, real, ...(only && { only: new Set(only) }) }
}

/** The file at a path, if it may be read as one of the kind. */
export async function locate(
  path: string,
  kind: FileKind,
  homes: readonly Home[],
  untrusted = false,
): Promise<Located | Refusal> {
  const found = await follow(path, homes)
  if (found.kind !== 'entry') return found
  const { stats } = found
  if (stats.isDirectory()) return { kind: 'unreadable', problem: 'it is a folder, not a file' }
  if (!stats.isFile()) return { kind: 'unreadable', problem: 'it is a pipe or a device, not a file' }
  const { what, bytes: limit } = limitOf(kind, untrusted)
  if (stats.size > limit) return { kind: 'large', bytes: stats.size, what, limit }
  return { ...found, kind: 'file' }
}

/** What is at a path in one of the homes, of whatever sort it is. */
export async function follow(
  path: string,
  homes: readonly Home[],
): Promise<(Omit<Located, 'kind'> & { readonly kind: 'entry' }) | Refusal> {
  try {
    const real = await realpath(path)
    if (!mayRead(path, real, homes)) {
      const link = await leadingOut(path, homes)
      return { kind: 'outside', ...(link && { link }) }
    }
    return { kind: 'entry', path, real, stats: await lstat(real) }
  } catch (error) {
    if (!isMissing(error)) return { kind: 'unreadable', problem: problemOf(error) }
  }
  const link = await leadingOut(path, homes) // what is not there may be made there
  if (link) return { kind: 'outside', link }
  const dangling = await firstLink(path, homes, (link) => realpath(link).then(() => false, isMissing))
  if (dangling)
    return { kind: 'unreadable', problem: `it is a link to ${dangling.target}, which is not there` }
  const home = homeOf(path, homes)
  const spelled = home && /[^\0-\x7F]/.test(path) ? await respell(home.folder, path, sameName) : undefined
  return spelled === undefined || spelled === path ? { kind: 'missing' } : follow(spelled, homes)
}

/** A link may lead to anything in a home but what is hidden there: keys and settings of other programs. */
function mayRead(path: string, real: string, homes: readonly Home[]): boolean {
  return homes.some(
    (home) =>
      isInside(real, home.real) &&
      (!home.only || home.only.has(extname(real).toLowerCase())) &&
      (!isHidden(relative(home.real, real)) || isHidden(relative(homeOf(path, homes)?.folder ?? path, path))),
  )
}

const isHidden = (path: string): boolean => path.split(sep).some((part) => /^\.[^.]/.test(part))

/** The innermost home that a path names. */
const homeOf = (path: string, homes: readonly Home[]): Home | undefined =>
  homes
    .filter(({ folder }) => isInside(path, folder))
    .sort((a, b) => b.folder.length - a.folder.length)
    .at(0)

/** The first link on the way from its home to the path that leads where nothing may be read. */
const leadingOut = (path: string, homes: readonly Home[]): Promise<Link | undefined> =>
  firstLink(path, homes, async (link) => {
    const real = await realpath(link).catch(() => undefined)
    return real !== undefined && !mayRead(link, real, homes)
  })

async function firstLink(
  path: string,
  homes: readonly Home[],
  is: (link: string) => Promise<boolean>,
): Promise<Link | undefined> {
  const outermost = homes
    .filter(({ folder }) => isInside(path, folder))
    .sort((a, b) => a.folder.length - b.folder.length)
    .at(0)
  if (!outermost) return undefined
  let at = outermost.folder
  for (const part of relative(outermost.folder, path).split(sep)) {
    at = join(at, part)
    const stats = await lstat(at).catch(() => undefined)
    if (!stats) return undefined
    if (!stats.isSymbolicLink()) continue
    if (await is(at)) return { path: at, name: relative(outermost.folder, at), target: await readlink(at) }
  }
  return undefined
}

/** What asks for a file. */
export interface Asker {
  /** Where it asks; without it, the finding is about the file itself. */
  readonly where?: Where | undefined
  /** The file as it is asked for there. */
  readonly name: string
}

/**
 * A refusal as a finding.
 * @param missing what to say of a file that is not there; undefined if that is no mistake
 */
export function tellRefusal(
  refusal: Refusal,
  path: string,
  asker: Asker | undefined,
  missing: Diagnostic | undefined,
): Diagnostic | undefined {
  const where = asker?.where ?? { file: path }
  switch (refusal.kind) {
    case 'missing':
      return missing
    case 'outside': {
      const { link } = refusal
      if (!link) return diagnose('file-outside', where, { file: asker?.name ?? path })
      const { name, target } = link
      return asker
        ? diagnose('link-outside', where, { link: name, target })
        : diagnose('link-outside', { file: link.path }, { target })
    }
    case 'unreadable':
      return diagnose('cannot-read', where, { file: asker?.name, problem: refusal.problem })
    case 'large': {
      const { what, bytes, limit } = refusal
      const data = { size: tellBytes(bytes), what, limit: tellBytes(limit) }
      return diagnose('file-too-large', where, { file: asker?.name, ...data })
    }
    default:
      return refusal satisfies never
  }
}
