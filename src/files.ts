/** The file system: what it answers, in words; folders made step by step. */
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

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

/** Writes a file under another name first, so that whatever has its own is whole; what was there stays if that fails. */
export async function writeWhole(file: string, content: string | Uint8Array, mode?: number): Promise<void> {
  const temporary = `${file}.${process.pid}`
  try {
    await writeFile(temporary, content, { mode })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
}

/** The code of a system error (`EACCES`), undefined for any other. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'syscall' in error ? (error as NodeJS.ErrnoException).code : undefined

/** True for the error of a file or folder that does not exist. */
export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')

/** errno(3), as somebody says it who has the file before them; each goes on after «cannot be read:». */
const PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'you have no permission',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  EEXIST: 'something else of that name is in the way',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its symbolic links lead round in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your disk quota is used up',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open in the whole system',
  EAGAIN: 'too many processes run, or there is no memory for another',
  ENOMEM: 'there is not enough memory',
  EIO: 'the disk reports an error',
}

/** What went wrong, without a full stop; what is no system error keeps its own message. */
export function problemOf(error: unknown): string {
  const known = PROBLEMS[codeOf(error) ?? '']
  return known ?? (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
}
