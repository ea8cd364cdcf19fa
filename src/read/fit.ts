/** «fit» of an edition: how many pages it may have, and within which lengths its text is set for that. */
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import type { Fit } from '../model/publication.js'
import type { Range, Template } from '../model/template.js'
import type { Report } from './text.js'
import { range, tellPath, type Yaml } from './yaml.js'

/** Beside the pages a range for any length of the template, which is not known yet. */
export const FitSection = z.object({ pages: z.number().int().min(1).optional() }).catchall(z.unknown())

/**
 * @param fixed knobs that the edition sets: they stay unless they have a range here
 * @param path where the settings are in publication.yaml; what is wrong with one is reported
 */
export function readFit(
  { pages, ...settings }: z.infer<typeof FitSection>,
  { name, knobs }: Template,
  fixed: readonly string[],
  path: readonly PropertyKey[],
  at: Yaml<unknown>['at'],
  report: Report,
): Fit | undefined {
  const within = tellPath(path)
  const lengths = [...knobs].flatMap(([key, { kind }]) => (kind === 'length' ? [key] : []))
  const known = ['pages', ...lengths]
  const unknown = Object.keys(settings).filter((key) => !lengths.includes(key))
  for (const key of unknown) report(diagnose('unknown-key', at(...path, key), { key, within, known }))
  // Whoever writes «page» needs to hear of nothing else.
  if (pages === undefined && !unknown.length)
    report(diagnose('missing-key', at(...path), { key: 'pages', within }))

  const ranges = new Map<string, Range>()
  for (const [key, { fit }] of knobs) {
    const own =
      lengths.includes(key) && key in settings
        ? readRange(settings[key], [...path, key], at, report)
        : undefined
    const bounds = own ?? (fixed.includes(key) ? undefined : fit)
    if (bounds) ranges.set(key, bounds)
  }
  if (!Object.keys(settings).length && !ranges.size && knobs.size)
    report(diagnose('nothing-to-fit', at(...path), { template: name, lengths }))
  return pages === undefined ? undefined : { pages, ranges, at: at(...path) }
}

function readRange(
  value: unknown,
  path: readonly PropertyKey[],
  at: Yaml<unknown>['at'],
  report: Report,
): Range | undefined {
  const { data, error } = range.safeParse(String(value))
  for (const issue of error?.issues ?? [])
    if (issue.code === 'custom')
      report(
        diagnose('bad-value', at(...path), {
          what: tellPath(path),
          problem: issue.message,
          hint: String(issue.params?.hint),
        }),
      )
  return data
}
