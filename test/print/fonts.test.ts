/** What the browser makes of the families that the publication names. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { expect, test } from 'vitest'
import { findFont } from '../../src/verify/font-words.js'
import { readFacts } from '../../src/verify/facts.js'
import { broadside, findings, project } from '../broadside.js'
import { renamed, shippedFont } from '../fonts.js'

test('a name in letters that its face lacks is set in the fallback, letter with mark by letter with mark', async () => {
  const root = project({
    'package.json': '{ "dependencies": { "@expo-google-fonts/lantern-sans": "^0.4.0" } }',
    'node_modules/@expo-google-fonts/lantern-sans/400Regular/LanternSans_400Regular.ttf': renamed(
      shippedFont(),
      'Lantern',
    ),
    'source/publication.yaml': (text) =>
      text.replace('groups:', 'fonts: { names: Source Serif 4, fallback: Lantern Sans }\ngroups:'),
    'source/signatories.csv': 'group,name\nsigned,Friends of kr̥ta\n',
  })
  const ran = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: root })
  expect([findings(ran), ran.code]).toEqual(['', 0])
  const pdf = readFileSync(join(root, 'out/screen/night-trains-leaflet-en.pdf'))
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  expect(findFont(document, 'Lantern')!.words).toBe('r̥')
  expect(readFacts(document).fonts.find(({ name }) => name === 'Lantern')).toMatchObject({
    type: 'CID TrueType',
    embedded: true,
    subset: true,
  })
})
