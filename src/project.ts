/** Finds and checks source/, templates/ and fonts/ once; all paths live here. */
import { stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from './cache.js'
import { diagnose, type Diagnostic, isError } from './diagnostic.js'
import { openReader, type Reader, type Report } from './files/reader.js'
import { isMissing, problemOf } from './files/words.js'
import { type Deliverable, deliverables } from './model/deliverable.js'
import { type Face, type FaceName, packageOf, sameFace, tellFace } from './model/face.js'
import { type IsoDate, pictureFilesOf, type Publication, type Tag } from './model/publication.js'
import type { PressSettings } from './model/press.js'
import { familiesOf, type Labels, type Template } from './model/template.js'
import { type ListedFace, listFaces, readFace } from './read/faces.js'
import { listPackagedFaces, readDependencies } from './read/font-package.js'
import { checkFonts, familiesNamed, readFonts, withFonts } from './read/fonts.js'
import { type Outline, readOutline, readPublication, templatesOf } from './read/publication.js'
import { readPress } from './read/press.js'
import { labelsWanted, readLabels } from './read/labels.js'
import { nameOf } from './read/parity/passage.js'
import { fileOf } from './read/pictures.js'
import { listTemplates, readTemplate } from './read/template.js'
import { type Memory, openMemory } from './memory.js'

/** Broadside's own root: what a project lacks comes from here. */
const HOME = fileURLToPath(new URL('..', import.meta.url))

/** Everything a build needs to know, read and checked. */
export interface Project {
  readonly root: string
  readonly out: string
  readonly publication: Publication
  readonly deliverables: readonly Deliverable[]
  readonly labels: ReadonlyMap<Tag, Labels>
  readonly faces: readonly Face[]
  /** What the print shop asks for, if there is one. */
  readonly press?: PressSettings
  /** ICC profile of sRGB. */
  readonly profile: Uint8Array
  /** The time that finished files give as theirs. */
  readonly moment: Date
  /** What typesetting made of the texts. */
  readonly memory: Memory
  /** Folders that the work directory mirrors, by their name in it; later ones cover earlier ones. */
  readonly folders: readonly (readonly [from: string, name: string])[]
  /** Files by the name in the work directory that they are asked for by. */
  readonly pictures: readonly (readonly [from: string, name: string])[]
  /** What reads the files of this project, and knows which it has read. */
  readonly reader: Reader
}

/**
 * Reads the project at `root`. There is a project only if each error that was found concerns the files of some languages
 * alone: what there is to say of these languages may be missing in it.
 * @param untrusted it is a stranger's: see `model/limits.ts`
 */
export async function openProject(
  root: string,
  out: string,
  untrusted = false,
): Promise<{ readonly project?: Project; readonly findings: readonly Diagnostic[] }> {
  const findings: Diagnostic[] = []
  const report: Report = (finding) => findings.push(finding)
  // What is read at the same time is told one after the other.
  const found: Diagnostic[][] = []
  const later = (order: number): Report => {
    const own: Diagnostic[] = (found[order] = [])
    return (finding) => own.push(finding)
  }
  const reader = await openReader(root, { broadside: HOME, untrusted })
  const outline = await readOutline(reader, join(root, 'source'), report)
  if (!outline) return { findings }
  const house = await readHouse(reader, root, outline, report)
  const homes = [...new Set([HOME, ...house, root].map((home) => resolve(home)))]
  const folders = (...path: string[]) => homes.map((home) => join(home, ...path))

  const templates = await readTemplates(reader, outline, folders('templates'), report)
  const used = [...templates.values()]
  const [publication, labels, fonts, press, profile] = await Promise.all([
    readPublication(reader, join(root, 'source'), outline, templates, later(0)),
    readAllLabels(reader, outline, templates, folders('templates', 'labels'), later(1)),
    readAllFaces(reader, root, outline, used, folders('fonts'), later(2)),
    readPrintShop(reader, root, outline, later(3)),
    reader.bytes(join(HOME, 'profiles', 'sRGB.icc'), 'profile', later(4)),
  ])
  findings.push(...found.flat())
  const moment = momentOf(publication.date, process.env.SOURCE_DATE_EPOCH, report)
  if (!moment || !profile || findings.some((finding) => isError(finding) && !finding.languages))
    return { findings }

  const project: Project = {
    root,
    out,
    publication,
    deliverables: publication.editions.flatMap((edition) =>
      deliverables(publication, edition, fonts.set(templates.get(edition.template)!)),
    ),
    labels,
    faces: fonts.faces,
    ...(press && { press }),
    profile,
    moment,
    memory: openMemory('typeset', fileURLToPath(import.meta.url)),
    folders: [
      [join(root, 'source'), 'source'],
      ...folders('templates', 'shared').map((from) => [from, 'templates/shared'] as const),
      ...[...templates.values()].map((t) => [t.folder, `templates/${t.name}`] as const),
    ],
    pictures: pictureFiles(publication, root),
    reader,
  }
  return { project, findings }
}

/** The folder that publications share, if this one names one; what it lacks is reported. */
async function readHouse(
  reader: Reader,
  root: string,
  { value: { house }, at }: Outline,
  report: Report,
): Promise<readonly string[]> {
  if (house === undefined) return []
  if (reader.untrusted) {
    report(diagnose('house-untrusted', at('house'), { house }))
    return []
  }
  const folder = resolve(root, house)
  const problem = await stat(folder).then(
    (found) => (found.isDirectory() ? undefined : 'that is no folder'),
    (error: unknown) => (isMissing(error) ? 'there is no such folder' : problemOf(error)),
  )
  if (problem === undefined) {
    await reader.admit(folder)
    return [folder]
  }
  report(diagnose('no-house', at('house'), { house, problem }))
  return []
}

/** The publication's pictures, by the names that the page asks for: on the disk these may have another Unicode form. */
const pictureFiles = (publication: Publication, root: string) =>
  pictureFilesOf(publication).flatMap((picture) => {
    const file = fileOf(picture, root)
    return file === undefined ? [] : [[file, relative(root, file)] as const]
  })

/**
 * Midnight of the publication's date, or what SOURCE_DATE_EPOCH says: seconds since 1970, as those set it who rebuild
 * software bit for bit (reproducible-builds.org/specs/source-date-epoch).
 */
function momentOf(date: IsoDate, epoch: string | undefined, report: Report): Date | undefined {
  if (!epoch) return new Date(`${date}T00:00:00Z`)
  const moment = new Date(Number(epoch) * 1000)
  if (/^\d+$/.test(epoch) && moment.getUTCFullYear() <= 9999) return moment
  report(diagnose('bad-epoch', undefined, { value: epoch }))
  return undefined
}

async function readPrintShop(reader: Reader, root: string, { value, at }: Outline, report: Report) {
  const asks = Object.entries(value.editions).filter(([, edition]) => edition.press)
  if (!value.press) {
    for (const [edition] of asks) report(diagnose('no-press', at('editions', edition, 'press'), { edition }))
    return undefined
  }
  const own = join(HOME, 'profiles', 'FOGRA39.icc')
  return readPress(reader, value.press, root, own, (...path) => at('press', ...path), report)
}

async function readTemplates(
  reader: Reader,
  outline: Outline,
  folders: readonly string[],
  report: Report,
): Promise<ReadonlyMap<string, Template>> {
  const homes = new Map<string, string>()
  for (const folder of folders)
    for (const name of await listTemplates(reader, folder, report)) homes.set(name, join(folder, name))
  const templates = new Map<string, Template>()
  for (const name of templatesOf(outline)) {
    const home = homes.get(name)
    if (!home) {
      const users = Object.entries(outline.value.editions).filter(([key, e]) => (e.template ?? key) === name)
      for (const [edition, { template }] of users) {
        const path = template === undefined ? ['editions', edition] : ['editions', edition, 'template']
        report(diagnose('unknown-template', outline.at(...path), { name, known: [...homes.keys()].sort() }))
      }
      continue
    }
    const shared = folders.map((folder) => join(folder, 'shared'))
    const template = await readTemplate(reader, home, shared, report)
    if (template) templates.set(name, template)
  }
  return templates
}

async function readAllLabels(
  reader: Reader,
  outline: Outline,
  templates: ReadonlyMap<string, Template>,
  folders: readonly string[],
  report: Report,
): Promise<ReadonlyMap<Tag, Labels>> {
  const { status, embargo } = outline.value
  const marks = [
    ...(status ? [[status, outline.at('status')] as const] : []),
    ...(embargo ? [['embargo', outline.at('embargo')] as const] : []),
  ]
  const labels = new Map<Tag, Labels>()
  for (const [index, tag] of outline.value.languages.entries()) {
    const reportHere: Report = (finding) => report({ ...finding, languages: [tag] })
    const names = templatesOf(outline, tag)
    if (!names.length) {
      report(diagnose('language-not-printed', outline.at('languages', index), { language: nameOf(tag) }))
      continue
    }
    const wanted = labelsWanted(
      names.flatMap((name) => templates.get(name) ?? []),
      marks,
    )
    const own = await readLabels(reader, folders, tag, wanted, reportHere)
    const read = own ?? (await readLabels(reader, folders, new Intl.Locale(tag).language, wanted, reportHere))
    if (read) labels.set(tag, read)
    else {
      const [from, to] = [join(folders[0]!, 'en.yaml'), join(folders.at(-1)!, `${tag}.yaml`)]
      reportHere(diagnose('missing-labels', outline.at('languages', index), { tag, from, to }))
    }
  }
  return labels
}

/**
 * Reads the faces that the templates are set in, each once, and gives what sets a template in them. A project's own face comes
 * before Broadside's, and both before that of a package.
 */
async function readAllFaces(
  reader: Reader,
  root: string,
  outline: Outline,
  templates: readonly Template[],
  folders: readonly string[],
  report: Report,
): Promise<{ readonly faces: readonly Face[]; readonly set: (template: Template) => Template }> {
  const listed: ListedFace[] = []
  for (const folder of folders) listed.unshift(...(await listFaces(reader, folder, report)))
  const fonts = readFonts(outline.value.fonts)
  const own = new Set(familiesOf(listed))
  const asked = templates.flatMap(({ families }) => [...families.keys()].filter((family) => !own.has(family)))
  const packaged = new Set([...familiesNamed(fonts).keys(), ...asked])
  const dependencies = packaged.size ? await readDependencies(reader, root, report) : new Set<string>()
  for (const family of packaged)
    if (dependencies.has(packageOf(family)))
      listed.push(...(await listPackagedFaces(reader, root, family, report)))
  checkFonts(fonts, templates, listed, dependencies, outline.at, report)

  const set = (template: Template) => withFonts(template, fonts, listed)
  const wanted: FaceName[] = []
  const chosen: ListedFace[] = []
  for (const template of templates)
    for (const name of [...set(template).faces.values()].flat()) {
      if (wanted.some((face) => sameFace(face, name))) continue
      wanted.push(name)
      const face = listed.find((candidate) => sameFace(candidate, name))
      if (face) chosen.push(face)
      else {
        const known = listed.filter((candidate) => candidate.family === name.family).map(tellFace)
        const where = { file: join(template.folder, 'template.yaml') }
        report(
          diagnose('unknown-face', where, {
            face: tellFace(name),
            template: template.name,
            known,
            package: packageOf(name.family),
          }),
        )
      }
    }
  const cache = cacheFolder()
  const faces = await Promise.all(chosen.map((face) => readFace(reader, face, cache, report)))
  return { faces: faces.filter((face) => face !== undefined), set }
}
