/** What there is to say of a print: what the browser missed, what is too wide or too loose, what does not fit. */
import { basename, join } from 'node:path'
import type { Bound } from './bindery.js'
import { type Asker, diagnose, type Diagnostic, type Where } from './diagnostic.js'
import { type Block, inlinesOf, type Mark } from './model/block.js'
import type { Deliverable } from './model/deliverable.js'
import { type Face, tellFace } from './model/face.js'
import { type Fit, pictureFilesOf, type Publication, type Tag } from './model/publication.js'
import type { Template } from './model/template.js'
import { tellLost } from './lost-glyphs.js'
import type { Misfit } from './print/copyfit.js'
import type { WideWord } from './print/in-page/overfull.js'
import type { PrintResult } from './print/page.js'
import type { Unloaded } from './print/in-page/files.js'
import type { Lines } from './print/set-lines.js'
import { type AskedPicture, askerOf, pathIn } from './read/picture-file.js'
import { findMuteImages, findScripts, locate } from './typeset/handlebars.js'
import { visible } from './visible.js'

/**
 * All findings of a file, with those that came with it.
 * @param pictures what a look into the pictures of `askedPictures` found
 */
export function tellPrinted(
  printed: PrintResult,
  bound: Bound,
  deliverable: Deliverable,
  publication: Publication,
  faces: readonly Face[],
  file: string,
  pictures: readonly Diagnostic[],
  explain: Explain,
): readonly Diagnostic[] {
  const { words, boxes } = printed.overfull
  const mute = findMuteImages(deliverable.template)
  const lost = cutOff(printed, deliverable)
  const withoutGlyph = tellLost(bound.lost ?? [], publication, deliverable.languages, file)
  const located = withoutGlyph.length > 0 && withoutGlyph.every(({ where }) => where?.page === undefined)
  const shrunk = lost.length ? [] : checkScale(bound, printed, file)
  return [
    ...pictures,
    ...checkRequests(printed, deliverable, publication, faces, pictures, explain),
    ...findLostEmphasis(printed, deliverable, publication),
    ...mute,
    ...lost.map(({ word, page }) => diagnose('word-cut-off', { file, page }, { word })),
    ...shrunk,
    ...boxes.map(({ page, widerPx, ...box }) =>
      diagnose('box-over-column', { file, page }, { ...box, widerMm: mmFrom(widerPx) }),
    ),
    ...tellWideWords(
      words.filter(({ beyondPx }) => beyondPx <= 0),
      file,
    ),
    // What the template's line was told of needs no telling by its page.
    ...bound.findings.filter(
      ({ code, message }) =>
        !(mute.length && code === 'picture-without-text') &&
        !(code === 'foreign-font' && pictures.some((finding) => finding.code === 'svg-text')) &&
        !(located && code === 'word-changed' && message.includes(NO_GLYPH)) &&
        !(shrunk.length && code === 'page-number-wrong'), // more lines go on a page then
    ),
    ...withoutGlyph,
    ...checkLines(printed.lines, deliverable, file),
    ...comparePages(printed.lines, bound, deliverable),
    ...(shrunk.length ? [] : checkMultiple(bound, deliverable, file)),
  ]
}

/** What a reader of the file finds there, as messages quote it. */
const NO_GLYPH = visible('\0')

/** Once a page: a column that is too narrow for one word often is for all. */
const tellWideWords = (words: readonly WideWord[], file: string): readonly Diagnostic[] =>
  [...new Set(words.map(({ page }) => page))].map((page) => {
    const here = words.filter((word) => word.page === page)
    return diagnose('word-too-wide', { file, page }, { word: here[0]!.word, more: here.length - 1 })
  })

const mmFrom = (px: number): number => (px * 25.4) / 96

