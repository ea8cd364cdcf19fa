/** What was worked out in one run and need not be in the next. */
import { createHash } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cacheFolder } from './cache.js'
import { readTrusted, sealJson, unsealJson } from './files/sealed.js'
import { makeFolder, writeWhole } from './files/writer.js'

/** Texts that were worked out from others, from one run to the next. */
export interface Memory {
  /** What `make` gives for the key, now or in a run before: it must depend on the key and the program alone. */
  readonly recall: (key: string, make: () => string) => string
  /** Keeps what was asked for in this run, and of what was there before as much as there is room for. */
  readonly save: () => Promise<void>
}

/** Texts, such as paragraphs: a megabyte or two. */
const ROOM = 5000

/**
 * @param name what is remembered: a folder of the cache
 * @param program the bundle that runs, by an address that changes with its content; others keep nothing
 */
export function openMemory(name: string, program: string): Memory {
  const bundle = basename(program)
  const cache = /-[0-9A-Z]{8}\.cjs$/.test(bundle) ? cacheFolder() : undefined
  const folder = cache && join(cache, name)
  const file = `${bundle}-${process.version}.json`
  const before = folder ? readKept(folder, file) : new Map<string, string>()
  const asked = new Map<string, string>()
  let news = false
  return {
    recall(key, make) {
      const sum = createHash('sha256').update(key).digest('base64')
      return recall(asked, sum, () =>
        recall(before, sum, () => {
          news = true
          return make()
        }),
      )
    },
    async save() {
      if (!folder || !news) return
      const entries = [...new Map([...asked, ...before])].slice(0, ROOM)
      try {
        await makeFolder(folder, 0o700)
        await writeWhole(join(folder, file), sealJson(file, Object.fromEntries(entries)), { mode: 0o600 })
        for (const other of await readdir(folder))
          // of other programs
          if (other.endsWith('.json') && other !== file) await rm(join(folder, other), { force: true })
      } catch {
        // Worked out again next time.
      }
    },
  }
}

/** What is not as it was written is no text, and made anew. */
function readKept(folder: string, file: string): Map<string, string> {
  const content = unsealJson(file, readTrusted(join(folder, file)))
  const entries = Object.entries(content && typeof content === 'object' ? content : {})
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function recall(known: Map<string, string>, key: string, make: () => string): string {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  known.set(key, made)
  return made
}
