/** Browsers of builds as processes: stand-ins for them, and what can be done to them meanwhile. */
import type { ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { cacheFolder } from '../src/cache.js'
import { chooseBrowser } from '../src/print/chromium.js'
import { project, temporaryFolder } from './broadside.js'

/** A stand-in for the browser: runs the real one as the shell script says, `$REAL "$@"`. */
export async function standIn(script: string): Promise<string> {
  const real = await chooseBrowser({}, cacheFolder(), () => '')
  if (real.kind !== 'program') throw new Error('the pinned browser is a program')
  const file = join(temporaryFolder(), 'browser')
  const libraries = real.libraries ? `export LD_LIBRARY_PATH=${real.libraries}\n` : ''
  writeFileSync(file, `#!/bin/sh\n${libraries}REAL=${real.path}\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

/** What a project has in out/screen. */
export const built = (root: string) =>
  existsSync(join(root, 'out')) ? readdirSync(join(root, 'out/screen')) : []

export interface Process {
  readonly pid: number
  readonly group: number
  readonly command: string
}

export function processes(): Process[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      const group = Number(/\) \S \d+ (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))![1])
      return command ? [{ pid: Number(pid), group, command }] : []
    } catch {
      return [] // no process, or no more
    }
  })
}

/** Browsers that have their profile below the folder, and already print: a second page is open. */
export const printing = (folder: string): Process[] => {
  const all = processes()
  const browsers = all.filter(
    ({ command }) => command.includes(`--user-data-dir=${folder}`) && !command.includes('--type='),
  )
  return browsers.filter(
    ({ pid }) =>
      all.filter(({ group, command }) => group === pid && command.includes('--type=renderer')).length > 1,
  )
}

/** Does something to each browser of the build as soon as it prints, so many times. */
export function whenPrinting(folder: string, times: number, act: (browser: Process) => void) {
  const done = new Set<number>()
  return (child: ChildProcess) => {
    const timer = setInterval(() => {
      for (const browser of printing(folder)) {
        if (done.has(browser.pid) || done.size === times) continue
        done.add(browser.pid)
        act(browser)
      }
    }, 20)
    child.on('exit', () => clearInterval(timer))
  }
}

/** A project, and a directory for temporary files that nothing else uses. */
export function place(): { root: string; temporary: string } {
  const root = project({ 'out/screen/old.pdf': 'as it was' })
  const temporary = join(root, 'tmp')
  mkdirSync(temporary)
  return { root, temporary }
}

/** Neither a file nor a process. */
export const expectNothingLeft = (temporary: string) => {
  expect(readdirSync(temporary)).toEqual([])
  expect(processes().filter(({ command }) => command.includes(temporary))).toEqual([])
}
