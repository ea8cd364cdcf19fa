/** The work directory: what the browser may read, laid out as a project is, gone after the build unless it is kept. */
import { mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, extname, join, relative } from 'node:path'
import { makeFolder } from '../files.js'

/** A file or folder, and its name in the work directory. */
type Link = readonly [from: string, name: string]

export interface Workspace {
  /** What the browser may read. Absolute, without symbolic links: the browser's addresses have none. */
  readonly pages: string
  /** For the browser's own files. */
  readonly profile: string
  /** Links every file of the folders (later ones cover earlier ones, missing ones are passed over) and single files. */
  fill(folders: readonly Link[], files: readonly Link[]): Promise<void>
  write(path: string, content: string): Promise<void>
  /** Takes everything away, or all but the pages. */
  close(keepPages: boolean): Promise<void>
}

/** What Broadside reads itself is of no use to the browser. */
const OURS = new Set(['.hbs', '.yaml', '.md', '.csv'])

/** A new, empty work directory, private to the user. */
export async function openWorkspace(): Promise<Workspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'broadside-')))
  const pages = join(root, 'pages')
  const profile = join(root, 'profile')
  return {
    pages,
    profile,
    async fill(folders, files) {
      const links = new Map(files.map(([from, name]) => [name, from]))
      for (const [from, name] of folders)
        for (const path of await filesBelow(from)) links.set(join(name, path), join(from, path))
      for (const [name, from] of links) {
        await makeFolder(dirname(join(pages, name)))
        await symlink(from, join(pages, name))
      }
    },
    async write(path, content) {
      const file = join(pages, path)
      await makeFolder(dirname(file))
      await writeFile(file, content)
    },
    // A browser that was just killed may still be writing its profile.
    close: (keepPages) =>
      rm(keepPages ? profile : root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  }
}

/** Relative paths of the files that a page may use. A link that leads out of the folder is not followed. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files: string[] = []
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name)
    if (OURS.has(extname(entry.name)) || entry.isDirectory()) continue
    if (entry.isFile() || (await realpath(file)).startsWith(`${await realpath(folder)}/`))
      files.push(relative(folder, file))
  }
  return files
}
