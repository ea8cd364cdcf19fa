/** The report: one HTML file with everything in it, to be opened from a disk, sent by mail or kept by a CI server. */
import { readFileSync } from 'node:fs'
import { compiled } from '../compiled.js'
import type { Renderer } from './index-file.js'
import type { Difference, Outcome } from './compare.js'
import { toPng } from './png.js'
import type { Box, Picture } from './proof.js'
import { STYLE } from './report-style.js'
import { noteSeen } from './seen.js'
import { DPI, SHADES } from './rasterise.js'
import {
  type Checked,
  differs,
  languageName,
  nameOf,
  summarise,
  tellChange,
  tellOutcome,
  listChanges,
  wordChanges,
  tellStructure,
} from './summary.js'

/** A page or a structure to show, with what the filters go by. */
interface Entry {
  readonly id: string
  readonly title: string
  readonly kind: Exclude<Outcome['kind'], 'same'> | 'structure'
  readonly file: Checked
  readonly html: string
}

const BADGES: Readonly<Record<Entry['kind'], string>> = {
  changed: 'changed',
  'size-changed': 'another size',
  added: 'new page',
  removed: 'page gone',
  'missing-baseline': 'no baseline',
  'stale-baseline': 'stale baseline',
  structure: 'structure',
}

/** The whole file. The same comparison gives the same bytes. */
export function writeReport(
  files: readonly Checked[],
  { browser, rasteriser }: Renderer,
  { name, title }: { readonly name: string; readonly title: string },
): string {
  const entries = files.filter(differs).flatMap(entriesOf)
  const same = files.flatMap(samePages)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${noteSeen(files)}
<title>Proof: ${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body data-view="side" data-zoom="fit">
<a class="skip" href="#pages">To the pages</a>
<header>
<p class="kicker">Proof of ${escape(name)}</p>
<h1>${escape(summarise(files))}</h1>
${lead(files)}
<p class="about">${escape(title)}. Drawn with ${escape(browser)} and ${escape(rasteriser)}.
${entries.length ? 'Keys: <kbd>j</kbd> and <kbd>k</kbd> next and previous page, <kbd>z</kbd> size, arrows move the slider.' : ''}</p>
</header>
${entries.length ? toolbar(entries) : ''}
<div class="body">
${entries.length ? contents(entries) : ''}
<main id="pages">
${entries.map(({ html }) => html).join('\n')}
${entries.length ? '<p class="none" hidden>No page of this edition and language is otherwise than it was approved.</p>' : ''}
${same.length ? `<section class="same"><h2>As they were approved</h2><ul>${same.map((each) => `<li>${escape(each)}</li>`).join('')}</ul></section>` : ''}
</main>
</div>
<script>${readFileSync(compiled('report-page.js'), 'utf8')}</script>
</body>
</html>
`
}

/** What an editor asks first: whether a word is another now. */
function lead(files: readonly Checked[]): string {
  const words = wordChanges(files)
  const compared = files.some(({ pages }) => pages.some((outcome) => 'changes' in outcome))
  if (!words.length) return compared ? '<p class="lead">No word was changed.</p>' : ''
  const items = words.map((each) => `<li>${escape(capital(each))}.</li>`)
  return items.length <= SHOWN
    ? `<ul class="lead">${items.join('')}</ul>`
    : `<ul class="lead">${items.slice(0, SHOWN).join('')}<li>${words.length - SHOWN} more pages with other words.</li></ul>`
}

const VIEWS = [
  ['side', 'Side by side', 's'],
  ['difference', 'Difference', 'd'],
  ['slider', 'Slider', 'l'],
  ['blink', 'Blink', 'b'],
  ['onion', 'Onion skin', 'o'],
] as const

function toolbar(entries: readonly Entry[]): string {
  const editions = [...new Set(entries.map(({ file }) => file.edition))]
  const languages = [...new Set(entries.flatMap(({ file }) => file.languages))]
  const options = (all: string, names: readonly (readonly [string, string])[]) =>
    [['', all] as const, ...names]
      .map(([value, name]) => `<option value="${escape(value)}">${escape(name)}</option>`)
      .join('')
  const views = VIEWS.map(
    ([value, name, key]) =>
      `<label title="${name} (${key})"><input type="radio" name="view" value="${value}" aria-keyshortcuts="${key}"${value === 'side' ? ' checked' : ''}><span>${name} <kbd>${key}</kbd></span></label>`,
  ).join('')
  return `<form class="toolbar" aria-label="How the pages are shown" autocomplete="off">
<fieldset class="views"><legend>View</legend>${views}</fieldset>
<label class="amount"><span>Before</span> <input type="range" name="amount" min="0" max="100" value="50" aria-label="From before to now"> <span>Now</span></label>
<label class="pause"><input type="checkbox" name="pause" aria-keyshortcuts="Space"> Stand still <kbd>space</kbd></label>
<label>Size <select name="zoom" aria-keyshortcuts="z"><option value="fit">to the window</option><option value="actual">as drawn</option><option value="double">double</option></select></label>
<label>Edition <select name="edition">${options(
    'all',
    editions.map((name) => [name, name]),
  )}</select></label>
<label>Language <select name="language">${options(
    'all',
    languages.map((tag) => [tag, languageName(tag)]),
  )}</select></label>
<p class="count" role="status"></p>
</form>`
}

const contents = (entries: readonly Entry[]): string =>
  `<nav aria-label="Pages that are not as they were approved"><ol>${entries
    .map(
      ({ id, title, kind, file }) =>
        `<li ${filterable(file)}><a href="#${id}"><span class="dot ${kind}"></span>${escape(title)}</a></li>`,
    )
    .join('')}</ol></nav>`

const filterable = ({ edition, languages }: Checked): string =>
  `data-edition="${escape(edition)}" data-languages="${escape(languages.join(' '))}"`

function entriesOf(file: Checked): Entry[] {
  const id = file.file.replace(/\.pdf$/, '').replace(/[^\w-]+/g, '-')
  const pages = file.pages.flatMap((outcome, index): Entry[] => {
    if (outcome.kind === 'same') return []
    const title = `${capital(nameOf(file))}, page ${index + 1}`
    const entry = { id: `${id}-${index + 1}`, title, kind: outcome.kind, file }
    return [{ ...entry, html: article(entry, outcome) }]
  })
  const { removed, added } = file.structure
  if (!removed.length && !added.length) return pages
  const entry = {
    id: `${id}-structure`,
    title: `${capital(nameOf(file))}, structure`,
    kind: 'structure' as const,
    file,
  }
  const lines = [
    ...removed.map((line) => `<del>${escape(line.trim())}</del>`),
    ...added.map((line) => `<ins>${escape(line.trim())}</ins>`),
  ]
  const body =
    `<p>${escape(capital(tellStructure(file)))}: what is read aloud, the outline, boxes and fonts.</p>` +
    `<details><summary>The lines</summary><pre class="lines">${lines.join('\n')}</pre></details>`
  return [...pages, { ...entry, html: frame(entry, body) }]
}

type Head = Omit<Entry, 'html'>

const frame = ({ id, title, kind, file }: Head, body: string): string =>
  `<article id="${id}" tabindex="-1" aria-labelledby="${id}-title" ${filterable(file)}>
<h2 id="${id}-title">${escape(title)} <span class="badge ${kind}">${BADGES[kind]}</span></h2>
${body}
</article>`

function article(head: Head, outcome: Exclude<Outcome, { kind: 'same' }>): string {
  const { title } = head
  switch (outcome.kind) {
    case 'changed':
    case 'size-changed': {
      const { before, after, mask, regions, changes } = outcome
      const size = outcome.kind === 'size-changed' ? [tellSizes(outcome.beforeMm, outcome.afterMm)] : []
      const items = (each: readonly string[]) =>
        each.map((text) => `<li>${escape(capital(text))}.</li>`).join('')
      const told = listChanges(changes)
      const all = changes.map(tellChange)
      const list =
        `<ul>${items([...size, ...told])}</ul>` +
        (all.length > told.length
          ? `<details><summary>One by one</summary><ul>${items(all)}</ul></details>`
          : '')
      const count = `<p class="pixels">${tellVisible(outcome)}</p>`
      const words = changes.flatMap((change) => (change.kind === 'words' ? [change.boxes] : []))
      const marks = (side: 'before' | 'now') =>
        words
          .flatMap((boxes) => boxes[side])
          .map((box) => outline('word', box, mask))
          .join('')
      const boxes = regions.map((box) => outline('region', box, mask)).join('')
      const stage = `<p class="legend"><span class="swatch gone"></span> only before <span class="swatch new"></span> only now</p>
<div class="stage" style="--width: ${mask.width}px; --height: ${mask.height}px">
${figure('before', 'Before', before, `${title}, as it was approved`, mask, marks('before'))}
${figure('after', 'Now', after, `${title}, as it is now`, mask, boxes + marks('now'))}
<img class="mask" alt="${escape(title)}, what differs" src="${dataUrl(mask)}">
</div>
`
      return frame(head, `<div class="what">${list}${count}</div>\n${stage}`)
    }
    case 'added':
    case 'missing-baseline':
      return frame(
        head,
        `${sentence(outcome)}${single('after', 'Now', outcome.after, `${title}, as it is now`)}`,
      )
    case 'removed':
      return frame(
        head,
        `${sentence(outcome)}${single('before', 'Before', outcome.before, `${title}, as it was approved`)}`,
      )
    case 'stale-baseline':
      return frame(
        head,
        `${sentence(outcome)}${outcome.before ? single('before', 'Before', outcome.before, `${title}, as it was approved`) : ''}`,
      )
    default:
      return outcome satisfies never
  }
}

/** What there is to be seen in the pictures. */
function tellVisible({ visible, pixels, regions }: Difference): string {
  const count = `${pixels.toLocaleString('en')} ${pixels === 1 ? 'pixel differs' : 'pixels differ'}`
  switch (visible) {
    case 'none':
      return 'The pictures are the same to the pixel: what changed is read, not seen.'
    case 'faint':
      return (
        `Too little to be seen in these pictures, which keep ${SHADES} shades of each primary; the comparison goes by all 256.` +
        (pixels ? ` ${count}, by one shade.` : '')
      )
    case 'clear':
      return `${count}, in ${regions.length} ${regions.length === 1 ? 'place' : 'places'}.`
    default:
      return visible satisfies never
  }
}

/** Pages that the head of the report names. */
const SHOWN = 5

const tellSizes = (before: readonly number[], after: readonly number[]): string =>
  `the page is ${after.join(' × ')} mm, it was ${before.join(' × ')} mm`

const sentence = (outcome: Outcome): string =>
  `<div class="what"><ul><li>${escape(capital(tellOutcome(outcome) ?? ''))}.</li></ul></div>`

const single = (side: 'before' | 'after', caption: string, picture: Picture, alt: string): string =>
  `<div class="stage alone" style="--width: ${picture.width}px; --height: ${picture.height}px">${figure(side, caption, picture, alt, picture)}</div>`

/** As large as `whole`, which a smaller picture fills from its top left corner on. */
const figure = (
  side: 'before' | 'after',
  caption: string,
  picture: Picture,
  alt: string,
  whole: Picture,
  over = '',
): string =>
  `<figure class="${side}"><figcaption>${caption}</figcaption><div class="sheet"><img alt="${escape(alt)}" src="${dataUrl(picture)}" style="width: ${percent(picture.width, whole.width)}">${over}</div></figure>`

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(3)}%`

/** A frame around a region, a little way off. */
function outline(what: 'region' | 'word', { x, y, width, height }: Box, whole: Picture): string {
  const px = (mm: number) => (mm * DPI) / 25.4
  const off = what === 'word' ? 1 : 3
  const [left, top] = [percent(px(x) - off, whole.width), percent(px(y) - off, whole.height)]
  const [wide, high] = [
    percent(px(width) + 2 * off, whole.width),
    percent(px(height) + 2 * off, whole.height),
  ]
  return `<i class="${what}" style="left: ${left}; top: ${top}; width: ${wide}; height: ${high}"></i>`
}

const dataUrl = (picture: Picture): string =>
  `data:image/png;base64,${Buffer.from(toPng(picture)).toString('base64')}`

/** «Russian leaflet: pages 1 and 2». */
function samePages(file: Checked): string[] {
  const pages = file.pages.flatMap(({ kind }, index) => (kind === 'same' ? [String(index + 1)] : []))
  if (!pages.length) return []
  const list = new Intl.ListFormat('en').format(pages)
  return [`${capital(nameOf(file))}: ${pages.length === 1 ? 'page' : 'pages'} ${list}`]
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
