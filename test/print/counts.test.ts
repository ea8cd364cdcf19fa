/** Numbers of signatories that a publication speaks of, by the real command. */
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readText } from '../read-text.js'
import { broadside, findings, project } from '../broadside.js'

test('Titles, lines and text say how many have signed, and say it anew when the list has grown', async () => {
  const folder = project({
    'source/publication.yaml': (text) =>
      text.replace('en: Signed by', 'en: "Signed by {signatories:signed}"'),
    'source/statement/en.md': (text) =>
      text
        .replace(/^title: .*/m, 'title: "{signatories} for the night train"')
        .replace('with lanterns', 'with {signatories} lanterns'),
    'source/statement/de.md': (text) =>
      text.replace(/^title: .*/m, 'title: "{signatories} für den Nachtzug"'),
  })
  const build = async () => {
    const ran = await broadside(['build', 'pair'], { cwd: folder })
    const pages = await readText(readFileSync(join(folder, 'out/screen/night-trains-pair.pdf')))
    return [ran.code, findings(ran), pages.join('\n').replace(/\s+/g, ' ')] as const
  }
  const [code, told, text] = await build()
  expect([code, told]).toEqual([0, ''])
  expect(text).toMatch(/3 for the night train.*3 für den Nachtzug.*with 3 lanterns.*Signed by 3/)
  appendFileSync(join(folder, 'source/signatories.csv'), '"d";signed;;Porters;;2024-05-09\r\n')
  expect((await build())[2]).toMatch(/4 for the night train.*4 für den Nachtzug.*Signed by 4/)
})

test('A number by hand that the list has overtaken is a warning with what to write instead', async () => {
  const folder = project({
    'source/statement/en.md': (text) =>
      text.replace(/^subtitle: .*/m, 'subtitle: Joint statement of 60 organisations'),
    'source/statement/de.md': (text) =>
      text.replace(/^subtitle: .*/m, 'subtitle: Erklärung von 60 Organisationen'),
  })
  const ran = await broadside(['build', 'leaflet'], { cwd: folder })
  expect([ran.code, findings(ran).replaceAll(`${folder}/`, '')]).toEqual([
    0,
    `source/statement/en.md:3: warning: «subtitle» says “60 organisations”; the list has 3 signatories.
    Write “{signatories} organisations”, and each build counts anew.
source/statement/de.md:3: warning: «subtitle» says “60 Organisationen”; the list has 3 signatories.
    Write “{signatories} Organisationen”, and each build counts anew.`,
  ])
})
