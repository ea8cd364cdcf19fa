/** Commands and flags; the only file that knows argv, console and exit codes. */
import { Command, InvalidArgumentError } from 'commander'
import { readFileSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { styleText } from 'node:util'
import type { BuildOutcome } from './commands/build.js'
import type { MakeRequest, Progress } from './commands/make.js'
import { type Diagnostic, fold, isError, Stop, tell } from './diagnostic.js'
import { tellFace } from './model/face.js'
import { visibleLine } from './visible.js'

/** See `start.ts`. */
export let worked = false

const EXIT = {
  built: 0,
  partly: 1,
  same: 0,
  approved: 0,
  added: 0,
  different: 1,
  failed: 1,
  misused: 2,
  interrupted: 130,
} as const

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

const HELP = `
Examples:
  broadside build                          everything
  broadside build leaflet                  one edition, in all languages
  broadside build leaflet -l ru,es         two leaflets; also written -l ru -l es
  broadside build --project my-statement   a publication of your own, into my-statement/out/
  broadside build --keep-going             what has no errors, although other files have some
  broadside check                          what would come out otherwise than it was approved, page by page
  broadside approve leaflet                the leaflets are from now on as they should be
  broadside fonts add Andika.woff2         bring a font into fonts/ that Chromium embeds as it is

Environment:
  BROADSIDE_BROWSER=/path/to/chrome   print with this browser instead of the pinned one
  BROADSIDE_BROWSER_WS=ws://...       print with a browser that runs elsewhere
  BROADSIDE_TIMEOUT=SECONDS           how long one step of printing a file may take (default: 120)
  BROADSIDE_UNTRUSTED=1               the same as --untrusted
  SOURCE_DATE_EPOCH=SECONDS           the time of the finished files (default: the publication's date)
  XDG_CACHE_HOME                      where the browser is unpacked and compiled code kept (default: ~/.cache);
                                      unused if other users can change it
  TMPDIR                              where the work directory goes; needs 48 MB (default: /tmp)

Exit code:
  0    everything was built, is as it was approved, or was approved (there may be warnings)
  1    the publication has errors, or something could not be read, printed or written: out/ is as it was, or with
       --keep-going holds the files without errors; or «check» found a page that is not as it was approved
  2    the call is wrong: no publication here, an unknown edition, language, option or setting
  130  interrupted; out/ is as it was`

const program = new Command('broadside')
  .description('Typesets a public statement in several languages into finished PDFs.')
  .version(version)
  .configureHelp({ showGlobalOptions: true })
  .addHelpText('after', HELP)
  .configureOutput({
    outputError: (message, write) =>
      write(`${visibleLine(message.trimEnd().replace(/\n(?=\(Did you mean [^\n]*\)$)/, ' '))}\n`),
  })
  .exitOverride((exit) => process.exit(exit.exitCode === 0 ? 0 : EXIT.misused))

/** «ru,es», or the option several times. */
function tags(text: string, before?: readonly string[]): readonly string[] {
  return [...(before ?? []), ...text.split(',').map((tag) => tag.trim())]
}

/** An empty variable of the shell must not write into the working directory. */
function folder(name: string): string {
  if (!name) throw new InvalidArgumentError('It is empty; name a directory.')
  return name
}

/** What every command takes. */
interface Options {
  readonly language?: readonly string[]
  readonly project: string
  readonly untrusted?: boolean
}

interface BuildOptions extends Options {
  readonly out?: string
  readonly keepGoing?: boolean
  readonly keepWork?: boolean
}

const command = (name: string, description: string, editions: string): Command =>
  program
    .command(name)
    .description(description)
    .argument('[edition...]', `editions to ${editions}, as publication.yaml names them (default: all)`)
    .option(
      '-l, --language <tag>',
      'only the files for this language, or for several: -l ru,es (files that hold several languages alike are left out)',
      tags,
    )
    .option(
      '--untrusted',
      'the publication is a stranger’s: tighter limits, and nothing is printed without the browser’s sandbox',
    )
    .option('-p, --project <dir>', 'the directory that holds source/', folder, '.')
    .addHelpText('after', HELP)

command(
  'build',
  'Make the PDFs of a publication and put them into out/: all of them, or none if there is an error.',
  'make',
)
  .option('-o, --out <dir>', 'where the PDFs go (default: out/ in the project)', folder)
  .option(
    '--keep-going',
    'after errors publish the files that have none, and take older versions of the others out of out/',
  )
  .option(
    '--keep-work',
    'keep the work directory with the typeset HTML pages and the PDFs that have errors, and say where it is',
  )
  .action(async (editions: string[], options: BuildOptions) => {
    const out = resolve(options.out ?? join(resolve(options.project), 'out'))
    const start = performance.now()
    const { build } = await import('./commands/build.js') // --help need not wait for it
    const path = pathIn(out)
    const outcome = await run(path, (common) =>
      build({
        ...common,
        ...requestOf(editions, options),
        out,
        named: options.out === undefined ? [] : ['out'],
        keepWork: options.keepWork ?? false,
        keepGoing: options.keepGoing ?? false,
      }),
    )
    if (outcome) report({ files: [], faulty: [], right: [], ...outcome }, path, performance.now() - start)
  })

interface ProofOptions extends Options {
  readonly baseline?: string
  readonly report?: string
}

const proofCommand = (name: string, description: string): Command =>
  command(name, description, name)
    .option(
      '-b, --baseline <dir>',
      'where the baselines are (default: test/baseline/ in the project)',
      folder,
    )
    .option(
      '-r, --report <file>',
      'the HTML report that check writes and approve looks into (default: proof/report.html in the project)',
      folder,
    )

proofCommand(
  'check',
  'Make everything, publish nothing, and show each page that is not as it was approved. Writes no baseline.',
)
  .option('--any-browser', 'compare even with baselines that another browser or rasteriser has drawn')
  .action(async (editions: string[], options: ProofOptions & { anyBrowser?: boolean }) => {
    const { check } = await import('./commands/check.js')
    const request = proofRequestOf(editions, options)
    const outcome = await run(pathIn(request.out), (common) =>
      check({ ...common, ...request, anyBrowser: options.anyBrowser ?? false }),
    )
    if (!outcome || !tellProof(outcome)) return
    if (outcome.status === 'different')
      say(`Look at ${shorten(request.report)}; «broadside approve» accepts what it shows.`)
  })

proofCommand('approve', 'Make everything; its pages are from now on as they should be.').action(
  async (editions: string[], options: ProofOptions) => {
    const { approve } = await import('./commands/approve.js')
    const request = proofRequestOf(editions, options)
    const outcome = await run(pathIn(request.out), (common) => approve({ ...common, ...request }))
    if (outcome) tellProof(outcome, 'Approved: ')
  },
)

/** From 1 on. */
function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1 on.')
  return Number(text)
}

