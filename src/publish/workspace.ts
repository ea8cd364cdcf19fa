/** The work directory: what the browser may read, laid out as a project is, gone after the build unless it is kept. */
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'

export interface Workspace {
  /** What the browser may read. Absolute, without symbolic links: the browser's addresses have none. */
  readonly pages: string
  /** For the browser's own files. */
  readonly profile: string
  write(path: string, content: string): Promise<void>
  /** Takes everything away, or all but the pages. */
  close(keepPages: boolean): Promise<void>
}

/** What Broadside reads itself is of no use to the browser. */
const OURS = new Set(['.hbs', '.yaml', '.md', '.csv'])

/**
 * @param folders copied into the directory, later ones over earlier ones
 * @param files single files to copy: from, and name in the directory
 */
export async function openWorkspace(
  folders: readonly (readonly [from: string, name: string])[],
  files: readonly (readonly [from: string, name: string])[],
): Promise<Workspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'broadside-')))
  const pages = join(root, 'pages')
  const profile = join(root, 'profile')
  // A browser that was just killed may still be writing its profile.
  const remove = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  try {
    const filter = (from: string) => !OURS.has(extname(from))
    for (const [from, name] of folders)
      await cp(from, join(pages, name), { recursive: true, dereference: true, filter }).catch(ignoreMissing)
    for (const [from, name] of files) {
      await mkdir(dirname(join(pages, name)), { recursive: true })
      await cp(from, join(pages, name))
    }
  } catch (error) {
    await remove(root)
    throw error
  }
  return {
    pages,
    profile,
    async write(path, content) {
      const file = join(pages, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
    },
    close: (keepPages) => remove(keepPages ? profile : root),
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
