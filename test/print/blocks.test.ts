/** Statements of every kind of block, through the real command, as leaflet, parallel edition and booklet. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { broadside, findings, project } from '../broadside.js'
import { readText } from '../read-text.js'

const LETTER = `---
title: Keep the ferry
---

We write to you about the only boat. See example.org/ferry, or write to office@example.org.

## What is at stake

The charter says [la mer est à tous]{lang=fr}; the water covers 12 km^2^, with CO~2~ in *every* report.

We demand:

- that the boat leave on every working day, in winter as in summer, so that nobody has to move;
- that fares stay.

| | 2022 | 2023 |
|---|---:|---:|
| North quay | 12 | 14 |
| South quay | 30 | 34 |

Table: Sailings a week

> Nothing is as simple as a boat.
`

const MOTION = `${LETTER}
## What we ask

1. Read the report.
2. Answer it, and say

   a) who decides,
   b) when.

## Then

1. Publish it.
`

const german = (text: string): string =>
  text
    .replace('Keep the ferry', 'Die Fähre muss bleiben')
    .replace('We write to you about the only boat', 'Wir schreiben Ihnen wegen des einzigen Bootes')
    .replace('What is at stake', 'Worum es geht')

test.each([
  ['without numbers', LETTER],
  ['with numbers that begin anew below a heading', MOTION],
])('a statement %s is printed whole in every edition', async (_, text) => {
  const root = project({
    'source/statement/en.md': text,
    'source/statement/de.md': german(text),
    'source/publication.yaml': (content) => `${content}  booklet: {}\n`,
    'templates/labels/de.yaml': (content) =>
      `${content}contents: Inhalt\nlanguages: Sprachen\npublisher: Herausgeber\n`,
    'source/signatories.csv':
      'Name EN;Affiliation EN;Role EN;Notes\nA. Mill;Harbour Union;chair;asked twice\nRiders;;;\n',
  })
  const ran = await broadside(['build'], { cwd: root })
  expect(findings(ran)).not.toContain('error')
  expect(ran.code).toBe(0)
  const [first] = await readText(readFileSync(join(root, 'out/screen/night-trains-leaflet-en.pdf')))
  for (const words of ['What is at stake', 'Sailings a week', 'South quay', 'Harbour Union, chair'])
    expect(first!.replace(/\s+/g, ' ')).toContain(words)
  expect(first).not.toContain('asked twice')
})

test('a block that one language lacks is named by what the other has there', async () => {
  const ran = await broadside(['build'], {
    cwd: project({
      'source/statement/en.md': LETTER,
      'source/statement/de.md': german(LETTER).replace(/\n> .*\n/, ''),
      'source/signatories.csv': 'name\nRiders\n',
    }),
  })
  expect(findings(ran)).toContain(
    'error: de.md has one block fewer than en.md. Quotation 1 seems to be missing: in en.md it begins “Nothing is as simple as a boat.”.',
  )
  expect(ran.code).toBe(1)
})
