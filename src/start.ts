/**
 * Runs a bundle of dist/ with the bytecode that V8 made of it last time. To read and compile the program anew takes a
 * tenth of a build; Node has a cache for that only from version 22 on.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'
import { cacheFolder } from './cache.js'

/** What a bundle may tell about its run. */
interface Exports {
  /** It has done its main work, so that what was compiled is worth keeping. */
  readonly worked?: boolean
}

/**
 * @param folder where the bundle is
 * @param bundle its file name, which changes with its content: V8 itself compares nothing but the length
 */
export function start(folder: string, bundle: string): void {
  // A build is over before most optimised code has paid for its making, and that takes the cores from the browser: V8 is
  // to wait longer (its defaults: 67,584 and 1,800,000), and to validate WebAssembly as it is used.
  setFlagsFromString('--interrupt-budget=1000000')
  setFlagsFromString('--wasm-tiering-budget=30000000')
  setFlagsFromString('--wasm-lazy-validation')

  const filename = join(folder, bundle)
  const kept = join(cacheFolder(), 'code', `${bundle}-${process.version}-${process.arch}`)
  const cachedData = read(kept)
  // The bundle is ASCII alone (esbuild.config.js), and read as such in a third of the time.
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname']
  const script = new Script(`(function (${parameters.join(', ')}) {${readFileSync(filename, 'latin1')}\n})`, {
    filename,
    ...(cachedData && { cachedData }),
  })
  const module: { exports: Exports } = { exports: {} }
  const run = script.runInThisContext() as (...values: readonly unknown[]) => void
  run(module.exports, createRequire(filename), module, filename, dirname(filename))
  if (!cachedData || script.cachedDataRejected)
    process.once('exit', () => {
      if (module.exports.worked) keep(kept, script.createCachedData())
    })
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** In place of what is there of the same bundle. A cache that cannot be written is no error. */
function keep(file: string, data: Buffer): void {
  const folder = dirname(file)
  const bundle = (name: string) => name.slice(0, name.lastIndexOf('-', name.indexOf('.cjs')))
  const temporary = `${file}.${process.pid}`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(temporary, data, { mode: 0o600 })
    for (const name of readdirSync(folder))
      if (bundle(join(folder, name)) === bundle(file) && !name.endsWith(`.${process.pid}`))
        rmSync(join(folder, name), { force: true })
    renameSync(temporary, file)
  } catch {
    rmSync(temporary, { force: true })
  }
}
