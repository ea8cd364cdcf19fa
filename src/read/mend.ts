/** What is left of a file when all that its schema minds is taken out: enough to look at the rest of the project. */
import type * as z from 'zod'

type Keys = Record<PropertyKey, unknown>
const isKeys = (value: unknown): value is Keys => typeof value === 'object' && value !== null

/** Takes out what is wrong: unknown keys, a key that something stands in for, one of several entries (an edition), or a whole key. */
export function withoutIssues(
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
  standIns: Readonly<Record<string, unknown>>,
): Keys {
  const all: Keys = isKeys(value) ? value : {}
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      const holder = issue.path.reduce<unknown>((part, key) => (isKeys(part) ? part[key] : part), all)
      if (isKeys(holder)) for (const key of issue.keys) Reflect.deleteProperty(holder, key)
      continue
    }
    const [top, entry] = issue.path
    if (top === undefined) continue
    const entries = all[top]
    if (Object.hasOwn(standIns, top)) all[top] = standIns[String(top)]
    else if (typeof entry === 'string' && isKeys(entries) && Object.keys(entries).length > 1)
      Reflect.deleteProperty(entries, entry)
    else Reflect.deleteProperty(all, top)
  }
  return all
}
