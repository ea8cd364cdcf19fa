/** «paper»: what names and sizes stand for, and what a printer and a template can do with them. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openProject } from '../../src/project.js'
import { project } from '../broadside.js'

async function read(edition: string) {
  const root = project({
    'source/publication.yaml': (text) =>
      `${text.slice(0, text.indexOf('editions:'))}editions:\n  leaflet: { ${edition} }\n`,
  })
  const { project: opened, findings } = await openProject(root, join(root, 'out'))
  const [made] = opened?.publication.editions ?? []
  return { paper: made?.paper, sheet: made?.office?.paper.name, told: findings.map(({ message }) => message) }
}

test.each([
  ['paper: A5', ['A5', 'portrait', 148, 210]],
  ['paper: Statement, orientation: landscape', ['Statement', 'landscape', 215.9, 139.7]],
  ['paper: 5.5 x 8.5 in', ['5.5 × 8.5 in', 'portrait', 139.7, 215.9]],
  ['paper: 5.5in x 8.5in', ['5.5 × 8.5 in', 'portrait', 139.7, 215.9]],
  ['paper: 148 × 148 mm', ['148 × 148 mm', 'portrait', 148, 148]],
  ['paper: 21cmx9.9cm', ['21 × 9.9 cm', 'landscape', 210, 99]],
  ['paper: 210 x 99 mm, orientation: portrait', ['99 × 210 mm', 'portrait', 99, 210]],
  ['template: parallel, paper: 240 x 400 mm', ['240 × 400 mm', 'portrait', 240, 400]],
  ['template: parallel, paper: A3', ['A3', 'landscape', 420, 297]],
])('a paper has a name or a size: %s', async (edition, [name, orientation, widthMm, heightMm]) => {
  expect(await read(edition)).toMatchObject({ paper: { name, orientation, widthMm, heightMm }, told: [] })
})

test.each([
  ['paper: A9', 'There is no paper “A9”.'],
  ['paper: 5.5 x 8.5', 'There is no paper “5.5 x 8.5”.'],
  ['paper: 210mm x 8in', 'There is no paper “210mm x 8in”.'],
  ['paper: 40 x 100 mm', 'A paper of 40 x 100 mm is too small or too large.'],
  ['paper: 20 x 50 in', 'A paper of 20 x 50 in is too small or too large.'],
  [
    'paper: [140mm, 216mm]',
    '«editions.leaflet.paper» is neither the name of a paper nor a width and a height.',
  ],
  ['paper: 52 x 200 mm', 'The margins of the template “leaflet” leave 14 mm × 163 mm of 52 × 200 mm.'],
])('what is no paper is told: %s', async (edition, told) => {
  expect((await read(edition)).told).toEqual([told])
})

test('an office printer takes half letters on Letter, and everything else on A4 unless it is told', async () => {
  const sheetFor = async (paper: string) => (await read(`paper: ${paper}, office: { scheme: 2-up }`)).sheet
  expect(await Promise.all(['Statement', '5.5 x 8.5 in', 'A5', 'DL', 'A4'].map(sheetFor))).toEqual([
    'Letter',
    'Letter',
    'A4',
    'A4',
    'A4',
  ])
  expect((await read('office: { scheme: 2-up, paper: 450 x 320 mm }')).sheet).toBe('450 × 320 mm')
})

test('a shop may ask for its bleed in inches', async () => {
  const root = project({ 'source/publication.yaml': (text) => `${text}\npress: { bleed: 0.125in }\n` })
  const { project: opened } = await openProject(root, join(root, 'out'))
  expect(opened!.press!.bleedMm).toBe(3.175)
})
