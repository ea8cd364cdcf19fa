/** What lies in out/: manifest.json for programs, SHA256SUMS for whoever checks what he got. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kind } from '../model/deliverable.js'
import type { IsoDate, Tag } from '../model/publication.js'
import type { FinishedFile } from './publish.js'

/** One finished file as manifest.json tells it; schema/manifest.schema.json says what each value is. */
export interface Entry {
  readonly file: string
  readonly kind: Kind
  readonly edition: string
  readonly languages: readonly Tag[]
  readonly symbol?: string
  readonly date: IsoDate
  readonly pages: number
  readonly bytes: number
  readonly sha256: string
  readonly standards: readonly string[]
  readonly renderer: string
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/**
 * manifest.json and SHA256SUMS as they are to lie in out/ after a build. What an earlier build made and this one did not
 * stays listed if it is still there and unchanged.
 * @param made what this build has made
 * @param files all that the publication can make, in their order
 */
export async function takeStock(
  out: string,
  slug: string,
  made: readonly Entry[],
  files: readonly string[],
): Promise<readonly FinishedFile[]> {
  const kept = await stillThere(out, slug, made)
  const entries = files.flatMap((file) => [...made, ...kept].find((entry) => entry.file === file) ?? [])
  const manifest = `${JSON.stringify({ slug, files: entries }, null, 2)}\n`
  const sums = [...entries, { file: 'manifest.json', sha256: sha256(manifest) }]
  return [
    { file: 'manifest.json', bytes: Buffer.from(manifest) },
    {
      file: 'SHA256SUMS',
      bytes: Buffer.from(sums.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('')),
    },
  ]
}

/** Entries of the present manifest whose files are as it says. A manifest that is not ours says nothing. */
async function stillThere(out: string, slug: string, made: readonly Entry[]): Promise<readonly Entry[]> {
  const present = await readFile(join(out, 'manifest.json'), 'utf8')
    .then((text) => JSON.parse(text) as unknown)
    .catch(() => undefined)
  if (!isManifest(present) || present.slug !== slug) return []
  const others = present.files.filter(({ file }) => !made.some((entry) => entry.file === file))
  const found = await Promise.all(
    others.map(async (entry) => {
      const bytes = await readFile(join(out, entry.file)).catch(() => undefined)
      return bytes && sha256(bytes) === entry.sha256 ? entry : undefined
    }),
  )
  return found.filter((entry) => entry !== undefined)
}

function isManifest(value: unknown): value is { readonly slug: string; readonly files: readonly Entry[] } {
  const files = (value as { files?: unknown } | null | undefined)?.files
  return (
    Array.isArray(files) && files.every((entry: Partial<Entry> | null) => typeof entry?.file === 'string')
  )
}
