/** What there is to say of a print: what the browser missed, what is too wide or too loose, what does not fit. */
import { basename } from 'node:path'
import type { Bound } from './bindery.js'
import { diagnose, type Diagnostic } from './diagnostic.js'
import { picturesOf } from './model/block.js'
import type { Deliverable } from './model/deliverable.js'
import type { Fit, Publication } from './model/publication.js'
import type { Misfit } from './print/copyfit.js'
import type { WideWord } from './print/overfull.js'
import type { Printed } from './print/page.js'
import type { Lines } from './print/set-lines.js'
import { findMuteImages, findScripts, locate } from './typeset/handlebars.js'

/** All findings of a file, with those that came with it. */
export function tellPrinted(
  printed: Printed,
  bound: Bound,
  deliverable: Deliverable,
  publication: Publication,
  file: string,
): readonly Diagnostic[] {
  const { words, boxes } = printed.overfull
  const mute = findMuteImages(deliverable.template)
  const lost = cutOff(printed, deliverable)
  const shrunk = lost.length ? [] : checkScale(bound, printed, file)
  return [
    ...checkRequests(printed, deliverable, publication),
    ...mute,
    ...lost.map(({ word, page }) => diagnose('word-cut-off', { file, page }, { word })),
    ...shrunk,
    ...boxes.map(({ page, widerPx, ...box }) =>
      diagnose('box-over-column', { file, page }, { ...box, widerMm: mmFrom(widerPx) }),
    ),
    ...words
      .filter(({ beyondPx }) => beyondPx <= 0)
      .map(({ word, page }) => diagnose('word-too-wide', { file, page }, { word })),
    // What the template's line was told of needs no telling by its page.
    ...bound.findings.filter(
      ({ code }) =>
        !(mute.length && code === 'picture-without-text') && !(shrunk.length && code === 'page-number-wrong'), // more lines go on a page then
    ),
    ...checkLines(printed.lines, deliverable, file),
    ...comparePages(printed.lines, bound, deliverable),
  ]
}

const mmFrom = (px: number): number => (px * 25.4) / 96

/** Words that are so wide that they leave the page. */
export function cutOff({ overfull }: Printed, { template }: Deliverable): readonly WideWord[] {
  return overfull.words.filter(({ beyondPx }) => mmFrom(beyondPx) > template.margins.right)
}

/** A sheet that does not fit at the smallest setting. */
export function tellMisfit(
  { sheet, pages, overflowPx }: Misfit,
  { pages: wanted, ranges, at }: Fit,
): Diagnostic {
  const smallest = [...ranges].map(([knob, { from, unit }]) => `${knob} ${from}${unit}`).join(', ')
  return diagnose('does-not-fit', at, {
    deliverable: basename(sheet.path, '.html'),
    pages,
    wanted,
    overflowMm: mmFrom(overflowPx),
    smallest,
  })
}

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

/** Pages are counted by layout; the print confirms. */
const comparePages = (
  { pages: wanted }: Lines,
  { facts: { pages } }: Bound,
  { name, edition }: Deliverable,
): Diagnostic[] =>
  edition.fit && pages !== wanted
    ? [diagnose('pages-differ', edition.fit.at, { deliverable: name, pages, wanted })]
    : []

/** A thousandth of a page's width is less than a printer's own tolerance. */
const SHRUNK = 0.999

/** The browser shrinks all pages until what is widest fits; a word that it cannot make fit is cut off. */
function checkScale({ scale = 1 }: Bound, { overfull: { words, box } }: Printed, file: string): Diagnostic[] {
  if (scale > SHRUNK) return []
  const [word] = words.filter(({ beyondPx }) => beyondPx > 0).sort((a, b) => b.beyondPx - a.beyondPx)
  const widest = word && !(box && box.beyondPx > word.beyondPx) ? word : box
  return [
    diagnose(
      'pages-shrunk',
      { file },
      {
        scale,
        widest: widest && { ...widest, beyondMm: mmFrom(widest.beyondPx) },
      },
    ),
  ]
}

/** What the browser refused or missed, with the place in a statement or in the template that asked for it. */
function checkRequests(
  printed: Printed,
  { template }: Deliverable,
  { statements }: Publication,
): Diagnostic[] {
  const pictures = statements.flatMap(({ body }) => body.flatMap(picturesOf))
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
