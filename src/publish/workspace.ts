/** The work directory: what the browser may read, laid out as a project is, gone after the build unless it is kept. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import { diagnose, type Diagnostic, Stop, type Where } from '../diagnostic.js'
import type { FileKind } from '../files/limits.js'
import { type Refusal, tellRefusal } from '../files/locate.js'
import { asAddress, meantAmong, otherForms } from '../files/names.js'
import { disown, makeOwned, PATIENT, removeOwned, sweepOwned } from '../files/owned.js'
import type { Reader, Report } from '../files/reader.js'
import { roomProblem } from '../files/room.js'
import { problemOf } from '../files/words.js'
import { makeFolder } from '../files/writer.js'

/** A file or folder, and its name in the work directory. */
type Link = readonly [from: string, name: string]

export interface Workspace {
  /** What the browser may read. Absolute, without symbolic links: the browser's addresses have none. */
  readonly pages: string
  /** For the browser's own files. */
  readonly profile: string
  /** For the browser itself, where there is no cache to unpack it into. */
  readonly spare: string
  /**
   * Links every file of the folders (later ones cover earlier ones, missing ones are passed over) and single files.
   * Returns a finding for each folder that cannot be read.
   */
  fill(reader: Reader, folders: readonly Link[], files: readonly Link[]): Promise<readonly Diagnostic[]>
  /**
   * What there is to say of a file that a page asks for in vain, by its name in the work directory, if it is not simply
   * missing: it may not be read, or is spelled otherwise.
   */
  explain(name: string, where: Where): Diagnostic | undefined
  /** At once, so that pages come to the browser in the order in which they are typeset. */
  write(path: string, content: string | Uint8Array): void
  /** Takes everything away, or all but the pages. */
  close(keepPages: boolean): Promise<void>
}

/** What Broadside reads itself is of no use to the browser. */
const OURS = new Set(['.hbs', '.yaml', '.md', '.csv'])

const unusable = (error: unknown): never => {
  throw new Stop(diagnose('work-directory', { file: tmpdir() }, { problem: problemOf(error) }))
}

const PREFIX = 'broadside-'

/**
 * A new, empty work directory, private to the user; what killed builds left is cleared away first. Like what fills it,
 * throws `Stop` if the disk does not let it.
 */
export async function openWorkspace(): Promise<Workspace> {
  await sweepOwned(tmpdir(), PREFIX)
  const tooSmall = await roomProblem(tmpdir())
  if (tooSmall) throw new Stop(tooSmall)
  const root = await makeOwned(tmpdir(), PREFIX)
    .then((made) => realpath(made))
    .catch(unusable)
  const pages = join(root, 'pages')
  const profile = join(root, 'profile')
  const present = new Map<string, string>()
  const refused = new Map<string, readonly [from: string, refusal: Refusal]>()
  const spare = join(root, 'browser')
  await makeFolder(profile).catch(unusable)
  return {
    pages,
    profile,
    spare,
    async fill(reader, folders, files) {
      const wanted = new Map<string, string>()
      const findings: Diagnostic[] = []
      for (const [from, name] of folders)
        for (const path of await filesBelow(reader, from, (finding) => findings.push(finding)))
          wanted.set(join(name, path), join(from, path))
      for (const [from, name] of files) wanted.set(name, from)
      for (const [name, from] of wanted) {
        const found = await reader.locate(from, kindOf(from))
        if (found.kind === 'file') present.set(name, found.real)
        else refused.set(name, [from, found])
      }
      for (const [name, real] of [...present])
        for (const form of otherForms(name)) if (!present.has(form)) present.set(form, real)
      for (const [name, real] of present) {
        await makeFolder(dirname(join(pages, name))).catch(unusable)
        await symlink(real, join(pages, name)).catch(unusable)
      }
      return findings
    },
    explain(name, where) {
      const [from, refusal] = refused.get(name) ?? []
      if (from !== undefined && refusal)
        return tellRefusal(refusal, from, { where, name: basename(name) }, undefined)
      const found = meantAmong(present.keys(), name)
      return found === undefined
        ? undefined
        : diagnose('name-differs', where, {
            asked: basename(name.replaceAll('\\', '/')),
            found: asAddress(basename(found)),
          })
    },
    write(path, content) {
      const file = join(pages, path)
      try {
        mkdirSync(dirname(file), { recursive: true })
        rmSync(file, { force: true }) // a link to a file of that name in a template's folder, which stays as it is
        writeFileSync(file, content, { flag: 'wx' })
      } catch (error) {
        unusable(error)
      }
    },
    async close(keepPages) {
      if (!keepPages) return removeOwned(root)
      for (const folder of [profile, spare]) await rm(folder, { recursive: true, force: true, ...PATIENT })
      await disown(root)
    },
  }
}

/** More than any publication has. Links to folders above them repeat what is there, up to 40 deep. */
const MOST_FILES = 20_000

/** Relative paths of the files that a page may ask for, links to folders followed. */
async function filesBelow(reader: Reader, folder: string, report: Report): Promise<readonly string[]> {
  const files: string[] = []
  let met = 0
  const below = async (path: string): Promise<void> => {
    const entries = await reader.list(join(folder, path), path === '' ? report : () => {})
    for (const { name, kind } of entries) {
      const file = join(path, name)
      if (kind === 'folder') await below(file)
      else if (!OURS.has(extname(name))) files.push(file)
      if (++met > MOST_FILES)
        throw new Stop(diagnose('too-many-files', { file: folder }, { most: MOST_FILES }))
    }
  }
  await below('')
  return files
}

const KINDS: Readonly<Record<string, FileKind>> = { '.css': 'style', '.ttf': 'font' }
const kindOf = (name: string): FileKind => KINDS[extname(name).toLowerCase()] ?? 'picture'
