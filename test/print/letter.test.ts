/** The letter, by the real command. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { broadside, findings, project } from '../broadside.js'
import { readText } from '../read-text.js'

/** The small publication as a letter with these parameters: the lines of its English file. */
async function letter(set: string): Promise<readonly string[]> {
  const root = project({
    'source/publication.yaml': (text) =>
      text.replace(/editions:[^]*/, `editions:\n  letter:\n    set: { ${set} }\n`),
    'templates/labels/de.yaml': (text) => `${text}contact: Kontakt\n`,
  })
  const ran = await broadside(['build'], { cwd: root })
  expect(findings(ran)).toBe('')
  expect(ran.code).toBe(0)
  const [page] = await readText(readFileSync(join(root, 'out/screen/night-trains-letter-en.pdf')))
  return page!.split('\r\n')
}

test('the names stand in columns below their number and the title of their only group, without numbers', async () => {
  const lines = await letter('signatures: columns')
  const at = lines.lastIndexOf('3')
  expect(lines.slice(at, at + 3)).toEqual(['3', 'Signed by', 'Night Riders'])
  expect(lines.slice(at).join(' ')).toContain('Night Riders Sleeping-Car Crews; Southern Branch Friends of')
})

test('the names run on if that is asked for, a slash behind each but the last', async () => {
  expect((await letter('signatures: running')).join(' ')).toContain(
    '3 Signed by Night Riders / Sleeping-Car Crews; Southern Branch / Friends of the "Polar" Line Others may',
  )
})
