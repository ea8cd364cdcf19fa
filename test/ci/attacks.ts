// The table of SECURITY.md is the list of the tests of test/attack: a row each, by what the test is called.
//   tsx test/ci/attacks.ts           fails if the two differ
//   tsx test/ci/attacks.ts --write   writes the table anew
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const FILE = 'SECURITY.md'
const [BEGIN, END] = ['<!-- attacks -->\n', '<!-- /attacks -->\n']

interface Test {
  readonly name: string
  readonly file: string
}

function listTests(): Test[] {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-attacks-'))
  try {
    const list = join(folder, 'list.json')
    execFileSync('npx', ['--no-install', 'vitest', 'list', '--project', 'attack', `--json=${list}`], {
      stdio: 'pipe',
    })
    return JSON.parse(readFileSync(list, 'utf8')) as Test[]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** «an attack: what happens», or with an arrow; what is told of a group stands before its attacks. */
function rowOf({ name, file }: Test): string {
  const parts = name.split(' > ')
  const [, attack, outcome] = /^(.*?)(?: → |: )(.*)$/s.exec(parts.pop()!) ?? []
  if (!outcome) throw new Error(`${file}: a test says what the attack is and what happens: ${name}`)
  const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/\n/g, ' ')
  return `| ${[[...parts, attack!].join(', '), outcome, basename(file, '.test.ts')].map(cell).join(' | ')} |`
}

const tests = listTests().sort((a, b) => a.file.localeCompare(b.file))
const table = `| Attack | What happens | Test in test/attack/ |\n|---|---|---|\n${tests.map(rowOf).join('\n')}\n`
const text = readFileSync(FILE, 'utf8')
const [before, rest] = text.split(BEGIN)
const [present, after] = rest!.split(END)
if (process.argv.includes('--write')) writeFileSync(FILE, `${before!}${BEGIN}\n${table}\n${END}${after!}`)
else if (present!.trim() !== table.trim()) {
  console.error(
    `${FILE} does not list the tests of test/attack as they are: npx tsx test/ci/attacks.ts --write`,
  )
  process.exitCode = 1
} else console.log(`${FILE} lists ${tests.length} attacks, each with its test.`)
