/**
 * A matcher for the tests of templates of one's own: the pages of a finished file beside their baseline.
 *
 *     import { toMatchBaseline } from 'broadside/vitest'
 *     expect.extend({ toMatchBaseline })
 *     await expect(readFileSync('out/screen/lake-2024-card-en.pdf')).toMatchBaseline('card')
 */
import './supported.js'
import { dirname, join, relative } from 'node:path'
import type {} from 'vitest'
import { openBaselines, writeBaselines, writeProof } from './proof/baseline.js'
import { compare } from './proof/compare.js'
import { sameRenderer } from './proof/index-file.js'
import { nameRasteriser } from './proof/rasterise.js'
import { writeReport } from './proof/report.js'
import { type Checked, differs, sentences } from './proof/summary.js'
import { openProofer } from './proofer.js'
import { producerOf } from './verify/tell.js'

export interface BaselineOptions {
  /** The folder of the baselines; default: `baseline/` beside the test file. */
  readonly folder?: string
  /** The folder for reports; default: `proof/` where vitest runs. */
  readonly reports?: string
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- an augmentation repeats all parameters
  interface Matchers<T> {
    /**
     * The pages of a PDF, given by its bytes, look and read as they were approved. Only `vitest -u` approves: without a
     * baseline the test fails. What differs is told, and shown in `proof/<name>.html`.
     */
    toMatchBaseline(name: string, options?: BaselineOptions): Promise<void>
  }
}

/** What vitest gives a matcher, as far as it is needed here. */
interface State {
  readonly testPath?: string | undefined
  readonly snapshotState?: object
}

/** True with `vitest -u`: «all»; without, it is «new» or «none». There is no public name for it. */
const isUpdating = ({ snapshotState }: State): boolean =>
  snapshotState !== undefined && '_updateSnapshot' in snapshotState && snapshotState._updateSnapshot === 'all'

interface Verdict {
  readonly pass: boolean
  readonly message: () => string
}

export async function toMatchBaseline(
  this: State,
  pdf: Uint8Array,
  name: string,
  { folder = join(dirname(this.testPath ?? '.'), 'baseline'), reports = 'proof' }: BaselineOptions = {},
): Promise<Verdict> {
  const proofer = openProofer()
  const proof = await proofer.proof({ pdf, approved: [] }).finally(() => proofer.close())
  const renderer = { browser: (await producerOf(pdf)) ?? 'unknown', rasteriser: nameRasteriser() }
  if (isUpdating(this)) {
    await writeBaselines({ folder }, { renderer, put: [[name, proof]], drop: [] })
    return { pass: true, message: () => `${name} was approved.` }
  }
  const baselines = await openBaselines({ folder })
  const wanted = baselines.renderer ?? renderer
  if (!sameRenderer(wanted, renderer))
    return fail(
      `The baselines in ${folder} were made with ${wanted.browser} and ${wanted.rasteriser}; this is ` +
        `${renderer.browser} and ${renderer.rasteriser}. Use that browser, or approve all with «vitest -u».`,
    )
  const comparison = await compare(proof, await baselines.read(name))
  const checked: Checked = { file: `${name}.pdf`, edition: name, languages: [], ...comparison }
  if (!differs(checked)) return { pass: true, message: () => `${name} is as it was approved.` }
  const report = join(reports, `${name}.html`)
  await writeProof(
    { folder: reports },
    `${name}.html`,
    writeReport([checked], renderer, { name, title: name }),
  )
  return fail(
    `${sentences([checked]).join('\n')}\nLook at ${relative('.', report)}; «vitest -u» accepts what it shows.`,
  )
}

const fail = (message: string): Verdict => ({ pass: false, message: () => message })
