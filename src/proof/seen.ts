/** What a report shows, noted in its head: so that `approve` can tell what nobody has seen. */
import type { Checked } from './summary.js'

const NAME = 'seen'

/** For the report's head. */
export const noteSeen = (files: readonly Checked[]): string =>
  `<meta name="${NAME}" content="${files.map(({ file, proof }) => `${encodeURI(file)}=${proof}`).join(' ')}">`

/** The `proof` of each file that a report shows; undefined if it is none of ours. */
export function readSeen(report: string): ReadonlyMap<string, string> | undefined {
  const noted = new RegExp(`<meta name="${NAME}" content="([^"]*)">`).exec(report)?.[1]
  if (noted === undefined) return undefined
  return new Map(
    noted.split(' ').map((each) => {
      const [file, proof] = each.split('=')
      return [decodeURI(file!), proof ?? '']
    }),
  )
}
