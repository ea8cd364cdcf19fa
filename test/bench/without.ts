/**
 * The program without some of its rooms, to see what these cost: their functions answer at once that there is nothing to say.
 * It is bundled from a copy of src/ as the whole program is, so starts and threads cost what they do there.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** By file of src/, what is exported in place of the functions of that name. */
type Stand = Readonly<Record<string, string>>

const LINES: Stand = {
  'print/set-lines.ts': `export const setLines = async () =>
    ({ stretch: [], hyphens: 0, ladders: 0, unruly: 0, pages: 0, slackPx: 0, unplaced: 0 })`,
  'print/in-page/overfull.ts': 'export function findOverfull() { return { words: [], boxes: [] } }',
}
const TAGS: Stand = {
  'finish/tagging.ts': 'export const tag = () => ({ lost: [], scale: 1 })',
  'finish/text-layer.ts': 'export function repairTextLayer() {}',
  'finish/links.ts': 'export function describeLinks() {}',
  'finish/outline.ts': 'export function setOutline() {}',
  'finish/structure-tree.ts': 'export function writeStructure() {}',
  // Letters are cut off where finishing does not give them room.
  'verify/unread.ts': 'export const findUnread = () => []',
}
const READING: Stand = {
  'pdfium.ts': 'export async function startPdfium() {}',
  'verify/read-back.ts': `export const readTagged = async () => ({ findings: [], letters: [] })
    export const readUntagged = readTagged`,
  'verify/page-numbers.ts': 'export const checkPageNumbers = () => []',
}

/** The program as it grew, by what it does: each step with the rooms that it does without. The last one leaves nothing out. */
export const STEPS: ReadonlyMap<string, Stand> = new Map([
  ['reads, typesets, prints and publishes', { ...LINES, ...READING, ...TAGS }],
  ['chooses lines, too', { ...READING, ...TAGS }],
  ['repairs tags and text layer and reads all words back, too: the program', {}],
])

/** @returns the command's file, below `to`, a folder that is not yet there */
export function bundleWithout(stand: Stand, to: string): string {
  mkdirSync(join(to, 'dist'), { recursive: true })
  for (const name of ['package.json', 'node_modules', 'templates', 'fonts', 'profiles'])
    symlinkSync(resolve(name), join(to, name))
  cpSync('src', join(to, 'src'), { recursive: true })
  for (const [file, text] of Object.entries(stand)) {
    const path = join(to, 'src', file)
    const whole = path.replace(/\.ts$/, '.whole.ts')
    renameSync(path, whole)
    // An export of its own comes before one that is passed on.
    writeFileSync(path, `export * from './${file.split('/').at(-1)!.replace('.ts', '.whole.js')}'\n${text}\n`)
  }
  execFileSync(process.execPath, [resolve('esbuild.config.js')], { cwd: to, stdio: 'inherit' })
  return join(to, 'dist', 'cli.js')
}