/** «400,700», or the option several times. */
function weights(text: string, before?: readonly number[]): readonly number[] {
  const own = text.split(',').map((weight) => wholeNumber(weight.trim()))
  if (own.some((weight) => weight > 1000)) throw new InvalidArgumentError('A weight is at most 1000.')
  return [...(before ?? []), ...own]
}

program
  .command('fonts')
  .description('Fonts of a publication.')
  .command('add')
  .description(
    'Bring a font into fonts/ as static TrueType, with its licence, and list it in fonts/fonts.yaml.',
  )
  .argument(
    '<font>',
    'a font file (.ttf, .ttc, .woff, .woff2), or an npm package in the project’s node_modules',
  )
  .option('-f, --face <number>', 'which face of a collection (.ttc), counted from 1', wholeNumber)
  .option(
    '-w, --weight <weights>',
    'what to make of a variable font, or to take of a package: -w 400,700 (default: 400,600)',
    weights,
  )
  .option('-p, --project <dir>', 'the directory that holds fonts/', folder, '.')
  .addHelpText('after', HELP)
  .action(async (source: string, options: { face?: number; weight?: readonly number[]; project: string }) => {
    const { addFont } = await import('./commands/add-font.js')
    const root = resolve(options.project)
    const outcome = await run(pathIn(root), () =>
      addFont({
        root,
        source,
        weights: options.weight ?? [400, 600],
        ...(options.face !== undefined && { face: options.face }),
      }),
    )
    if (!outcome) return
    tellFindings(outcome)
    if (!('faces' in outcome) || outcome.status !== 'added') return
    for (const face of outcome.faces) say(`${shorten(face.file)}: ${tellFace(face)}`)
    const [first] = outcome.faces
    if (first) say(`To set the text in it, write in publication.yaml: fonts: { text: ${first.family} }`)
  })

