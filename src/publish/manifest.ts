/** What lies in out/: manifest.json for programs, SHA256SUMS for whoever checks what he got. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { openReader } from '../files/reader.js'
import { DELIVERABLES, type Kind } from '../model/deliverable.js'
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
  const kept = await stillThere(out, slug, made, files)
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

/** What manifest.json may say; the names are opened, so they lead nowhere else. */
const Manifest = z.object({
  slug: z.string(),
  files: z.array(
    z.object({
      file: z.string().regex(/^(screen|office|press)\/[\p{L}\p{N}][^/\\\p{Cc}]*\.pdf$/u),
      kind: z.enum(DELIVERABLES),
      edition: z.string(),
      languages: z.array(z.string()),
      symbol: z.string().exactOptional(),
      date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
      pages: z.number().int().positive(),
      bytes: z.number().int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      standards: z.array(z.string()),
      renderer: z.string(),
    }),
  ),
})

/** Entries of the present manifest whose files are as it says. A manifest that is not ours says nothing. */
async function stillThere(
  out: string,
  slug: string,
  made: readonly Entry[],
  files: readonly string[],
): Promise<readonly Entry[]> {
  const reader = await openReader(out)
  const nobody = () => {} // what cannot be read is as good as gone
  const bytes = await reader.bytes(join(out, 'manifest.json'), 'manifest', nobody)
  const present = bytes && parse(bytes.toString())
  if (present?.slug !== slug) return []
  const found: Entry[] = []
  for (const entry of present.files) {
    const { file, bytes: size, sha256: sum } = entry
    if (!files.includes(file) || made.some((each) => each.file === file)) continue
    const located = await reader.locate(join(out, file), 'product')
    if (located.kind !== 'file' || located.stats.size !== size) continue
    const content = await reader.bytes(join(out, file), 'product', nobody)
    if (content && sha256(content) === sum) found.push(entry)
  }
  return found
}

function parse(text: string): z.infer<typeof Manifest> | undefined {
  try {
    return Manifest.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
