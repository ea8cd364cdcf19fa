/** The publication that the README shows, as it stands there. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { broadside, findings, temporaryFolder } from '../broadside.js'

const README = readFileSync('README.md', 'utf8')

/** The first block of code behind a heading. */
const shown = (heading: string): string =>
  /```\w+\n([^]*?)```/.exec(README.slice(README.indexOf(`\n### ${heading}`)))![1]!

/** The README shows one language; this is the other. */
const FRENCH = `---
title: Gardez le lac ouvert
subtitle: Lettre ouverte au conseil municipal
addressee: |
  Au conseil municipal
  Mairie, rue du Moulin 4
closing: D’autres peuvent signer jusqu’à la réunion du conseil.
contact: |
  Comité du lac, quai 12
  office@lake.example.org
keywords: [lac, rive, accès]
---

1. La ville veut vendre la rive nord. Quelque 400 personnes s’y baignent les jours de chaleur.

2. Nous demandons au conseil de *garder* la rive. Un lac que personne n’atteint n’est **plus un lac** :
   - ni pour ceux qui nagent,
   - ni pour ceux qui pêchent.

3. Nous viendrons à la réunion du 20 septembre.
`

const SWAN =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><path fill="#1d5a7a" d="M0 30h60L30 60z"/></svg>'

test('the publication in the README is built as it stands there, and nothing is found', async () => {
  const root = temporaryFolder()
  for (const [file, content] of [
    ['source/publication.yaml', shown('source/publication.yaml')],
    ['source/logo.svg', SWAN],
    ['source/statement/en.md', shown('source/statement')],
    ['source/statement/fr.md', FRENCH],
    ['source/signatories.csv', shown('source/signatories.csv')],
    ['templates/labels/fr.yaml', shown('Words of the templates')],
  ] as const) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), content)
  }
  const ran = await broadside(['build'], { cwd: root })
  expect(findings(ran)).toBe('')
  expect(ran.code).toBe(0)
  expect(ran.stdout).toContain('8 files in')
})
