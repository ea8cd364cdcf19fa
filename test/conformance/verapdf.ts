/** veraPDF, the validator of the PDF Association's members, as a program of one process for all files. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const HERE = 'test/conformance'

export type Profile = 'PDFUA_1' | 'PDFA_2_A' | 'PDFA_2_U'

/** What one profile says of one file. */
export interface Verdict {
  readonly file: string
  readonly profile: Profile
  /** How many rules the profile has: proof that it was loaded. */
  readonly rules: number
  /** How often a rule failed, by clause and number of the test: «7.1-3». */
  readonly failed: Readonly<Record<string, number>>
}

/** Why veraPDF cannot run here; undefined if it can. */
export function whyNot(): string | undefined {
  if (spawnSync('javac', ['-version']).status !== 0) return 'there is no JDK (Java 17 or newer: «javac»)'
  if (!existsSync(jars()) && spawnSync('mvn', ['-version']).status !== 0)
    return 'there is no Maven («mvn») to fetch veraPDF with'
  return undefined
}

/** Validates each file against profiles, in one process. Throws if veraPDF cannot read one. */
export function validate(files: ReadonlyMap<string, readonly Profile[]>): readonly Verdict[] {
  if (!existsSync(jars())) fetchJars()
  const tasks = [...files].flatMap(([file, profiles]) => profiles.map((profile) => `${profile}=${file}`))
  const output = execFileSync('java', ['-cp', join(jars(), '*'), join(HERE, 'Conformance.java'), ...tasks], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Verdict)
}

/** Named by the version, since another one judges otherwise. */
function jars(): string {
  const [, version] = /<verapdf>(.*)<\/verapdf>/.exec(readFileSync(join(HERE, 'pom.xml'), 'utf8'))!
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'broadside', `verapdf-${version}`)
}

function fetchJars(): void {
  const folder = jars()
  const partial = `${folder}.partial-${process.pid}`
  mkdirSync(partial, { recursive: true })
  execFileSync(
    'mvn',
    ['-q', '-B', '-f', join(HERE, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`],
    { stdio: 'inherit' },
  )
  renameSync(partial, folder)
}
