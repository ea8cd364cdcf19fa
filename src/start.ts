/**
 * Runs a bundle of dist/ with the bytecode that V8 made of it last time. To read and compile the program anew takes a
 * tenth of a build; Node has a cache for that only from version 22 on.
 */
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'
import { cacheFolder } from './cache.js'
import { readTrusted, sealBytes, unsealBytes } from './files/sealed.js'
import { nodeProblem } from './node-version.js'

/** What a bundle may tell about its run. */
interface Exports {
  /** It has done its main work, so that what was compiled is worth keeping. */
  readonly worked?: boolean
}

/**
 * A build is over before most optimised code has paid for its making, and that takes the cores from the browser: V8 is to
 * wait fifteen times as long as by itself. How it is told so changes with its version, and a V8 complains on standard
 * error of what it does not know, so one that is not in this list is left alone.
 */
const PATIENCE: Readonly<Record<string, string>> = {
  '11.3': '--interrupt-budget=1000000', // Node 20; 67,584
  '12.4': '--invocation-count-for-turbofan=45000', // Node 22; 3,000, as in those below
  '13.6': '--invocation-count-for-turbofan=45000', // Node 24
  '14.6': '--invocation-count-for-turbofan=45000', // Node 26
}

function setFlags(): void {
  const patience = PATIENCE[process.versions.v8.split('.', 2).join('.')]
  if (!patience) return
  setFlagsFromString(patience)
  setFlagsFromString('--wasm-tiering-budget=30000000')
  setFlagsFromString('--wasm-lazy-validation') // as it is used
}

/**
 * @param folder where the bundle is
 * @param bundle its file name, which changes with its content: V8 itself compares nothing but the length
 */
export function start(folder: string, bundle: string): void {
  const problem = nodeProblem()
  if (problem) {
    writeSync(2, `${problem}\n`)
    process.exitCode = 2
    return
  }
  setFlags()
  const filename = join(folder, bundle)
  const cache = cacheFolder()
  const name = `${bundle}-${process.version}-${process.arch}`
  const kept = cache && join(cache, 'code', name)
  const cachedData = kept && unsealBytes(name, readTrusted(kept))
  // The bundle is ASCII alone (esbuild.config.js), and read as such in a third of the time.
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname']
  const script = new Script(`(function (${parameters.join(', ')}) {${readFileSync(filename, 'latin1')}\n})`, {
    filename,
    ...(cachedData && { cachedData }),
  })
  const module: { exports: Exports } = { exports: {} }
  const run = script.runInThisContext() as (...values: readonly unknown[]) => void
  run(module.exports, createRequire(filename), module, filename, dirname(filename))
  if (kept && (!cachedData || script.cachedDataRejected))
    process.once('exit', () => {
      if (module.exports.worked && cacheFolder() === cache)
        keep(kept, sealBytes(name, script.createCachedData()))
    })
}

/** In place of what is there of the same bundle. A cache that cannot be written is no error. */
function keep(file: string, data: Buffer): void {
  const folder = dirname(file)
  const bundle = (name: string) => name.slice(0, name.lastIndexOf('-', name.indexOf('.cjs')))
  const end = `.${process.pid}-${randomBytes(4).toString('hex')}`
  const temporary = `${file}${end}`
  try {
    for (const each of [dirname(folder), folder]) if (!existsSync(each)) mkdirSync(each, 0o700)
    writeFileSync(temporary, data, { mode: 0o600, flag: 'wx' })
    for (const name of readdirSync(folder))
      if (bundle(join(folder, name)) === bundle(file) && !name.endsWith(end))
        rmSync(join(folder, name), { force: true })
    renameSync(temporary, file)
  } catch {
    rmSync(temporary, { force: true })
  }
}
