/** The program's own bytecode, kept from one run to the next. */
import { cpSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { cacheFolder } from '../../src/cache.js'
import { chooseBrowser } from '../../src/print/chromium.js'
import { broadside, findings, project, temporaryFolder } from '../broadside.js'

test('a build keeps its code; code that is none is made anew, and no build minds', async () => {
  const browser = await chooseBrowser({}, cacheFolder(), () => '')
  if (browser.kind !== 'program') throw new Error('the pinned browser is a program')
  const cache = temporaryFolder()
  const folder = join(cache, 'broadside', 'code')
  const root = project()
  const build = async () => {
    const env = { XDG_CACHE_HOME: cache, BROADSIDE_BROWSER: browser.path, LD_LIBRARY_PATH: browser.libraries }
    const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root, env })
    expect(findings(ran)).toBe('')
    expect(ran.code).toBe(0)
  }
  const kept = () => readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs] as const)

  await build()
  const first = kept()
  expect(first.map(([name]) => name.replace(/-.*/, ''))).toEqual(['cli', 'finish', 'read'])
  await build()
  expect(kept()).toEqual(first)
  for (const [name] of first) writeFileSync(join(folder, name), 'no code')
  await build()
  expect(kept().map(([name]) => name)).toEqual(first.map(([name]) => name))
  for (const [name] of kept()) expect(statSync(join(folder, name)).size).toBeGreaterThan(100_000)
})

test('a thread that cannot be loaded ends the build, and not as one that is done', async () => {
  const broken = temporaryFolder()
  for (const name of ['package.json', 'node_modules', 'templates', 'fonts', 'profiles'])
    symlinkSync(resolve(name), join(broken, name))
  cpSync('dist', join(broken, 'dist'), { recursive: true })
  for (const name of readdirSync(join(broken, 'dist')))
    if (name.startsWith('finish-thread')) rmSync(join(broken, 'dist', name))
  const ran = await broadside(['build'], { cwd: project(), program: join(broken, 'dist/cli.js') })
  expect(ran.stderr).toContain('finish-thread.cjs')
  expect(ran.code).toBe(1)
})
