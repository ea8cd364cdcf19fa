/** The line: every finished file comes about by these steps, in this order. */
import { realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Bindery, BindOptions, Bound } from './bindery.js'
import { diagnose, type Diagnostic, Stop } from './diagnostic.js'
import type { Deliverable } from './model/deliverable.js'
import { FOLD_OVERLAP_MM } from './model/imposition.js'
import { pointsFromMm } from './model/paper.js'
import type { Limits } from './model/limits.js'
import { edgeOf, overrunOf, type PressSettings } from './model/press.js'
import type { Edition, Fit, Publication } from './model/publication.js'
import { hasField, type Template } from './model/template.js'
import type { BrowserPool } from './print/browser-pool.js'
import type { Extent, PrintOptions, PrintResult } from './print/page.js'
import type { Lines } from './print/set-lines.js'
import { askedPictures, cutOff, pagesOf, tellMisfit, tellPrinted } from './print-findings.js'
import type { Project } from './project.js'
import { dataPicturesIn } from './read/data-uri.js'
import { inspectPicture } from './read/picture-file.js'
import { readRaster } from './read/raster.js'
import type { Workspace } from './publish/workspace.js'
import { type Edge, NO_EDGE } from './typeset/css.js'
import { locate } from './typeset/handlebars.js'
import { type Page, typeset } from './typeset/typeset.js'
import type { NamedPicture } from './verify/preflight.js'

/** What a build works with. */
export interface Workshop {
  readonly workspace: Workspace
  readonly browsers: BrowserPool
  readonly bindery: Bindery
  readonly limits: Limits
}

/** A finished file, not yet published. */
export interface Product extends Bound {
  readonly deliverable: Deliverable
  readonly lines: Lines
  /** The lengths that copyfit found, by knob. */
  readonly setting: ReadonlyMap<string, string>
}

/** A file whose edition is not yet done. */
type Made = Omit<Product, 'setting'>

/** The pictures that a page shows, and what there is to say of them. */
interface Look {
  readonly pictures: readonly NamedPicture[]
  readonly findings: readonly Diagnostic[]
}

/** Texts of one edition that are set alike. */
export interface Job {
  readonly edition: Edition
  readonly texts: readonly Copy[]
}

/** What is set once, and the files that it turns into: none if it has only its say in the setting. */
export interface Copy {
  readonly like: Deliverable
  readonly wanted: readonly Deliverable[]
}

/**
 * Makes the deliverables of a job. Throws `Stop` where it cannot go on; other findings come with the products.
 * @param onFinished called with each file while others are still made, whatever its findings
 */
