/** The line: every finished file comes about by these steps, in this order. */
import { basename, join } from 'node:path'
import type { Bindery, BindOptions, Bound } from './bindery.js'
import { diagnose, type Diagnostic, Stop } from './diagnostic.js'
import type { Deliverable } from './model/deliverable.js'
import { FOLD_OVERLAP_MM } from './model/imposition.js'
import { pointsFromMm } from './model/paper.js'
import { edgeOf, overrunOf, type PressSettings } from './model/press.js'
import type { Edition, Fit, Publication } from './model/publication.js'
import type { Misfit } from './print/copyfit.js'
import type { WideWord } from './print/overfull.js'
import type { Manner, Printed } from './print/page.js'
import type { Press } from './print/press.js'
import type { Lines } from './print/set-lines.js'
import type { Project } from './project.js'
import type { Workspace } from './publish/workspace.js'
import { type Edge, NO_EDGE } from './typeset/css.js'
import { findMuteImages, findScripts, locate } from './typeset/handlebars.js'
import { type Page, typeset } from './typeset/typeset.js'

/** What a build works with. */
export interface Workshop {
  readonly workspace: Workspace
  readonly press: Press
  readonly bindery: Bindery
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
  { workspace, press, bindery }: Workshop,
  onFinished: (deliverable: Deliverable, pdf: Uint8Array) => void = () => {},
): Promise<readonly Product[]> {
  const { publication, labels, faces, memory, out } = project
  const pages = texts.map(({ like }) => typeset(publication, like, labels, faces, memory.recall))
  const runs = texts.map(({ wanted }, i) => runsFor(wanted, pages[i]!, project))
  for (const { path, html } of pages) workspace.write(path, html)
  const made = new Map<Deliverable, Promise<Made>>()
  const outcome = await press.print({
    sheets: pages.map(({ path, html, area, marginFaces }, i) => {
      const prints = runs[i]!.map(({ manner }) => manner)
      return { path, area, faces: marginFaces, prints, length: html.length }
    }),
    ...(edition.fit && { fit: requestOf(edition.fit) }),
    onPrinted(sheet, run, printed) {
      const { edge, deliverables } = runs[sheet]![run]!
      for (const deliverable of deliverables) {
        // The bytes are handed over, so each file has its own.
        const own = { ...printed, pdf: printed.pdf.slice() }
        const product = bind(own, deliverable, pages[sheet]!, edge)
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

  async function bind(printed: Printed, deliverable: Deliverable, page: Page, edge: Edge): Promise<Made> {
    const file = join(out, deliverable.file)
    const [cutOff, sticking] = partOverfull(printed, deliverable)
    const bound = await bindery.bind({
      pdf: printed.pdf,
      file,
      words: {
        passages: page.passages,
        furniture: [...page.furniture, ...(edge.slug === undefined ? [] : [{ text: edge.slug, from: 1 }])],
        cutOff: cutOff.map(({ word }) => word),
      },
      pageNumbers: printed.pageNumbers,
      options: optionsFor(deliverable, page, edge),
    })
    onFinished(deliverable, bound.pdf)
    const { lines } = printed
    // What the page looks like is told of the first file that shows it.
    if (deliverable !== texts.find(({ like }) => like.name === deliverable.name)!.wanted[0])
      return { ...bound, deliverable, lines }
    const mute = findMuteImages(deliverable.template)
    const findings = [
      ...findingsOf(printed, deliverable, publication),
      ...mute,
      ...cutOff.map(({ word, page }) => diagnose('word-cut-off', { file, page }, { word })),
      ...(cutOff.length ? [] : checkScale(bound, printed, file)),
      ...printed.overfull.boxes.map(({ page, widerPx, ...box }) =>
        diagnose('box-over-column', { file, page }, { ...box, widerMm: (widerPx * 25.4) / 96 }),
      ),
      ...sticking.map(({ word, page }) => diagnose('word-too-wide', { file, page }, { word })),
      // What the template's line was told of needs no telling by its page.
      ...bound.findings.filter(({ code }) => !(mute.length && code === 'picture-without-text')),
      ...checkLines(lines, deliverable, file),
      ...comparePages(lines, bound, deliverable),
    ]
    return { ...bound, deliverable, lines, findings }
  }

  /** A print without tags is one more layout of the page, which the browser is to do alike. */
  function compareKinds({ deliverable, ...bound }: Made, products: readonly Made[]): Diagnostic[] {
    const { kind, name, file } = deliverable
    const screen = products.find(
      ({ deliverable }) => deliverable.kind === 'screen' && deliverable.name === name,
    )
    const [pages, wanted] = [pagesOf(bound), screen && pagesOf(screen)]
    return wanted === undefined || pages === wanted
      ? []
      : [diagnose('prints-differ', { file: join(out, file) }, { kind, pages, wanted })]
  }

  function optionsFor({ kind, name, template }: Deliverable, page: Page, { edgeMm }: Edge): BindOptions {
    const common = {
      titles: page.titles,
      publisher: publication.publisher,
      symbol: publication.symbol,
      moment: project.moment,
      profile: project.profile,
      paper: edition.paper,
      faces,
      characters: page.characters,
    }
    switch (kind) {
      case 'screen':
        return { kind, ...common, bookmarks: page.bookmarks }
      case 'office': {
        const margin = pointsFromMm(Math.min(template.margins.left, template.margins.right))
        const room = pointsFromMm(edgeMm)
        return { kind, ...common, imposition: edition.office!, room, margin, deliverable: name }
      }
      case 'press':
        return { kind, ...common, press: project.press!, accent: publication.accent }
    }
  }
}

/** Files that come from one print. */
interface Run {
  readonly manner: Manner
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
  const edge = edgeFor(untagged!, press, publication.date)
  return [
    { manner: { tagged: true, css: page.rulesFor(NO_EDGE) }, edge: NO_EDGE, deliverables: tagged! },
    { manner: { tagged: false, css: page.rulesFor(edge) }, edge, deliverables: untagged! },
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

/** Lines that are looser than the template allows, and hyphens one above the other. */
function checkLines(
  { stretch, ladders }: Lines,
  { name, template }: Deliverable,
  file: string,
): Diagnostic[] {
  const limit = template.limits.stretch
  const loose = stretch.filter((each) => each > limit)
  const worst = loose.at(-1)
  const data = { deliverable: name, limit, lines: loose.length }
  return [
    ...(worst === undefined ? [] : [diagnose('loose-lines', { file }, { ...data, worst })]),
    ...(ladders ? [diagnose('ladder', { file }, { deliverable: name, ladders })] : []),
  ]
}

const requestOf = ({ pages, ranges }: Fit) => ({
  pages,
  bounds: [...ranges].map(([knob, range]) => ({ knob, ...range })),
})

function tellMisfit({ sheet, pages, overflowPx }: Misfit, { pages: wanted, ranges, at }: Fit): Diagnostic {
  const smallest = [...ranges].map(([knob, { from, unit }]) => `${knob} ${from}${unit}`).join(', ')
  const overflowMm = (overflowPx * 25.4) / 96
  return diagnose('does-not-fit', at, {
    deliverable: basename(sheet.path, '.html'),
    pages,
    wanted,
    overflowMm,
    smallest,
  })
}

/** Pages are counted by layout; the print confirms. */
const comparePages = (
  { pages: wanted }: Lines,
  { facts: { pages } }: Bound,
  { name, edition }: Deliverable,
): Diagnostic[] =>
  edition.fit && pages !== wanted
    ? [diagnose('pages-differ', edition.fit.at, { deliverable: name, pages, wanted })]
    : []

/** The pages of a text are the same in all its files; an imposed one holds them on its sides. */
const pagesOf = ({ copies, facts }: Bound): number => copies?.[0]?.length ?? facts.pages

/** Words wider than their line: those that leave the page, and those that only stick out of a column. */
function partOverfull({ overfull }: Printed, { template }: Deliverable): [WideWord[], WideWord[]] {
  const marginPx = (template.margins.right * 96) / 25.4
  return [
    overfull.words.filter(({ beyondPx }) => beyondPx > marginPx),
    overfull.words.filter(({ beyondPx }) => beyondPx <= 0),
  ]
}

/** A thousandth of a page's width is less than a printer's own tolerance. */
const SHRUNK = 0.999

/** The browser shrinks all pages until what is widest fits; a word that it cannot make fit is cut off. */
function checkScale({ scale = 1 }: Bound, { overfull: { words, box } }: Printed, file: string): Diagnostic[] {
  if (scale > SHRUNK) return []
  const word = words.find(({ beyondPx }) => beyondPx > 0)
  const widest = word ? { word: word.word, beyondPx: word.beyondPx } : box
  return [
    diagnose(
      'pages-shrunk',
      { file },
      {
        scale,
        widest: widest && { ...widest, beyondMm: (widest.beyondPx * 25.4) / 96 },
      },
    ),
  ]
}

/** What the browser refused or missed, with the place in a statement or in the template that asked for it. */
function findingsOf(printed: Printed, { template }: Deliverable, { statements }: Publication): Diagnostic[] {
  const pictures = statements.flatMap(({ paragraphs }) => paragraphs.flatMap(({ pictures }) => pictures))
  const placesOf = (url: string, text: string) => {
    const places = pictures.filter((picture) => picture.url === url).map(({ at }) => at)
    return places.length
      ? places.map((at) => [at, 'statement'] as const)
      : [[locate(template, text), 'template'] as const]
  }
  const named = (url: string) => placesOf(url, nameOf(url))
  return [
    ...printed.refused.flatMap((url) =>
      placesOf(url, url).map(([at, by]) => diagnose('blocked-request', at, { url, by })),
    ),
    ...printed.missing.flatMap((url) =>
      named(url).map(([at, by]) => diagnose('missing-asset', at, { url: decodeURI(url), by })),
    ),
    ...printed.broken.flatMap(({ url, problem }) =>
      named(url).map(([at]) => diagnose('broken-picture', at, { url: decodeURI(url), problem })),
    ),
    ...findScripts(template),
    ...printed.unloaded.map((face) => diagnose('face-not-loaded', undefined, { face })),
  ]
}

const nameOf = (url: string): string => decodeURIComponent(url.slice(url.lastIndexOf('/') + 1))
