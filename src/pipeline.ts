/** The line: every finished file comes about by these steps, in this order. */
import { join } from 'node:path'
import type { Bindery, Bound } from './bindery.js'
import { diagnose, type Diagnostic } from './diagnostic.js'
import type { Deliverable } from './model/deliverable.js'
import type { Printed } from './print/page.js'
import type { Press } from './print/press.js'
import type { Project } from './project.js'
import type { Workspace } from './publish/workspace.js'
import { findScripts, locate } from './typeset/handlebars.js'
import { typeset } from './typeset/typeset.js'

/** What a build works with. */
export interface Workshop {
  readonly workspace: Workspace
  readonly press: Press
  readonly bindery: Bindery
}

/** A finished file, not yet published. */
export interface Product extends Bound {
  readonly deliverable: Deliverable
}

/** Makes one deliverable. Throws `Stop` where it cannot go on; other findings come with the product. */
export async function produce(
  deliverable: Deliverable,
  { publication, labels, faces, out }: Project,
  { workspace, press, bindery }: Workshop,
): Promise<Product> {
  const page = typeset(publication, deliverable, labels, faces)
  await workspace.write(page.path, page.html)
  const printed = await press.print(page.path, page.marginFaces)
  const bound = await bindery.bind({
    pdf: printed.pdf,
    file: join(out, deliverable.file),
    options: {
      title: page.title,
      lang: page.lang,
      date: publication.date,
      paper: deliverable.edition.paper,
      faces,
      characters: new Set(Array.from(new Set(page.html), (character) => character.codePointAt(0)!)),
    },
  })
  return { ...bound, deliverable, findings: [...findingsOf(printed, deliverable), ...bound.findings] }
}

/** What the browser refused or missed, with the place in the template that asked for it. */
function findingsOf(printed: Printed, { template }: Deliverable): Diagnostic[] {
  return [
    ...printed.refused.map((url) => diagnose('blocked-request', locate(template, url), { url })),
    ...printed.missing.map((url) => diagnose('missing-asset', locate(template, nameOf(url)), { url })),
    ...findScripts(template),
    ...printed.unloaded.map((face) => diagnose('face-not-loaded', undefined, { face })),
  ]
}

const nameOf = (url: string): string => decodeURIComponent(url.slice(url.lastIndexOf('/') + 1))
