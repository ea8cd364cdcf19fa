/** Each page of the shipped publication beside its baseline, by the code of `broadside check`; see proof/report.html. */
import { resolve } from 'node:path'
import { check, differs, sentences, tell, tellOutcome } from 'broadside'
import { describe, expect, test } from 'vitest'

const outcome = await check({
  root: resolve('.'),
  out: resolve('out'),
  editions: [],
  languages: [],
  baseline: resolve('test/baseline'),
  report: resolve('proof/report.html'),
  anyBrowser: false,
  environment: { ...process.env, SOURCE_DATE_EPOCH: undefined },
  signal: new AbortController().signal,
  onProgress: () => {},
})

test('all pages can be compared with their baselines', () => {
  expect(outcome.findings.filter(({ severity }) => severity === 'error').map((each) => tell(each))).toEqual(
    [],
  )
  expect(outcome.status).toMatch(/^(same|different)$/)
})

describe.each(outcome.files.map((file) => [file.file, file] as const))('%s', (_, file) => {
  test.each(file.pages.map((page, index) => [index + 1, page] as const))(
    'page %i is as it was approved',
    (_, page) => {
      expect(
        tellOutcome(page) ?? 'the same',
        'See proof/report.html; «broadside approve» accepts what it shows',
      ).toBe('the same')
    },
  )

  test('is built as it was approved: tags, outline, boxes, fonts', () => {
    const structure = { ...file, pages: [] }
    expect(differs(structure) ? sentences([structure]) : []).toEqual([])
  })
})
