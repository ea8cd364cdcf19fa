/** Whether there is room to work: on the disk, and among the files that a process may open. */
import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { diagnose, type Diagnostic } from '../diagnostic.js'

/** What a build writes into its work directory, most of it the browser's profile: 20 for three files, 30 for seventy pages. */
const WORK_MB = 48

/** What is left when a build has failed for want of room. */
export const FULL_MB = 8

/** A sentence if the folder's disk has less free than what is needed. What cannot be found out is no problem. */
export async function roomProblem(folder: string, neededMb = WORK_MB): Promise<Diagnostic | undefined> {
  const disk = await statfs(folder).catch(() => undefined)
  if (!disk || disk.blocks === 0) return undefined // a file system that does not say so
  const freeMb = Math.floor((disk.bavail * disk.bsize) / 1e6)
  return freeMb < neededMb ? diagnose('no-room', { file: folder }, { freeMb, neededMb }) : undefined
}

/** Files that a build opens at a time, pipes and sockets among them: some 90, and more where there are more cores. */
const FILES = 128

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