export async function produce(
  { edition, texts }: Job,
  project: Project,
  { workspace, browsers, bindery, limits }: Workshop,
  onFinished: (deliverable: Deliverable, pdf: Uint8Array) => void = () => {},
): Promise<readonly Product[]> {
  const { publication, labels, faces, memory, out } = project
  const pages = texts.map(({ like }) => typeset(publication, like, labels, faces, memory.recall, limits))
  const runs = texts.map(({ wanted }, i) => runsFor(wanted, pages[i]!, project))
  for (const { path, html } of pages) workspace.write(path, html)
  const made = new Map<Deliverable, Promise<Made>>()
  /** The tagged file of each sheet, which is printed first: the others are read beside it. */
  const screens = new Map<number, Promise<Made>>()
  /** What a look into its pictures has found, by page. */
  const looked = new Map<Page, Promise<Look>>()
  const outcome = await browsers.print({
    sheets: pages.map((page, i) => {
      const { path, area, marginFaces: faces } = page
      const prints = runs[i]!.map(({ options }) => options)
      return { path, area, faces, prints, extent: extentOf(page, publication) }
    }),
    ...(edition.fit && { fit: requestOf(edition.fit) }),
    onPrinted(sheet, run, printed) {
      const { edge, deliverables } = runs[sheet]![run]!
      for (const deliverable of deliverables) {
        // The bytes are handed over, so each file has its own.
        const own = { ...printed, pdf: printed.pdf.slice() }
        const product = bind(own, deliverable, pages[sheet]!, edge, screens.get(sheet))
        if (deliverable.kind === 'screen') screens.set(sheet, product)
        product.catch(() => {}) // heard of below
        made.set(deliverable, product)
      }
    },
  })
  if ('misfits' in outcome)
    throw new Stop(...outcome.misfits.map((misfit) => tellMisfit(misfit, edition.fit!)))

  const products = await Promise.all(texts.flatMap(({ wanted }) => wanted.map((each) => made.get(each)!)))
  return products.map((product) => ({
    ...product,
    findings: [...product.findings, ...compareKinds(product, products)],
    setting: outcome.setting,
  }))

  async function bind(
    printed: PrintResult,
    deliverable: Deliverable,
    page: Page,
    edge: Edge,
    screen: Promise<Made> | undefined,
  ): Promise<Made> {
    const file = join(out, deliverable.file)
    const like = screen?.then(({ letters }) => ({
      kind: deliverable.kind,
      letters,
      ...(edge.slug !== undefined && { slug: edge.slug }),
    }))
    like?.catch(() => {}) // whoever reads hears of it
    const look = looked.get(page) ?? lookAtPictures(printed, deliverable, page)
    looked.set(page, look)
    const { pictures, findings: ofPictures } = await look
    const bound = await bindery.bind({
      pdf: printed.pdf,
      file,
      expected: like ?? {
        passages: page.passages,
        cutOff: cutOff(printed, deliverable).map(({ word }) => word),
        stock: isStock(deliverable.template, project),
      },
      pageNumbers: printed.pageNumbers,
      pictures,
      options: optionsFor(deliverable, page, edge),
    })
    onFinished(deliverable, bound.pdf)
    const { lines } = printed
    // What the page looks like is told of the first file that shows it.
    if (deliverable !== texts.find(({ like }) => like.name === deliverable.name)!.wanted[0])
      return { ...bound, deliverable, lines }
    const findings = tellPrinted(
      printed,
      bound,
      deliverable,
      publication,
      faces,
      file,
      ofPictures,
      (name, where) => workspace.explain(name, where),
    )
    return { ...bound, deliverable, lines, findings }
  }

  async function lookAtPictures(
    printed: PrintResult,
    deliverable: Deliverable,
    { html }: Page,
  ): Promise<Look> {
    const { template } = deliverable
    const findings: Diagnostic[] = []
    const pictures: NamedPicture[] = []
    for (const picture of askedPictures(printed, deliverable, publication, workspace.pages)) {
      const file = await realpath(picture.file)
      const bytes = await project.reader.bytes(file, 'picture', (finding) => findings.push(finding))
      if (!bytes) continue
      findings.push(...inspectPicture(bytes, { ...picture, file }))
      const raster = readRaster(bytes)
      if (raster && 'size' in raster && raster.size) pictures.push({ name: picture.url, ...raster.size })
    }
    for (const text of [html, ...template.styles.map((style) => style.text)])
      for (const { uri, problem } of dataPicturesIn(text))
        findings.push(diagnose('data-picture', locate(template, uri), { problem }))
    return { pictures, findings }
  }

  /** A print without tags is one more layout of the page, which the browser is to do alike. */
  function compareKinds({ deliverable, ...bound }: Made, products: readonly Made[]): Diagnostic[] {
    const { kind, name, file } = deliverable
    const screen = products.find(
      ({ deliverable }) => deliverable.kind === 'screen' && deliverable.name === name,
    )
    const [pages, wanted] = [pagesOf(bound), screen && pagesOf(screen)]
    const shrunk = screen?.findings.some(({ code }) => code === 'pages-shrunk') // which is enough to say
    return wanted === undefined || pages === wanted || shrunk
      ? []
      : [diagnose('prints-differ', { file: join(out, file) }, { kind, pages, wanted })]
  }

  function optionsFor(
    { kind, name, template, languages }: Deliverable,
    page: Page,
    { edgeMm, bleedMm }: Edge,
  ): BindOptions {
    const { keywords = [] } = publication.statements.find(({ lang }) => lang === languages[0])!
    const common = {
      titles: page.titles,
      publisher: publication.publisher,
      authors: publication.authors,
      keywords: keywords.map(({ text }) => text),
      symbol: publication.symbol,
      moment: project.moment,
      profile: project.profile,
      paper: edition.paper,
      margins: template.margins,
      edgeMm,
      bleedMm,
      faces,
      characters: page.characters,
    }
    switch (kind) {
      case 'screen':
        return { kind, ...common, bookmarks: page.bookmarks, linkNames: page.linkNames }
      case 'office': {
        const margin = pointsFromMm(Math.min(template.margins.left, template.margins.right))
        return { kind, ...common, imposition: edition.office!, margin, deliverable: name }
      }
      case 'press':
        return { kind, ...common, press: project.press!, accent: publication.accent }
    }
  }
}

