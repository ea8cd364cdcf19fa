/** Runs the real command, and makes projects to run it on. */
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

export const CLI = resolve('dist/cli.js')
export const SMALL = resolve('test/fixtures/small')

/** A new directory that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'broadside-test-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What to do to a file: new content, an edit of the old one, or null to take it away. */
export type Change = string | Uint8Array | null | ((content: string) => string)

/** A copy of the small publication with some files changed. */
export function project(
  changes: Readonly<Record<string, Change>> = {},
  folder: string = temporaryFolder(),
): string {
  cpSync(SMALL, folder, { recursive: true })
  for (const [name, change] of Object.entries(changes)) {
    const file = join(folder, name)
    mkdirSync(dirname(file), { recursive: true })
    if (change === null) rmSync(file)
    else if (typeof change === 'function') writeFileSync(file, edited(readFileSync(file, 'utf8'), change))
    else writeFileSync(file, change)
  }
  return folder
}

function edited(content: string, change: (content: string) => string): string {
  const result = change(content)
  if (result === content) throw new Error('The edit changes nothing: the text it looks for is not there.')
  return result
}

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Another copy of the program. */
  readonly program?: string
  /** Called once the process runs; may send it signals. */
  readonly meanwhile?: (child: ReturnType<typeof spawn>) => void
}

/** Runs `broadside` with the arguments, to its end. */
export function broadside(
  args: readonly string[],
  { cwd, env, meanwhile, program = CLI }: RunOptions = {},
): Promise<Ran> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd,
      env: { ...process.env, SOURCE_DATE_EPOCH: undefined, ...env },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    child.on('error', failed)
    child.on('close', (code) => done({ code, stdout, stderr }))
    meanwhile?.(child)
  })
}

/** The findings of a run as the user reads them, without progress, summary, and the warning that root gets. */
export function findings({ stderr }: Ran): string {
  const lines = stderr.trimEnd().split('\n')
  return lines
    .filter((line, index) => {
      const about = line.startsWith('    ') ? lines[index - 1]! : line
      return /(^|: )(error|warning): /.test(about) && !about.includes('without its own sandbox')
    })
    .join('\n')
}

/** One red pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
)
