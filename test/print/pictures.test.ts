/** How large pictures are printed, in every template. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { encode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mmFromPoints } from '../../src/model/paper.js'
import { readPressFacts } from '../../src/verify/press-facts.js'
import { broadside, findings, project } from '../broadside.js'

/** A PNG that says how many pixels it has to an inch. */
function png(width: number, height: number, ppi: number): Buffer {
  const data = Uint8Array.from({ length: width * height }, (_, index) => (index * index) % 251)
  const file = Buffer.from(encode({ width, height, channels: 1, data }))
  const content = Buffer.alloc(13)
  content.write('pHYs')
  for (const at of [4, 8]) content.writeUInt32BE(Math.round((ppi * 1000) / 25.4), at)
  content[12] = 1
  const [length, sum] = [9, crc32(content)].map((value) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  })
  const head = 8 + 25 // signature and IHDR
  return Buffer.concat([file.subarray(0, head), length!, content, sum!, file.subarray(head)])
}

const PICTURES = `
   Its own ![size](small.png).

   ![Wider than the column](wide.png "Wide")

   ![Higher than a page](tall.png)

   ![Higher than a page allows](tall.png){height=900mm}

   ![Both sides limited](tall.png){width=30mm}

   ![As high as it says](wide.png){max-height=5mm}
`

let root: string

beforeAll(async () => {
  const add = (text: string) => text.replace(/^2\..*\n/m, `$&${PICTURES}`)
  const changes = {
    'source/publication.yaml': (text: string) => `${text}  booklet:\n    paper: A5\n`,
    'templates/labels/de.yaml': (text: string) =>
      `${text}\nlanguages: Sprachen\npublisher: Verlag\ncontents: Inhalt\n`,
    'source/statement/en.md': add,
    'source/statement/de.md': add,
    'source/statement/small.png': png(150, 75, 150),
    'source/statement/wide.png': png(2000, 500, 200),
    'source/statement/tall.png': png(200, 2000, 100),
  }
  root = project(changes, mkdtempSync(join(tmpdir(), 'broadside-test-')))
  const ran = await broadside(['build'], { cwd: root })
  expect(findings(ran)).not.toContain('error')
  expect(ran.code).toBe(0)
})
afterAll(() => rmSync(root, { recursive: true }))

interface Size {
  readonly width: number
  readonly height: number
}

/** Of the first language: the sizes of its pictures in millimetres, in the order of the text. */
async function sizesIn(file: string): Promise<readonly Size[]> {
  const { pages } = await readPressFacts(readFileSync(join(root, 'out/screen', file)))
  const beside = file.includes('pair') // the other language
  const images = pages.flatMap(({ painted, boxes: { media } }) =>
    painted.filter(({ kind, box }) => kind === 'image' && !(beside && box.left > media.right / 2)),
  )
  return images.slice(0, 6).map(({ box: { left, right, bottom, top } }) => ({
    width: mmFromPoints(right - left),
    height: mmFromPoints(top - bottom),
  }))
}

// Column and page of each template: its paper without its margins.
describe.each([
  ['night-trains-leaflet-en.pdf', 144, 260],
  ['night-trains-pair.pdf', 127, 180],
  ['night-trains-booklet.pdf', 98, 176],
])('%s', (file, column, page) => {
  test('prints a picture without a size in that of its own resolution, as far as its column goes', async () => {
    const [small, wide, tall] = await sizesIn(file)
    expect(small!.width).toBeCloseTo(25.4, 0)
    expect(small!.height).toBeCloseTo(12.7, 0)
    expect(wide!.width).toBeLessThan(column)
    expect(wide!.width).toBeGreaterThan(column / 2)
    expect(wide!.height).toBeCloseTo(wide!.width / 4, 0)
    expect(tall!.height).toBeLessThan(100.1) // whole pixels
    expect(tall!.width).toBeCloseTo(tall!.height / 10, 0)
  })

  test('prints none higher than a page, and none out of shape', async () => {
    const [, , , high, narrow, low] = await sizesIn(file)
    expect(high!.height).toBeLessThan(0.9 * page)
    expect(high!.height).toBeGreaterThan(100)
    for (const each of [high!, narrow!]) expect(each.width).toBeCloseTo(each.height / 10, 0)
    expect(low!.height).toBeCloseTo(5, 0)
    expect(low!.width).toBeCloseTo(20, 0)
  })
})
