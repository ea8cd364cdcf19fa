/** Files to hand out: what they say of themselves, that anybody can make the same ones, and what lies beside them. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { sha256 } from '../../src/publish/manifest.js'
import { tellDocument } from '../../src/verify/tell.js'
import { readMarkedText } from '../read-text.js'
import { broadside, findings, project, temporaryFolder } from '../broadside.js'

const TORTURE = 'test/fixtures/torture'

const pdfs = (out: string): string[] =>
  readdirSync(join(out, 'screen'))
    .sort()
    .map((name) => join(out, 'screen', name))
const sums = (out: string) =>
  Object.fromEntries(pdfs(out).map((file) => [basename(file), sha256(readFileSync(file))]))

describe('the shipped publication and a difficult one', () => {
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broadside-test-'))
    await broadside(['build', '--out', join(folder, 'shipped')])
    await broadside(['build', '--project', TORTURE, '--out', join(folder, 'torture')])
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  // Those of the shipped one stand in test/baseline/; test/visual compares them.
  test('have the structure, outline and boxes that test/golden/ shows', async () => {
    const files = pdfs(join(folder, 'torture'))
    expect(files).toHaveLength(7)
    for (const file of files) {
      const pdf = readFileSync(file)
      const document = await PDFDocument.load(pdf, { updateMetadata: false })
      const told = tellDocument(document, await readMarkedText(pdf))
      await expect(told).toMatchFileSnapshot(`../golden/${basename(file, '.pdf')}.txt`)
    }
  })

  test('are small: one language at most 120 KB, all of them at most 200', () => {
    for (const file of pdfs(join(folder, 'shipped')))
      expect(readFileSync(file).length).toBeLessThan(file.includes('-leaflet-') ? 120_000 : 200_000)
  })

  test('are the same to the byte in another place, in another order, in another time zone', async () => {
    const copy = join(temporaryFolder(), 'somewhere else')
    cpSync(TORTURE, copy, { recursive: true })
    for (const [index, edition] of ['parallel', 'broadsheet', 'leaflet'].entries()) {
      const env = { TZ: ['Asia/Tokyo', 'America/Lima', 'UTC'][index], LANG: 'de_DE.UTF-8' }
      await broadside(['build', edition], { cwd: copy, env })
    }
    expect(sums(join(copy, 'out'))).toEqual(sums(join(folder, 'torture')))
    for (const name of ['manifest.json', 'SHA256SUMS'])
      expect(readFileSync(join(copy, 'out', name), 'utf8')).toBe(
        readFileSync(join(folder, 'torture', name), 'utf8'),
      )
  })
})

describe('beside the files', () => {
  const build = async (root: string, ...args: string[]) => {
    const ran = await broadside(['build', ...args], { cwd: root })
    expect(findings(ran)).toBe('')
    return manifest(root)
  }
  const manifest = (root: string) =>
    JSON.parse(readFileSync(join(root, 'out/manifest.json'), 'utf8')) as {
      files: { file: string; sha256: string; bytes: number }[]
    }
  const check = (root: string) =>
    execFileSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: join(root, 'out'), encoding: 'utf8' })

  test('lie a manifest after its schema, and sums that sha256sum takes', async () => {
    const root = project()
    const told = await build(root)
    const schema = JSON.parse(
      readFileSync('schema/manifest.schema.json', 'utf8'),
    ) as z.core.JSONSchema.JSONSchema
    expect(z.fromJSONSchema(schema).parse(told)).toEqual(told)
    expect(told).toMatchObject({
      slug: 'night-trains',
      files: [
        { file: 'screen/night-trains-leaflet-en.pdf', edition: 'leaflet', languages: ['en'], pages: 1 },
        { file: 'screen/night-trains-leaflet-de.pdf', date: '2024-05-03', symbol: 'NT/2024/3' },
        {
          file: 'screen/night-trains-pair.pdf',
          languages: ['en', 'de'],
          standards: ['PDF/UA-1', 'PDF/A-2a'],
          renderer: expect.stringMatching(/Chrome\/\d+\./) as unknown,
        },
      ],
    })
    for (const { file, sha256: sum, bytes } of told.files) {
      const pdf = readFileSync(join(root, 'out', file))
      expect([pdf.length, sha256(pdf)]).toEqual([bytes, sum])
    }
    expect(check(root).trim().split('\n')).toHaveLength(4)
  })

  test('a build of one edition leaves the others listed, if they are still what they were', async () => {
    const root = project()
    const whole = await build(root)
    expect(await build(root, 'pair')).toEqual(whole)

    writeFileSync(join(root, 'out/screen/night-trains-leaflet-de.pdf'), 'somebody else’s')
    rmSync(join(root, 'out/screen/night-trains-leaflet-en.pdf'))
    expect((await build(root, 'pair')).files.map(({ file }) => file)).toEqual([
      'screen/night-trains-pair.pdf',
    ])
    expect(check(root)).toBe('screen/night-trains-pair.pdf: OK\nmanifest.json: OK\n')
  })

  test('a build that fails leaves the manifest of the one before', async () => {
    const root = project()
    const whole = await build(root)
    const text = join(root, 'source/statement/de.md')
    writeFileSync(text, readFileSync(text, 'utf8').replace(/^1\. .*$/m, ''))
    expect((await broadside(['build'], { cwd: root })).code).toBe(1)
    expect(manifest(root)).toEqual(whole)
    check(root)
  })
})

describe('the time of a file', () => {
  const created = async (root: string) => {
    const pdf = readFileSync(join(root, 'out/screen/night-trains-pair.pdf'))
    const document = await PDFDocument.load(pdf, { updateMetadata: false })
    const [, xmp] = /<xmp:ModifyDate>(.*)<\/xmp:ModifyDate>/.exec(pdf.toString('latin1'))!
    return [document.getCreationDate()!.toISOString(), xmp]
  }

  test('is the publication’s date', async () => {
    const root = project()
    await broadside(['build', 'pair'], { cwd: root })
    expect(await created(root)).toEqual(['2024-05-03T00:00:00.000Z', '2024-05-03T00:00:00Z'])
  })

  test('or what SOURCE_DATE_EPOCH says', async () => {
    const root = project()
    await broadside(['build', 'pair'], { cwd: root, env: { SOURCE_DATE_EPOCH: '1700000000' } })
    expect(await created(root)).toEqual(['2023-11-14T22:13:20.000Z', '2023-11-14T22:13:20Z'])
  })

  test('which is a number', async () => {
    const ran = await broadside(['build'], { cwd: project(), env: { SOURCE_DATE_EPOCH: 'yesterday' } })
    expect(findings(ran)).toBe(
      'error: SOURCE_DATE_EPOCH is no number of seconds since 1970: «yesterday».\n' +
        '    Set it as «date +%s» prints it, or unset it: files then have the date of the publication.',
    )
    expect(ran.code).toBe(2)
  })
})
