/** Whether there is room to work: on the disk, and among the files that a process may open. */
import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { diagnose, type Diagnostic } from '../diagnostic.js'

/** What a build writes into its work directory, most of it the browser's profile: measured at some 25, and twice that for large ones. */
export const WORK_MB = 64

/** A sentence if the folder's disk has less free than what is needed. What cannot be found out is no problem. */
export async function roomProblem(folder: string, neededMb = WORK_MB): Promise<Diagnostic | undefined> {
  const disk = await statfs(folder).catch(() => undefined)
  if (!disk || disk.blocks === 0) return undefined // a file system that does not say so
  const freeMb = Math.floor((disk.bavail * disk.bsize) / 1e6)
  return freeMb < neededMb ? diagnose('no-room', { file: folder }, { freeMb, neededMb }) : undefined
}

/** Files that a build opens at a time, pipes and sockets among them: measured. */
const FILES = 100

/**
 * A sentence if this process may not open as many files as a build needs: Node ends without a word where it cannot make a
 * thread or a pipe.
 */
export function filesProblem(): Diagnostic | undefined {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))!
    const allowed = Number(limit)
    return allowed < FILES ? diagnose('few-files', undefined, { allowed, needed: FILES }) : undefined
  } catch {
    return undefined // unlimited, or no such place
  }
}