const extentOf = ({ passages }: Page, { groups }: Publication): Extent => ({
  characters: passages.reduce(
    (sum, { leaves }) => leaves.reduce((length, { text }) => length + text.length, sum),
    0,
  ),
  signatories: groups.reduce((sum, { signatories }) => sum + signatories.length, 0),
})

/** Whether nothing of a template is the project's own. */
const isStock = ({ page, partials, styles }: Template, { root }: Project): boolean =>
  [page, ...partials.values(), ...styles].every(({ file }) => relative(root, file).startsWith('..'))

/** Files that come from one print. */
interface Run {
  readonly options: PrintOptions
  readonly edge: Edge
  readonly deliverables: readonly Deliverable[]
}

/** A screen file is printed with tags; a press file without them and with room for bleed and marks, which serves an office file, too. */
function runsFor(
  wanted: readonly Deliverable[],
  page: Page,
  { press, publication }: Project,
): readonly Run[] {
  const [tagged, untagged] = [true, false].map((tags) =>
    wanted.filter(({ kind }) => (kind === 'screen') === tags),
  )
  // What a template paints otherwise for an office printer is a print of its own.
  const [office, other] = [true, false].map((own) =>
    untagged!.filter(({ kind, template }) => (kind === 'office' && hasField(template)) === own),
  )
  const run = (tagged: boolean, edge: Edge, deliverables: readonly Deliverable[]): Run => ({
    options: { tagged, css: page.rulesFor(edge) },
    edge,
    deliverables,
  })
  return [
    run(true, NO_EDGE, tagged!),
    run(false, edgeFor(other!, press, publication.date), other!),
    run(false, { ...edgeFor(office!, press, publication.date), reach: 'margins' }, office!),
  ].filter(({ deliverables }) => deliverables.length)
}

/** Without a print shop, a folded sheet still needs some colour beyond the fold, in which its pages lie over one another. */
function edgeFor(untagged: readonly Deliverable[], press: PressSettings | undefined, date: string): Edge {
  if (press && untagged.some(({ kind }) => kind === 'press'))
    return {
      edgeMm: edgeOf(press),
      bleedMm: overrunOf(press),
      ...(press.marks && { slug: slugLine(untagged[0]!.name, date, press) }),
    }
  if (!untagged.some(({ edition }) => edition.office?.scheme === 'saddle-stitch')) return NO_EDGE
  const edgeMm = edgeOf({ bleedMm: FOLD_OVERLAP_MM, marks: false })
  return { edgeMm, bleedMm: edgeMm }
}

/** What a shop wants to read on a sheet that lies about: which file and page of when this is, and what it is printed for. */
const slugLine = (name: string, date: string, { condition }: PressSettings): string =>
  `${name}, page {page} of {pages}, ${date}, ${condition}`

const requestOf = ({ pages, ranges }: Fit) => ({
  pages,
  bounds: [...ranges].map(([knob, range]) => ({ knob, ...range })),
})