/** «0» and nothing are off; whatever else a variable of the shell says, somebody wants it. */
const isOn = (value: string | undefined): boolean => !!value && value !== '0'

const requestOf = (editions: readonly string[], { language, project, untrusted }: Options) => ({
  root: resolve(project),
  editions,
  languages: language ?? [],
  untrusted: untrusted ?? isOn(process.env.BROADSIDE_UNTRUSTED),
})

function proofRequestOf(editions: readonly string[], options: ProofOptions) {
  const request = requestOf(editions, options)
  return {
    ...request,
    out: join(request.root, 'out'),
    named: (['baseline', 'report'] as const).filter((place) => options[place] !== undefined),
    baseline: resolve(options.baseline ?? join(request.root, 'test', 'baseline')),
    report: resolve(options.report ?? join(request.root, 'proof', 'report.html')),
  }
}

/** What a command needs of the process. */
type Common = Pick<MakeRequest, 'environment' | 'signal' | 'onProgress'>

/**
 * Runs a command with progress on the screen, until it ends or is interrupted, and sets the exit code. What it stops at
 * is an outcome, too; undefined is one that was interrupted.
 */
async function run<
  Outcome extends { readonly status: keyof typeof EXIT; readonly findings: readonly Diagnostic[] },
>(
  path: Path,
  work: (common: Common) => Promise<Outcome>,
): Promise<Outcome | { readonly status: 'failed'; readonly findings: readonly Diagnostic[] } | undefined> {
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      interruption.abort(new Error(`interrupted by ${signal}`))
      // npm hands on what a terminal sends already: a second one right after the first is no second wish.
      setTimeout(() => process.removeAllListeners(signal), 1000).unref()
    })
  process.exitCode = EXIT.failed // should nothing keep the process before there is an outcome
  const display = process.stderr.isTTY ? await liveDisplay(path) : plainDisplay(path)
  const outcome = await work({
    environment: process.env,
    signal: interruption.signal,
    onProgress: display.show,
  })
    .catch((error: unknown) => {
      if (interruption.signal.aborted) return undefined
      if (error instanceof Stop) return { status: 'failed', findings: error.diagnostics } as const
      throw error
    })
    .finally(display.end)
  if (!outcome) console.error('Interrupted; nothing was changed.')
  worked = outcome !== undefined && EXIT[outcome.status] === 0
  process.exitCode = EXIT[outcome?.status ?? 'interrupted']
  return outcome
}

function tellFindings({ findings }: { readonly findings: readonly Diagnostic[] }): void {
  for (const finding of fold(findings)) console.error(tell(finding, shorten))
}

/** The findings and, if pages could be compared, what became of them; false if not. */
function tellProof(
  outcome: {
    readonly findings: readonly Diagnostic[]
    readonly summary?: string
    readonly details?: readonly string[]
  },
  before = '',
): boolean {
  tellFindings(outcome)
  const { summary, details = [] } = outcome
  if (!summary) return false
  say(before + summary, ...details.map((each) => `  ${each}`))
  return true
}

/** Where a file of out/ lies, as the user would type it. */
type Path = (file: string) => string

const pathIn =
  (out: string): Path =>
  (file) =>
    shorten(join(out, file))

function report(
  { status, findings, files, faulty, right, work }: BuildOutcome,
  path: Path,
  milliseconds: number,
): void {
  tellFindings({ findings })
  const errors = count(fold(findings).filter(isError).length, 'error')
  const all = count(files.length + faulty.length, 'file')
  if (files.length) say(...table(files, path))
  if (status === 'built') say(`${all} in ${seconds(milliseconds)}`)
  if (work) say(`The typeset pages are in ${work}`)
  if (status === 'partly')
    complain(
      `${errors}; ${files.length} of ${all} written.` +
        (faulty.length
          ? ` Not there, because of errors: ${faulty.map(({ file }) => path(file)).join(', ')}`
          : ''),
    )
  if (status === 'failed')
    complain(`${errors}; nothing was written.` + (right.length ? offer(right, faulty, path) : ''))
}

