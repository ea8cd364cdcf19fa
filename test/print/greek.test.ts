/** A fourth language is added by files alone. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readText } from '../read-text.js'
import { broadside, findings, project } from '../broadside.js'

const GREEK = `---
title: Να μείνουν τα νυχτερινά τρένα
subtitle: Ανοιχτή επιστολή προς τους σιδηροδρόμους
---

1. Τέσσερα νυχτερινά τρένα φεύγουν κάθε εβδομάδα από τους βόρειους σταθμούς. Το καθένα μεταφέρει περίπου 300 επιβάτες και
   κάθε φορά είναι *γεμάτο*, επειδή οι άνθρωποι προτιμούν την ηρεμία ενός κουπέ από την ταλαιπωρία των αεροδρομίων.

2. Ζητάμε από τους σιδηροδρόμους να τα διατηρήσουν. Ένα νυχτερινό τρένο αντικαθιστά μια πτήση και ένα ξενοδοχείο· **δεν
   χρειάζεται καινούρια γραμμή**.

3. Την Παρασκευή, 24 Μαΐου, στις 10 το βράδυ, θα έρθουμε με φανάρια στον σταθμό:
   - όσοι ταξιδεύουν,
   - όσοι εργάζονται πάνω στα τρένα.
`

test('Greek beside three other languages: hyphenated, with its own words, all of them there', async () => {
  const english = readFileSync('test/fixtures/small/source/statement/en.md', 'utf8')
  const root = project({
    'source/publication.yaml': (text) =>
      text
        .replace(/\[en, de\]/, '[en, de, es, el]')
        .replace('groups:', 'groups:\n  - { id: others, title: { en: Others } }')
        .replace('template: parallel', 'template: parallel\n    set: { text: 12pt, leading: 15pt }'),
    'source/signatories.csv': (text) => text.replace('north";signed', 'north";others'),
    'source/statement/el.md': GREEK,
    'source/statement/es.md': english,
    'templates/labels/el.yaml': 'folio: "Σελίδα {page} από {pages}"\nsignatories: Υπογραφές\n',
  })
  const ran = await broadside(['build'], { cwd: root })
  expect(findings(ran)).not.toContain(': error: ')
  expect(ran.code).toBe(0)
  const pages = await readText(readFileSync(join(root, 'out/screen/night-trains-pair.pdf')))
  const text = pages.join(' ')
  expect(text).toContain('ΕΛΛΗΝΙΚΑ')
  expect(text).toContain('ΥΠΟΓΡΑΦΕΣ')
  const divided = [...text.matchAll(/\p{sc=Greek}\u00AD\p{sc=Greek}/gu)]
  expect(divided.length).toBeGreaterThan(0)
  const leaflet = await readText(readFileSync(join(root, 'out/screen/night-trains-leaflet-el.pdf')))
  expect(leaflet.join(' ').replace(/\s+/g, ' ')).toContain('Παρασκευή 3 Μαΐου 2024')
})
