/** The work directory: what the browser may read, laid out as a project is, gone after the build unless it is kept. */
import type { Dirent } from 'node:fs'
import { mkdirSync, writeFileSync } from 'node:fs'
import { readdir, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { diagnose, type Diagnostic, Stop } from '../diagnostic.js'
import { isMissing, makeFolder, problemOf } from '../files.js'
import { disown, makeOwned, PATIENT, removeOwned, sweepOwned } from '../files/owned.js'
import { roomProblem } from '../files/room.js'

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
  fill(folders: readonly Link[], files: readonly Link[]): Promise<readonly Diagnostic[]>
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
  const spare = join(root, 'browser')
  await makeFolder(profile).catch(unusable)
  return {
    pages,
    profile,
    spare,
    async fill(folders, files) {
      const links = new Map(files.map(([from, name]) => [name, from]))
      const findings: Diagnostic[] = []
      const report = (finding: Diagnostic) => findings.push(finding)
      for (const [from, name] of folders)
        for (const path of await filesBelow(from, report)) links.set(join(name, path), join(from, path))
      for (const [name, from] of links) {
        await makeFolder(dirname(join(pages, name))).catch(unusable)
        await symlink(from, join(pages, name)).catch(unusable)
      }
      return findings
    },
    write(path, content) {
      const file = join(pages, path)
      try {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, content)
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

/** Relative paths of the files that a page may use. A link that leads out of the folder, or nowhere, is not followed. */
async function filesBelow(folder: string, report: (finding: Diagnostic) => void): Promise<readonly string[]> {
  const home = await realpath(folder).catch(() => folder)
  const isInside = (file: string): Promise<boolean> =>
    realpath(file).then(
      (real) => real.startsWith(`${home}/`),
      () => false,
    )
  const below = async (path: string): Promise<string[]> => {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(
      (error: unknown): Dirent[] => {
        if (!isMissing(error))
          report(diagnose('cannot-read', { file: join(folder, path) }, { problem: problemOf(error) }))
        return []
      },
    )
    const files: string[] = []
    for (const entry of entries) {
      const file = join(path, entry.name)
      if (entry.isDirectory()) files.push(...(await below(file)))
      else if (!OURS.has(extname(entry.name)) && (entry.isFile() || (await isInside(join(folder, file)))))
        files.push(file)
    }
    return files
  }
  return below('')
}
