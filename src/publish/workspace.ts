/** The work directory: what the browser may read, laid out as a project is, gone after the build unless it is kept. */
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'

type Copy = readonly [from: string, name: string]

export interface Workspace {
  /** What the browser may read. Absolute, without symbolic links: the browser's addresses have none. */
  readonly pages: string
  /** For the browser's own files. */
  readonly profile: string
  /** Copies folders into `pages`, later ones over earlier ones, passing over missing ones; links single files. */
  fill(folders: readonly Copy[], files: readonly Copy[]): Promise<void>
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
      const filter = (from: string) => !OURS.has(extname(from))
      for (const [from, name] of folders)
        await cp(from, join(pages, name), { recursive: true, dereference: true, filter }).catch(ignoreMissing)
      for (const [from, name] of files) {
        await mkdir(dirname(join(pages, name)), { recursive: true })
        await symlink(from, join(pages, name))
      }
    },
    async write(path, content) {
      const file = join(pages, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
    },
    // A browser that was just killed may still be writing its profile.
    close: (keepPages) =>
      rm(keepPages ? profile : root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
