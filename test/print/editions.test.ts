/** Editions that take some languages, or pairs of them, by the real command. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readText } from '../read-text.js'
import { broadside, findings, project } from '../broadside.js'

const editions = (lines: string) => ({
  'source/publication.yaml': (text: string) =>
    `${text.slice(0, text.indexOf('editions:'))}editions:\n${lines}`,
})

test('An edition in one language, one in an order of its own and one of pairs are made, read back and listed as what they hold', async () => {
  const folder = project(
    editions(
      '  american: { template: leaflet, languages: [en], paper: Letter }\n' +
        '  turned: { template: parallel, languages: [de, en] }\n' +
        '  beside: { template: parallel, pairs: de }\n',
    ),
  )
  const ran = await broadside(['build'], { cwd: folder })
  expect([findings(ran), ran.code]).toEqual(['', 0])
  const manifest = JSON.parse(readFileSync(join(folder, 'out/manifest.json'), 'utf8')) as {
    files: { file: string; languages: string[] }[]
  }
  expect(manifest.files.map(({ file, languages }) => [file, languages.join()])).toEqual([
    ['screen/night-trains-american-en.pdf', 'en'],
    ['screen/night-trains-turned.pdf', 'de,en'],
    ['screen/night-trains-beside-de-en.pdf', 'de,en'],
  ])
  const [page] = await readText(readFileSync(join(folder, 'out/screen/night-trains-turned.pdf')))
  expect(page).toMatch(/DEUTSCH\s+ENGLISH/)
})

test('--language makes the files for a language: those in it, and those that set it beside another', async () => {
  const folder = project(
    editions('  leaflet:\n  pair: { template: parallel }\n  beside: { template: parallel, pairs: en }\n'),
  )
  expect((await broadside(['build', '-l', 'de'], { cwd: folder })).code).toBe(0)
  expect(readdirSync(join(folder, 'out/screen'))).toEqual([
    'night-trains-beside-en-de.pdf',
    'night-trains-leaflet-de.pdf',
  ])
  const none = await broadside(['build', 'beside', '-l', 'en'], { cwd: folder })
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('Leave --language out to build it.')])
})
