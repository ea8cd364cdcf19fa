/**
 * All finished files judged by veraPDF against what they claim: PDF/UA-1 and PDF/A-2a, or PDF/A-2u beside PDF/X-4, which
 * it does not know; and by qpdf; and whether the judge is awake.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { broadside, findings } from '../broadside.js'
import { printed } from '../printed.js'
import { type Profile, validate, type Verdict, whyNot } from './verapdf.js'

const problem = whyNot()
if (problem && process.env.CI) throw new Error(`The files cannot be judged: ${problem}.`)
if (problem) console.warn(`Not judged: ${problem}. veraPDF needs a JDK of Java 17 or newer, and Maven once.`)

/** Publications whose screen files are judged, too: every kind of block, footnotes, a logo, a table, 800 names. */
const OTHERS = ['torture', 'coalition', 'accord', 'motion', 'petition', 'appeal']

describe.skipIf(problem)('veraPDF', () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-test-'))
  let verdicts: readonly Verdict[] = []
  const failed = (name: string, kind = '') =>
    Object.fromEntries(
      verdicts
        .filter(({ file }) => file.endsWith(`${kind}/${name}`))
        .map(({ profile, failed }) => [profile, Object.keys(failed)]),
    )

  beforeAll(async () => {
    const raw = join(folder, 'raw.pdf')
    writeFileSync(raw, await printed('<h1>A title</h1><p>A text without a repair.</p>'))
    for (const [name, root] of [
      ['shipped', '.'],
      ['torture', 'test/fixtures/torture'],
      ['coalition', 'test/fixtures/coalition'],
      ['accord', 'test/fixtures/accord'],
      ['motion', 'test/fixtures/motion'],
      ['petition', 'test/fixtures/petition'],
      ['appeal', 'test/fixtures/appeal'],
    ] as const) {
      const ran = await broadside(['build', '--project', root, '--out', join(folder, name)])
      expect(
        findings(ran)
          .replace(/.*: warning: .*\n.*/g, '')
          .trim(),
      ).toBe('')
    }
    const untitled = join(folder, 'untitled.pdf')
    writeFileSync(untitled, await withoutTitle(readFileSync(files(folder, 'shipped')[0]!)))
    verdicts = validate(
      new Map<string, readonly Profile[]>([
        ...[raw, untitled, ...files(folder, 'shipped'), ...OTHERS.flatMap((name) => files(folder, name))].map(
          (file) => [file, ['PDFUA_1', 'PDFA_2_A']] as const,
        ),
        ...files(folder, 'shipped', 'press').map((file) => [file, ['PDFA_2_U']] as const),
      ]),
    )
  })

  afterAll(() => rmSync(folder, { recursive: true }))

  test('has loaded all profiles whole', () => {
    for (const { profile, rules } of verdicts)
      expect(rules).toBe({ PDFUA_1: 106, PDFA_2_A: 153, PDFA_2_U: 146 }[profile])
  })

  test('fails what Chromium prints, and says why', () => {
    expect(failed('raw.pdf')).toEqual({
      PDFUA_1: expect.arrayContaining(['7.1-8']) as unknown,
      PDFA_2_A: expect.arrayContaining(['6.1.3-1', '6.2.4.3-2', '6.6.2.1-1']) as unknown,
    })
  })

  test('fails a file of ours that has lost its title', () => {
    expect(failed('untitled.pdf')).toEqual({ PDFUA_1: ['7.1-9'], PDFA_2_A: [] })
  })

  test.each([
    ['shipped', 5],
    ['torture', 7],
    ['coalition', 6],
    ['accord', 6],
    ['motion', 6],
    ['petition', 6],
    ['appeal', 8],
  ] as const)('passes all files of the %s publication', (name, count) => {
    const names = files(folder, name).map((file) => file.slice(file.lastIndexOf('/') + 1))
    expect(names).toHaveLength(count)
    for (const each of names)
      expect({ [each]: failed(each, 'screen') }).toEqual({ [each]: { PDFUA_1: [], PDFA_2_A: [] } })
  })

  test('passes all press files of the shipped publication', () => {
    const names = files(folder, 'shipped', 'press').map((file) => file.slice(file.lastIndexOf('/') + 1))
    expect(names).toHaveLength(5)
    for (const each of names) expect({ [each]: failed(each, 'press') }).toEqual({ [each]: { PDFA_2_U: [] } })
  })

  test('and qpdf finds nothing wrong', () => {
    for (const file of [
      ...files(folder, 'shipped'),
      ...files(folder, 'shipped', 'press'),
      ...OTHERS.flatMap((name) => files(folder, name)),
    ])
      expect(execFileSync('qpdf', ['--check', file], { encoding: 'utf8' })).toContain(
        'No syntax or stream encoding errors found',
      )
  })
})

const files = (folder: string, name: string, kind: 'screen' | 'press' = 'screen'): string[] =>
  readdirSync(join(folder, name, kind))
    .filter((file) => file.endsWith('.pdf'))
    .sort()
    .map((file) => join(folder, name, kind, file))

/** The file with dc:title taken out of its XMP. */
async function withoutTitle(pdf: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const metadata = document.catalog.lookup(PDFName.of('Metadata')) as PDFRawStream
  const xmp = Buffer.from(metadata.contents).toString()
  const stream = document.context.stream(xmp.replace(/<dc:title>.*<\/dc:title>/, ''), {
    Type: 'Metadata',
    Subtype: 'XML',
  })
  document.catalog.set(PDFName.of('Metadata'), document.context.register(stream))
  return document.save({ updateFieldAppearances: false })
}