/** Words that are so wide that they leave the page. */
export function cutOff({ overfull }: PrintResult, { template }: Deliverable): readonly WideWord[] {
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

/** Blank pages fill a file up as far as its pages were counted rightly. */
function checkMultiple(bound: Bound, { template: { multiple } }: Deliverable, file: string): Diagnostic[] {
  const pages = pagesOf(bound)
  return pages % multiple ? [diagnose('pages-not-multiple', { file }, { pages, multiple })] : []
}

/** The pages of a text are the same in all its files; an imposed one holds them on its sides. */
export const pagesOf = ({ copies, facts }: Bound): number => copies?.[0]?.length ?? facts.pages

/** A thousandth of a page's width is less than a printer's own tolerance. */
const SHRUNK = 0.999

/** The browser shrinks all pages until what is widest fits; a word that it cannot make fit is cut off. */
function checkScale(
  { scale = 1 }: Bound,
  { overfull: { words, box } }: PrintResult,
  file: string,
): Diagnostic[] {
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

/** Emphasis of the source that is printed like the words around it. */
function findLostEmphasis(
  { plainEmphasis }: PrintResult,
  { template }: Deliverable,
  { statements }: Publication,
): Diagnostic[] {
  // Typesetting changes spaces and hyphens.
  const lettersOf = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '')
  const emphases = statements.flatMap(({ body }) => body.flatMap(emphasesOf))
  return plainEmphasis.flatMap(({ kind, lang, text, lacking }) =>
    emphases
      .filter((each) => each.kind === kind && each.lang === lang && lettersOf(each.text) === lettersOf(text))
      .map(({ at, text }) =>
        diagnose('emphasis-lost', at, {
          text,
          kind,
          template: template.name,
          lacking: lacking && tellFace(lacking),
        }),
      ),
  )
}

interface Emphasis {
  readonly kind: 'em' | 'strong'
  readonly lang: Tag
  readonly text: string
  readonly at: Where
}

/** The words between the marks of emphasis, each at the line where they begin. */
function emphasesOf(block: Block): readonly Emphasis[] {
  const found = new Map<Mark, Emphasis>()
  for (const inline of inlinesOf(block)) {
    if (inline.kind !== 'text') continue
    const { text, lang, at } = inline
    for (const mark of inline.marks)
      if (mark.kind === 'em' || mark.kind === 'strong') {
        const before = found.get(mark)
        found.set(
          mark,
          before ? { ...before, text: before.text + text } : { kind: mark.kind, lang, text, at },
        )
      }
  }
  return [...found.values()]
}

/** The pictures that a page asked for and got. */
export const askedPictures = (
  { pictures }: PrintResult,
  { template }: Deliverable,
  publication: Publication,
  folder: string,
): readonly AskedPicture[] =>
  pictures.map((url) => ({
    url: pathIn(url),
    file: join(folder, pathIn(url)),
    asked: placesOf(url, nameOf(url), template, publication).map(([at]) => at),
  }))

/** Where the publication, or else the template, asks for something. */
function placesOf(
  url: string,
  text: string,
  template: Template,
  publication: Publication,
): readonly (readonly [at: Where, by: Asker])[] {
  const places = pictureFilesOf(publication).filter((picture) => picture.url === url)
  return places.length
    ? places.map(({ at }) => [at, askerOf(at)] as const)
    : [[locate(template, text), 'template'] as const]
}

/** What the browser refused or missed, with the place in a statement or in the template that asked for it. */
function checkRequests(
  printed: PrintResult,
  { template }: Deliverable,
  publication: Publication,
  faces: readonly Face[],
  pictures: readonly Diagnostic[],
  explain: Explain,
): Diagnostic[] {
  const named = (url: string) => placesOf(url, nameOf(url), template, publication)
  const shorten = (url: string) => (url.startsWith('data:') ? `${url.slice(0, 60)}…` : pathIn(url))
  // What a look into the file has found says more than that the browser cannot read it.
  const explained = (url: string, at: Where) =>
    url.startsWith('data:')
      ? pictures.some(({ code }) => code === 'data-picture')
      : pictures.some(({ where }) => where === at || where?.file.endsWith(`/${nameOf(url)}`))
  return [
    ...printed.refused.map(({ url, lost }) =>
      diagnose(
        lost ? 'asset-refused' : 'blocked-request',
        locate(template, url, url.replace(/^[a-z]+:/i, ''), nameOf(url)),
        { url },
      ),
    ),
    ...printed.missing.flatMap((url) =>
      named(url).map(
        ([at, by]) => explain(pathIn(url), at) ?? diagnose('missing-asset', at, { url: pathIn(url), by }),
      ),
    ),
    ...printed.barred.map((url) =>
      diagnose('asset-barred', locate(template, nameOf(url)), { url: pathIn(url) }),
    ),
    ...printed.unreadable.flatMap((url) =>
      named(url)
        .filter(([at]) => !explained(url, at))
        .map(([at]) =>
          diagnose('broken-picture', at, {
            url: shorten(url),
            problem: 'is no picture that the browser can read',
          }),
        ),
    ),
    ...findScripts(template),
    ...printed.unloaded.map((unloaded) => tellUnloaded(unloaded, faces)),
  ]
}

/** Why a file is not there, by its name in the work directory; undefined if it simply is not. */
type Explain = (name: string, where: Where) => Diagnostic | undefined

/** The entry of fonts.yaml whose file the browser did not accept. */
function tellUnloaded({ family, weight, style }: Unloaded, faces: readonly Face[]): Diagnostic {
  const name = family.replace(/^["']|["']$/g, '')
  const face = faces.find(
    (each) => each.family === name && String(each.weight) === weight && each.style === style,
  )
  return diagnose('face-not-loaded', face?.at, {
    face: face ? tellFace(face) : `${name}, ${weight} ${style}`,
    file: face && basename(face.file),
  })
}

const nameOf = (url: string): string => pathIn(url.slice(url.lastIndexOf('/') + 1))
