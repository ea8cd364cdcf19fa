/** Publication x deliverable → HTML: the page that the browser prints. */
import { TimeIsUp, within } from '../deadline.js'
import { diagnose, Stop } from '../diagnostic.js'
import type { Area } from '../model/area.js'
import { inlinesOf, notesIn } from '../model/block.js'
import type { Bookmark } from '../model/bookmark.js'
import type { Deliverable } from '../model/deliverable.js'
import type { Face } from '../model/face.js'
import { sameFace } from '../model/face.js'
import { type Limits, limitsFor } from '../model/limits.js'
import type { Publication, Tag } from '../model/publication.js'
import type { Passage } from '../model/passage.js'
import { conditionsThatHold, type Labels, textsWhere } from '../model/template.js'
import { noteId } from './blocks.js'
import { bookmarks } from './bookmarks.js'
import { type Edge, fontFaces, fontShorthand, NO_EDGE, pageRules } from './css.js'
import { fill } from './handlebars.js'
import { pageMark } from './page-mark.js'
import { passages } from './passages.js'
import { view, type View } from './view.js'

/** A page ready to print. */
export interface Page {
  /** Where it lies in the work directory, beside its template's style sheet. */
  readonly path: string
  readonly html: string
  /** All code points that its text may hold. */
  readonly characters: ReadonlySet<number>
  /** The statement's title in each language of the page, its own first. */
  readonly titles: ReadonlyMap<Tag, string>
  readonly bookmarks: readonly Bookmark[]
  readonly area: Area
  /** Style sheet for a print with so much paper beyond the trim; the lines stay as they are. */
  readonly rulesFor: (edge: Edge) => string
  /** What the finished file must hold. */
  readonly passages: readonly Passage[]
  readonly linkNames: ReadonlyMap<string, string>
  /** Faces that margin boxes use: the browser does not load these by itself in time. CSS font shorthands. */
  readonly marginFaces: readonly string[]
}

/** What `make` gives, now or an earlier time that the key was asked for. */
export type Recall = (key: string, make: () => string) => string

/** Fills the deliverable's template. Throws `Stop` with file and line if the template asks for a value there is not. */
export function typeset(
  publication: Publication,
  deliverable: Deliverable,
  labels: ReadonlyMap<Tag, Labels>,
  faces: readonly Face[],
  recall: Recall = (_, make) => make(),
  limits: Limits = limitsFor(false),
): Page {
  const { template, edition } = deliverable
  const names = [...template.faces.values()].flat()
  const used = faces.filter((face) => names.some((name) => sameFace(face, name)))
  const apparatus = template.faces.get('apparatus') ?? names.slice(0, 1)
  const text = pageMark(publication, deliverable.languages, labels)
  const mark = text === undefined ? {} : { mark: { text, colour: publication.accent } }
  const rulesFor = (edge: Edge) => pageRules(edition.paper, template.margins, edge, { apparatus, ...mark })
  const model = viewInTime(publication, deliverable, labels, recall, limits)
  const texts = textsWhere(template, conditionsThatHold(template, publication, deliverable.languages))
  const html = fill(
    template,
    { ...model, fontFaces: fontFaces(used, template.faces), pageRules: rulesFor(NO_EDGE) },
    limits,
  )
  return {
    path: `templates/${template.name}/${deliverable.name}.html`,
    html,
    characters: codePointsOf(html),
    titles: new Map(deliverable.languages.map((lang) => [lang, titleIn(publication, lang)])),
    bookmarks: bookmarks(model, publication.statements, texts),
    area: model.area,
    rulesFor,
    passages: passages(publication, deliverable),
    linkNames: linkNames(publication, deliverable, labels),
    marginFaces: apparatus.map(fontShorthand),
  }
}

/** What links to a place of the page are called, by its id, where their text alone would say nothing: «Footnote 3». */
function linkNames(
  { statements }: Publication,
  { languages }: Deliverable,
  labels: ReadonlyMap<Tag, Labels>,
): ReadonlyMap<string, string> {
  return new Map(
    statements
      .filter(({ lang }) => languages.includes(lang))
      .flatMap(({ lang, body }) =>
        notesIn(body.flatMap(inlinesOf)).map(({ number }): [string, string] => {
          const label = labels.get(lang)?.get('note') ?? '{number}'
          return [noteId(lang, number), label.replace('{number}', String(number))]
        }),
      ),
  )
}

/** Spaces and hyphens of a text come from patterns, and a pattern may take long where somebody means it to. */
function viewInTime(
  publication: Publication,
  deliverable: Deliverable,
  labels: ReadonlyMap<Tag, Labels>,
  recall: Recall,
  { secondsAtOnce: seconds }: Limits,
): View {
  try {
    return within(seconds, () => view(publication, deliverable, labels, recall))
  } catch (error) {
    if (!(error instanceof TimeIsUp)) throw error
    const { file } = publication.statements.find(({ lang }) => lang === deliverable.languages[0])!
    throw new Stop(diagnose('text-too-slow', { file, line: 1 }, { deliverable: deliverable.name, seconds }))
  }
}

function codePointsOf(text: string): ReadonlySet<number> {
  const found = new Set<number>()
  for (let at = 0; at < text.length; at++) {
    const codePoint = text.codePointAt(at)!
    if (codePoint > 0xffff) at++
    found.add(codePoint)
  }
  return found
}

const titleIn = (publication: Publication, wanted: Tag): string =>
  publication.statements.find(({ lang }) => lang === wanted)!.title.text
