/** What the file system answers, in words. */

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
