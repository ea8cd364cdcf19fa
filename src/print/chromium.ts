/** Which browser to print with. */
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { diagnose, type Diagnostic, Stop } from '../diagnostic.js'
import { roomProblem } from '../files/room.js'
import { codeOf, problemOf } from '../files/words.js'
import { makeFolder } from '../files/writer.js'
import { type Archive, Damaged, unpack, UNPACKED_MB } from './unpack.js'

/** How to come by a browser: start a program, or connect to one that runs. */
export type Browser = Program | { readonly kind: 'remote'; readonly endpoint: string }

/** `libraries`: where the shared libraries are that the system lacks. */
export interface Program {
  readonly kind: 'program'
  readonly path: string
  readonly libraries?: string
  /**
   * The folder of the only fonts that this browser finds on the system: one family that no template uses. So what falls
   * back on a system font looks the same everywhere and is noticed, and a system without fonts needs none.
   */
  readonly fonts?: string
}

/** What a build does without a cache. */
export interface Spare {
  /** It goes with the build. */
  readonly folder: string
  /** Why there is no cache, where that is still to be said. */
  readonly why?: string
}

/**
 * The browser to use, in this order: BROADSIDE_BROWSER_WS, BROADSIDE_BROWSER, the pinned one (Linux x64), one that
 * puppeteer finds. Throws `Stop` if there is none or it cannot be unpacked.
 * @param cache private to the user; the pinned browser is unpacked there
 * @param findInstalled asks puppeteer; it may throw
 * @param spare where it is unpacked else
 */
export async function chooseBrowser(
  environment: NodeJS.ProcessEnv,
  cache: string | undefined,
  findInstalled: () => string,
  spare?: Spare,
  report: (finding: Diagnostic) => void = () => {},
): Promise<Browser> {
  const endpoint = environment.BROADSIDE_BROWSER_WS
  if (endpoint) return { kind: 'remote', endpoint }
  const path = environment.BROADSIDE_BROWSER
  if (path) {
    if (isProgram(path)) return { kind: 'program', path }
    const what = existsSync(path) ? 'is no program that you may run' : 'is not there'
    throw new Stop(
      diagnose('no-browser', undefined, { tried: [`BROADSIDE_BROWSER names ${path}, which ${what}.`] }),
    )
  }
  const archive = pinnedArchive()
  if (archive) return pinned(archive, cache, spare, report)
  const found = (() => {
    try {
      return findInstalled()
    } catch {
      return undefined
    }
  })()
  if (found && existsSync(found)) return { kind: 'program', path: found }
  const tried = [
    `The pinned one is for Linux on x64 and comes with npm; this is ${process.platform} on ${process.arch}.`,
    'Puppeteer found no Chrome either.',
  ]
  throw new Stop(diagnose('no-browser', undefined, { tried }))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function pinnedArchive(): Archive | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  try {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
    const root = entry.slice(0, entry.lastIndexOf('@sparticuz/chromium') + '@sparticuz/chromium'.length)
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return existsSync(join(root, 'bin', 'chromium.br')) ? { folder: join(root, 'bin'), version } : undefined
  } catch {
    return undefined
  }
}

/** The pinned browser from the cache or, where that cannot be used, unpacked for this build alone. */
async function pinned(
  archive: Archive,
  cache: string | undefined,
  spare: Spare | undefined,
  report: (finding: Diagnostic) => void,
): Promise<Browser> {
  if (cache !== undefined)
    try {
      return programIn(await unpack(archive, cache))
    } catch (error) {
      if (!spare || !isOfTheCache(error)) throw unusable(archive, cache, error)
      report(diagnose('no-cache', { file: cache }, reasonOf(error)))
    }
  if (!spare)
    throw new Stop(diagnose('no-browser', undefined, { tried: ['There is no cache to unpack it into.'] }))
  const { folder, why } = spare
  if (why !== undefined) report(diagnose('no-cache', undefined, { problem: why }))
  try {
    await makeFolder(folder, 0o700)
    const tooSmall = await roomProblem(folder, UNPACKED_MB)
    if (tooSmall) throw new Stop(tooSmall)
    return programIn(await unpack(archive, folder))
  } catch (error) {
    throw error instanceof Stop ? error : unusable(archive, folder, error)
  }
}

/** Of the archive, another folder would know no better. */
const isOfTheCache = (error: unknown): boolean => error instanceof Damaged || codeOf(error) !== undefined

const reasonOf = (error: unknown) => ({
  problem: problemOf(error),
  ...(error instanceof Damaged && {
    remedy: `Remove ${error.home}, as the user that it belongs to; it is made anew.`,
  }),
})

function unusable({ folder }: Archive, cache: string, error: unknown): Stop {
  if (isOfTheCache(error))
    return new Stop(diagnose('cache-unusable', undefined, { folder: cache, ...reasonOf(error) }))
  const tried = [`The pinned one cannot be unpacked from ${folder}: ${problemOf(error)}.`]
  return new Stop(diagnose('no-browser', undefined, { tried }))
}

function programIn(home: string): Browser {
  const path = join(home, 'chromium')
  const program: Program = { kind: 'program', path, fonts: join(home, 'fonts') }
  return lacksLibraries(path) ? { ...program, libraries: join(home, 'lib') } : program
}

/** True if the dynamic loader does not find all shared libraries; it tells so without running the program. */
function lacksLibraries(program: string): boolean {
  try {
    const listed = execFileSync('/lib64/ld-linux-x86-64.so.2', ['--list', program], { stdio: 'pipe' })
    return listed.includes('not found')
  } catch {
    return true
  }
}
