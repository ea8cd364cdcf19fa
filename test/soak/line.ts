/** The line from source to finished files, kept open: one browser and one set of threads for many files of one publication's folder. */
import { join } from 'node:path'
import { openBindery } from '../../src/bindery.js'
import { cacheFolder } from '../../src/cache.js'
import { type Diagnostic, Stop } from '../../src/diagnostic.js'
import type { Deliverable } from '../../src/model/deliverable.js'
import { limitsFor } from '../../src/model/limits.js'
import type { Edition } from '../../src/model/publication.js'
import { produce, type Product } from '../../src/pipeline.js'
import { openBrowserPool } from '../../src/print/browser-pool.js'
import { openProject, type Project } from '../../src/project.js'
import { openWorkspace } from '../../src/publish/workspace.js'
import { faceFile } from '../../src/typeset/css.js'

/** A finished file, if there is one, and all that there is to say of it. */
export interface Made {
  readonly product?: Product
  readonly findings: readonly Diagnostic[]
}

export interface Line {
  /** Reads the folder as it is now. Its templates and pictures must stay as they were the first time. */
  read(): ReturnType<typeof openProject>
  /** @param change what is done to the page just before it is printed */
  make(project: Project, deliverable: Deliverable, change?: (html: string) => string): Promise<Made>
  close(): Promise<void>
}

export async function openLine(root: string): Promise<Line> {
  const workspace = await openWorkspace()
  const bindery = openBindery()
  const browsers = openBrowserPool({
    environment: process.env,
    cache: cacheFolder(),
    work: workspace.pages,
    profile: workspace.profile,
    pages: 2,
    timeout: 120_000,
    signal: new AbortController().signal,
    report: () => {},
  })
  let isFilled = false
  let made = 0
  return {
    async read() {
      const opened = await openProject(root, join(root, 'out'))
      const { project } = opened
      if (project && !isFilled) {
        isFilled = true
        await workspace.fill(project.reader, project.folders, [
          ...project.faces.map((face) => [face.file, faceFile(face)] as const),
          ...project.pictures,
        ])
      }
      return opened
    },
    async make(project, wanted, change = (html) => html) {
      const deliverable: Deliverable = {
        ...wanted,
        edition: atDefaults(wanted.edition),
        name: `${wanted.name}-${++made}`,
      }
      const workshop = {
        workspace: {
          ...workspace,
          write: (path: string, html: string) => workspace.write(path, change(html)),
        },
        browsers,
        bindery,
        limits: limitsFor(false),
      }
      try {
        const job = { edition: deliverable.edition, texts: [{ like: deliverable, wanted: [deliverable] }] }
        const [product] = await produce(job, project, workshop)
        return { product: product!, findings: product!.findings }
      } catch (error) {
        if (error instanceof Stop) return { findings: error.diagnostics }
        throw error
      }
    },
    async close() {
      await Promise.all([browsers.close(), bindery.close()])
      await workspace.close(false)
    },
  }
}

/** Not fitted to a number of pages, which several files would be together. */
const atDefaults = ({ name, template, languages, paper, knobs, press }: Edition): Edition => ({
  name,
  template,
  languages,
  paper,
  knobs,
  press,
})

/** Does all of it, a few at a time. */
export async function inTurns<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++
      await work(items[index]!, index)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** The browser prints one, one is finished, one is read back. */
const AT_ONCE = 3