/** What `--keep-going` would build, by the files that are fewer to name. */
function offer(right: readonly string[], faulty: BuildOutcome['faulty'], path: Path): string {
  const names = (files: readonly string[]) => files.map(path).join(', ')
  const without = faulty.map(({ file }) => file)
  const all = right.length + without.length
  const which = right.length <= without.length ? names(right) : `all but ${names(without)}`
  return ` “--keep-going” builds the ${right.length} of ${count(all, 'file')} that no error concerns: ${which}`
}

/** Stretch is the width of word spaces over their natural one: that of the 95th line in 100, and of the worst. */
const HEAD = ['file', 'pages', 'size', 'time', 'text', 'slack', 'stretch', 'worst', 'hyphens']

function table(files: BuildOutcome['files'], path: Path): string[] {
  const rows = files.map(({ file, pages, bytes, milliseconds, lines, setting }) => [
    path(file),
    String(pages),
    `${(bytes / 1000).toFixed(0)} kB`,
    seconds(milliseconds),
    ['text', 'leading'].flatMap((knob) => setting.get(knob) ?? []).join('/'),
    setting.size ? `${((lines.slackPx * 25.4) / 96).toFixed(0)} mm` : '',
    share(lines.stretch, 0.95),
    share(lines.stretch, 1),
    String(lines.hyphens),
  ])
  const all = [HEAD, ...rows]
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  const line = ([file, ...cells]: string[]) =>
    [file!.padEnd(widths[0]!), ...cells.map((cell, i) => cell.padStart(widths[i + 1]!))].join('  ')
  return all.map(line)
}

/** The value below which so large a share of the sorted values lies. */
const share = (sorted: readonly number[], part: number): string =>
  sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!.toFixed(2) : ''

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`

/** A path as the user would type it from here, but for what would act in it without being seen. */
function shorten(file: string): string {
  const path = relative('.', file)
  return visibleLine(!isAbsolute(file) || path.startsWith('..') ? file : path || '.')
}

const say = (...lines: readonly string[]): void => console.log(lines.map(visibleLine).join('\n'))
const complain = (line: string): void => console.error(visibleLine(line))

interface Display {
  readonly show: (progress: Progress) => void
  readonly end: () => void
}

/** One line for each event, for logs. */
function plainDisplay(path: Path): Display {
  return {
    show(progress) {
      if (progress.kind === 'planned') complain(`Making ${count(progress.files.length, 'file')}`)
      else if (progress.kind === 'finished')
        complain(`${path(progress.file)}: ${count(progress.pages, 'page')}`)
      else if (progress.kind === 'failed') complain(`${path(progress.file)}: failed`)
    },
    end: () => {},
  }
}

/** One line for each file, its mark changing as it gets on. */
async function liveDisplay(path: Path): Promise<Display> {
  const { createLogUpdate } = await import('log-update')
  const draw = createLogUpdate(process.stderr)
  const lines = new Map<string, string>()
  return {
    show(progress) {
      if (progress.kind === 'planned') for (const file of progress.files) lines.set(file, `  ${path(file)}`)
      else if (progress.kind === 'started')
        lines.set(progress.file, `${styleText('cyan', '›')} ${path(progress.file)}`)
      else if (progress.kind === 'finished')
        lines.set(
          progress.file,
          `${styleText('green', '✓')} ${path(progress.file)}  ${count(progress.pages, 'page')}`,
        )
      else lines.set(progress.file, `${styleText('red', '✗')} ${path(progress.file)}`)
      draw([...lines.values()].join('\n')) // the colours are ours, the paths are visible
    },
    end: () => draw.clear(),
  }
}

// Of a browser that was lost, puppeteer waits half a minute for pages that were just being opened.
void program.parseAsync().then(() => process.exit())
