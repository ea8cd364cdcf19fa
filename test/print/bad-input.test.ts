/** Every mistake that a user can make in source/, templates/ or the call, and the sentences the real command answers with. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { broadside, type Change, findings, project, PNG } from '../broadside.js'

type Case = readonly [name: string, changes: Readonly<Record<string, Change>>, told: string]

const replace =
  (from: string | RegExp, to: string) =>
  (content: string): string =>
    content.replace(from, to)

const PUBLICATION = 'source/publication.yaml'
const LIST = 'source/signatories.csv'
const csv = (...rows: string[]) => ['id,group,country,name_en,name_de,joined', ...rows, ''].join('\n')

const AGAIN = 'Save it again, as PNG, JPEG, WebP or SVG, or get it anew from where it came.'

/** `told` is all that is told, with places relative to the project. */
const ERRORS: readonly Case[] = [
  [
    'a language without a text',
    { 'source/statement/de.md': null },
    `source/publication.yaml:4: error: The language «de» has no text: statement/de.md is missing.
    Add the file, or take «de» out of «languages» in publication.yaml.`,
  ],
  [
    'a paragraph missing at the end',
    { 'source/statement/de.md': replace(/\n3\. [^]*$/, '') },
    `source/statement/de.md:8: error: de.md has 2 paragraphs, en.md has 3. Paragraph 3 seems to be missing: its neighbour matches 2.
    Add paragraph 3 and number those after it as en.md does.`,
  ],
  [
    'a paragraph missing in the middle, and one too many',
    { 'source/statement/de.md': replace('2. Wir', '4. Wir') },
    `source/statement/de.md:8: error: de.md has 3 paragraphs, en.md has 3. Missing: 2. Only here: 4.
    Every language has the same paragraphs, with the numbers and in the order of en.md.`,
  ],
  [
    'a number that is used twice',
    { 'source/statement/de.md': replace('3. Am', '2. Noch einmal.\n\n3. Am') },
    `source/statement/de.md:10: error: Paragraph 2 stands twice; the first is in line 8.
    Give each paragraph a number of its own.`,
  ],
  [
    'a paragraph without a number that one language has alone',
    { 'source/statement/de.md': replace('1. Vier', 'Ein Vorwort.\n\n1. Vier') },
    `source/statement/de.md:6: error: de.md has one block more than en.md. Unnumbered paragraph 1 seems to be only here; it begins “Ein Vorwort.”.
    Take it out, join it to the block that it belongs to, or add it to en.md.`,
  ],
  [
    'a statement without a title',
    { 'source/statement/de.md': replace('title: Die Nachtzüge sollen weiterfahren\n', '') },
    `source/statement/de.md:2: error: The key «title» is missing in this file.
    Add a line «title: …».`,
  ],
  [
    'an unknown key in the front matter',
    { 'source/statement/de.md': replace('subtitle:', 'subtitel:') },
    `source/statement/de.md:3: error: Unknown key «subtitel» in this file.
    Known keys are title, subtitle, date, addressee, closing, contact and keywords.
source/statement/de.md:1: warning: There is no subtitle in German; there is one in English.
    Add it to the front matter, or take it out of the others.`,
  ],
  [
    'a file that is not UTF-8',
    { 'source/statement/de.md': Buffer.from('---\ntitle: Titel\n---\n\n1. Fr\u00fchling\n', 'latin1') },
    `source/statement/de.md:5: error: This file is not UTF-8.
    Save it again as UTF-8 (in a spreadsheet: «CSV UTF-8»; in an editor: «Save with encoding»).`,
  ],
  [
    'a list saved as UTF-16',
    { [LIST]: Buffer.from('\uFEFFid,group,name_en\n', 'utf16le') },
    `source/signatories.csv:1: error: This file is not UTF-8; it looks like UTF-16.
    Save it again as UTF-8 (in a spreadsheet: «CSV UTF-8»; in an editor: «Save with encoding»).`,
  ],
  [
    'two versions of a list and of a text that were not merged',
    {
      [LIST]: (text) =>
        text.replace(/^riders[^\n]*\n/m, '<<<<<<< HEAD\n$&||||||| base\n=======\n$&>>>>>>> list\n'),
      'source/statement/en.md': (text) =>
        text.replace(/^1\..*\n/m, '<<<<<<< HEAD\r\n$&=======\r\n$&>>>>>>> x\n'),
      'source/statement/de.md': (text) => `${text}\nDrei\n=======\n\n>>>>>>> sieben\n`, // is Markdown
    },
    `source/signatories.csv:2: error: Two versions of this file were not merged: from “<<<<<<< HEAD” to line 7 it has the lines of both.
    Keep the lines of one of them, and delete those that begin with <<<<<<<, ======= and >>>>>>>.
source/statement/en.md:7: error: Two versions of this file were not merged: from “<<<<<<< HEAD” to line 11 it has the lines of both.
    Keep the lines of one of them, and delete those that begin with <<<<<<<, ======= and >>>>>>>.`,
  ],
  [
    'a character that an earlier conversion lost',
    { 'source/statement/en.md': replace('night train replaces', 'night tr\uFFFDin replaces') },
    `source/statement/en.md:9: error: U+FFFD stands here: a character was lost when the text was converted.
    Put the right character in its place, from the original.`,
  ],
  [
    'a character that no face has',
    { 'source/statement/en.md': replace('Four night', '四 night') },
    `source/statement/en.md:7: error: No glyph for «四» (U+56DB) in Source Serif 4 and Source Serif 4 SmText: “四”.
    Add Noto Sans SC to “fonts: { fallback: [ … ] }” in publication.yaml, which stands in for all parts, and run “npm install --prefix . @expo-google-fonts/noto-sans-sc” in the publication’s folder.`,
  ],
  [
    'a character in a name that no face has',
    { [LIST]: csv('riders,signed,DE,Night 夜 Riders,Nachtreisende,') },
    `source/signatories.csv:2: error: No glyph for «夜» (U+591C) in Source Sans 3: “Night 夜 Riders”.
    Add Noto Sans SC to “fonts: { fallback: [ … ] }” in publication.yaml, which stands in for all parts, and run “npm install --prefix . @expo-google-fonts/noto-sans-sc” in the publication’s folder.`,
  ],
  [
    'a signatory that is there twice',
    { [LIST]: csv('riders,signed,DE,Night Riders,,', 'others,signed,DE,night  riders,,') },
    `source/signatories.csv:3: error: The name «night  riders» was there before, in line 2.
    Take one of the two out.`,
  ],
  [
    'an id that is there twice',
    { [LIST]: csv('riders,signed,DE,Night Riders,,', 'riders,signed,DE,Day Riders,,') },
    `source/signatories.csv:3: error: The id «riders» was there before, in line 2.
    Give each signatory an id of its own.`,
  ],
  [
    'a signatory without a name',
    { [LIST]: csv('riders,signed,DE,,Nachtreisende,') },
    `source/signatories.csv:2: error: This signatory has no name (name_en).
    Fill the cell, or delete the row.`,
  ],
  [
    'a row with a cell too many',
    { [LIST]: csv('riders,signed,DE,Night Riders, Southern Branch,Nachtreisende,') },
    `source/signatories.csv:2: error: This row has 7 cells, the head has 6.
    A name with a comma (or semicolon) in it needs quotes: "Committee, Northern Branch".`,
  ],
  [
    'a group that publication.yaml does not know',
    { [LIST]: csv('riders,sined,DE,Night Riders,,') },
    `source/signatories.csv:2: error: There is no group «sined».
    Groups in publication.yaml are signed.`,
  ],
  [
    'a country that there is not',
    { [LIST]: csv('riders,signed,UK,Night Riders,,') },
    `source/signatories.csv:2: error: «UK» is no country code of ISO 3166.
    Did you mean «GB»?`,
  ],
  [
    'countries that are no codes',
    { [LIST]: csv('riders,signed,de,Night Riders,,', 'crews,signed,Austria,Crews,,') },
    `source/signatories.csv:2: error: «de» is no country code of ISO 3166.
    Did you mean «DE»?
source/signatories.csv:3: error: «Austria» is no country code of ISO 3166.
    Use the two capital letters (GR, RU, MX …), or leave the cell empty.`,
  ],
  [
    'a day that there is not, in the list',
    { [LIST]: csv('riders,signed,DE,Night Riders,,2024-02-30') },
    `source/signatories.csv:2: error: «joined» is not a date: «2024-02-30».
    Write year, month and day: 2022-01-18.`,
  ],
  [
    'a list without names',
    { [LIST]: 'id,group\nriders,signed\n' },
    `source/signatories.csv:1: error: The list has no column “name_en”.
    The first row that is not empty names the columns; here they are id and group.`,
  ],
  [
    'a quotation mark that is never closed',
    { [LIST]: csv('riders,signed,DE,"Night Riders,,', 'others,signed,DE,Others,,') },
    `source/signatories.csv:2: error: This is not valid CSV: a quotation mark is opened in this row and never closed.
    A cell with a quotation mark in it stands in such marks, and the mark is doubled: "The ""Polar"" Line".`,
  ],
  [
    'an empty list',
    { [LIST]: '' },
    `source/signatories.csv: error: There is nothing in this file.
    The first row names the columns (id,group,country,name_en,…,joined), each other one is a signatory.`,
  ],
  [
    'no list at all',
    { [LIST]: null },
    `source/signatories.csv: error: source/signatories.csv is missing: it holds the list of signatories.
    Add it, as .csv or .xlsx, with a first row that names the columns (id,group,country,name_en,…,joined); while nobody has signed it has no more.`,
  ],
  [
    'cells with nothing but spaces, and names that differ by nothing else',
    {
      [LIST]: csv(
        'riders,signed,DE,"  ",,',
        '"  ",signed,DE,Crews,,',
        'friends,signed,DE,Cafe\u0301,,',
        'others,signed,DE," Caf\u00E9 ",,',
      ),
    },
    `source/signatories.csv:2: error: This signatory has no name (name_en).
    Fill the cell, or delete the row.
source/signatories.csv:5: error: The name «Caf\u00E9» was there before, in line 4.
    Take one of the two out.`,
  ],
  [
    'a column that is there twice',
    { [LIST]: (text: string) => text.replace('name_de', 'name_en') },
    `source/signatories.csv:1: error: There are two columns «name_en».
    Give one of them another name, or take it out.`,
  ],
  [
    'a title of nothing but spaces',
    { 'source/statement/de.md': (text: string) => text.replace(/^title: .*/m, 'title: "  "') },
    `source/statement/de.md:2: error: «title» is empty.
    Write a text, or take the line out.`,
  ],
  [
    'a number without a space behind it',
    { 'source/statement/de.md': (text: string) => `${text}\n4.Vier\n` },
    `source/statement/de.md:14: error: A space is missing after “4.”, so this is no numbered paragraph.
    Put a space after it; if the text begins so, write a backslash before the full stop.
source/statement/de.md:14: error: de.md has one block more than en.md. Unnumbered paragraph 1 seems to be only here; it begins “4.Vier”.
    Take it out, join it to the block that it belongs to, or add it to en.md.`,
  ],
  [
    'YAML that does not parse',
    { [PUBLICATION]: replace('symbol: NT/2024/3', 'symbol: "NT/2024/3') },
    `source/publication.yaml:2: error: This is not valid YAML: Missing closing "quote.
    Mend the line; quotes, indentation and colons are the usual suspects.`,
  ],
  [
    'a key that stands twice, behind one without a value',
    { [PUBLICATION]: (text: string) => `${text.replace('template: parallel', 'template:')}slug: other\n` },
    `source/publication.yaml:19: error: This is not valid YAML: the key «slug» stands twice.
    Mend the line; quotes, indentation and colons are the usual suspects.`,
  ],
  [
    'a label that no file of words has',
    {
      'templates/shared/name.hbs': '<b lang="{{lang}}">{{text}}</b>\n{{labels.motto}}\n',
      'templates/labels/en.yaml': null,
    },
    `templates/shared/name.hbs:2: error: The label «motto» is missing (en), and the template «leaflet» prints it.
    Add a line «motto: …» to PROJECT/templates/labels/en.yaml; templates/labels/en.yaml has the English words of Broadside's own templates.
templates/labels/de.yaml: error: The label «motto» is missing (de), and the template «leaflet» prints it.
    Add a line «motto: …» to PROJECT/templates/labels/de.yaml; templates/labels/en.yaml has the English words of Broadside's own templates.`,
  ],
  [
    'a helper that gets no value',
    {
      'templates/shared/groups.hbs': '<b lang="{{lang}}">{{title}}</b>\n  {{#each nopes}}x{{/each}}\n',
    },
    `templates/shared/groups.hbs:2: error: Template «leaflet»: {{each nopes}} gets no value.
    Mend the name, or give the value in publication.yaml or in the labels.`,
  ],
  [
    'texts that mean something else to YAML',
    {
      'source/statement/en.md': replace('title: Keep the night', 'title: Night trains: keep the "night"'),
      'source/statement/de.md': replace('title: Die Nachtzüge', 'title: *Die* Nachtzüge'),
    },
    `source/statement/en.md:2: error: This is not valid YAML: there is a second colon in this line.
    If it belongs to the text, put the text in quotes: title: 'Night trains: keep the "night" trains running'
source/statement/de.md:2: error: This is not valid YAML: no text can begin with * here.
    If it belongs to the text, put the text in quotes: title: '*Die* Nachtzüge sollen weiterfahren'`,
  ],
  [
    'texts that YAML would cut',
    {
      'source/statement/en.md': replace('title: Keep the', "title: It's letter #2: keep the"),
      'source/statement/de.md': replace('title: Die Nachtzüge', 'title: Nachtzug #2'),
    },
    `source/statement/en.md:2: error: This is not valid YAML: the # in this line begins a comment, which is not printed.
    If it belongs to the text, put the text in quotes: title: 'It''s letter #2: keep the night trains running'
source/statement/de.md:2: error: This is not valid YAML: the # in this line begins a comment, which is not printed.
    If it belongs to the text, put the text in quotes: title: 'Nachtzug #2 sollen weiterfahren'`,
  ],
  [
    'keys that stand twice, and one without a space after its colon',
    {
      'source/statement/en.md': replace('subtitle:', 'title:'),
      'source/statement/de.md': replace(/^subtitle: /m, 'subtitle:'),
    },
    `source/statement/en.md:3: error: This is not valid YAML: the key «title» stands twice.
    Mend the line; quotes, indentation and colons are the usual suspects.
source/statement/de.md:3: error: This is not valid YAML: this is no «key: value»; perhaps the space after the colon is missing.
    Mend the line; quotes, indentation and colons are the usual suspects.`,
  ],
  [
    'front matter without an end, and none at all',
    {
      'source/statement/en.md': replace('changes.\n---\n', 'changes.\n'),
      'source/statement/de.md': replace(/^---\n[^]*?---\n/, ''),
    },
    `source/statement/en.md:1: error: The front matter that begins here has no end.
    Add a line with nothing but --- behind it, before the first paragraph.
source/statement/de.md:1: error: This file has no front matter.
    Begin it with three lines: «---», «title: …» and «---».`,
  ],
  [
    'a colour without quotes',
    { [PUBLICATION]: replace('accent: "#0b5d4b"', 'accent: #0b5d4b') },
    `source/publication.yaml:5: error: «accent» is empty: the # in this line begins a comment.
    Put the value in quotes: accent: '#0b5d4b'`,
  ],
  [
    'values of a wrong kind',
    {
      [PUBLICATION]: (text) =>
        text
          .replace('slug: night-trains', 'slug: Night Trains')
          .replace('symbol: NT/2024/3', 'symbol: 2024')
          .replace('[en, de]', 'en')
          .replace('accent: "#0b5d4b"', 'accent: teal')
          .replace('      en: Signed by', '      en:')
          .replace('paper: Letter', 'paper: Letter\n    orientation: upright\n    fit: { pages: 0 }')
          .replace('set: { text: 11pt, leading: 15pt }', 'set: [text]')
          .replace('  pair:\n    template: parallel', '  Pair: parallel'),
    },
    `source/publication.yaml:1: error: «slug» should be small letters of a to z, digits and hyphens.
    Write it like lake-2024.
source/publication.yaml:2: error: «symbol» should be text.
    Put it in quotes: symbol: '2024'
source/publication.yaml:4: error: «languages» should be a list.
    Write [a, b], or lines that begin with «- ».
source/publication.yaml:5: error: «accent» is no colour.
    Write # and six hexadecimal digits, in quotes: '#9b1c20'.
source/publication.yaml:10: error: «title.en» of the 1st group is empty.
    Write a value behind the colon, or below it; a key that may be left out may be taken out.
source/publication.yaml:16: error: «editions.leaflet.orientation» is «upright».
    Write one of these: portrait, landscape.
source/publication.yaml:18: error: «editions.leaflet.set» should be «key: value» lines.
    Write each key on a line of its own, with a colon and a space behind it.
source/publication.yaml:17: error: «editions.leaflet.fit.pages» is less than 1.
    Write 1 or more.
source/publication.yaml:19: error: «editions.Pair» should be small letters of a to z, digits and hyphens.
    Write it like lake-2024.`,
  ],
  [
    'values of a wrong kind in template.yaml',
    {
      'templates/leaflet/page.hbs': '<!doctype html><title>{{title}}</title>',
      'templates/leaflet/template.yaml': `about: test
languages: each
margins: { top: 14mm, right: 1, bottom: 1, left: 1 }
faces: { body: [{ family: Source Sans 3 }], text: [{ family: Source Sans 3, weight: 0 }] }
`,
    },
    `templates/leaflet/template.yaml:3: error: «margins.top» should be a number.
    Write figures alone, without quotes or a unit.
templates/leaflet/template.yaml:4: error: «weight» of the 1st item of «faces.text» is less than 1.
    Write 1 or more.
templates/leaflet/template.yaml:4: error: Unknown key «body» in «faces».
    Known keys are title, subtitle, headings, text, names and apparatus.`,
  ],
  [
    'a list in the place of publication.yaml',
    { [PUBLICATION]: '- slug: night-trains\n- date: 2024-05-03\n' },
    `source/publication.yaml:1: error: This file should be «key: value» lines.
    Write each key on a line of its own, with a colon and a space behind it.`,
  ],
  [
    'an exception of hyphenation that is no word',
    {
      [PUBLICATION]: replace('accent: "#0b5d4b"', 'accent: "#0b5d4b"\nhyphenation: { en: [night train] }'),
    },
    `source/publication.yaml:6: error: The 1st item of «hyphenation.en» is no word.
    Write one word with a hyphen wherever it may be divided: Kazakh-stan. Without a hyphen it stays whole.`,
  ],
  [
    'exceptions of hyphenation for a language that is not here',
    {
      [PUBLICATION]: replace('accent: "#0b5d4b"', 'accent: "#0b5d4b"\nhyphenation: { French: [che-min] }'),
    },
    `source/publication.yaml:6: error: «French» is no language of this publication (in «hyphenation»).
    Its languages are en and de; add it to «languages» in publication.yaml, or take it out here.`,
  ],
  [
    'an unknown key',
    { [PUBLICATION]: replace('accent:', 'acent:') },
    `source/publication.yaml:5: error: Unknown key «acent» in this file.
    Known keys are slug, symbol, publisher, authors, status, embargo, logo, house, date, languages, accent, wording, hyphenation, countries, groups, fonts, press and editions.`,
  ],
  [
    'an unknown key within an edition',
    { [PUBLICATION]: replace('paper: Letter', 'papier: Letter') },
    `source/publication.yaml:15: error: Unknown key «papier» in «editions.leaflet».
    Known keys are template, languages, pairs, paper, orientation, set, fit, office and press.`,
  ],
  [
    'a setting that the template does not have',
    { [PUBLICATION]: replace('leading: 15pt', 'leeding: 15pt') },
    `source/publication.yaml:16: error: Unknown key «leeding» in «editions.leaflet.set».
    Known keys are text, leading, gap, names, names-leading, signatures and masthead.`,
  ],
  [
    'settings that are not of their kind',
    {
      [PUBLICATION]: replace(
        'leading: 15pt',
        'leading: "1pt; } body {display: none", names: 9, gap: huge, masthead: stripe',
      ),
    },
    `source/publication.yaml:16: error: «leading» is no length: «1pt; } body {display: none».
    Write a number and its unit (pt, mm, cm, in, px or em): 9.5pt.
source/publication.yaml:16: error: «names» is no length: «9».
    Write a number and its unit (pt, mm, cm, in, px or em): 9.5pt.
source/publication.yaml:16: error: «gap» is no length: «huge».
    Write a number and its unit (pt, mm, cm, in, px or em): 9.5pt.
source/publication.yaml:16: error: «masthead» cannot be “stripe”.
    Write one of these: field, band.`,
  ],
  [
    'a misspelt number of pages to fit into, and a length in place of two',
    {
      [PUBLICATION]: (text) =>
        text
          .replace('set: { text: 11pt, leading: 15pt }', 'fit: { page: 2 }')
          .replace('template: parallel', 'template: parallel\n    fit: { pages: 2, text: 9pt }'),
    },
    `source/publication.yaml:16: error: Unknown key «page» in «editions.leaflet.fit».
    Known keys are pages, text, leading, gap, names and names-leading.
source/publication.yaml:19: error: «editions.pair.fit.text» is no range of lengths: «9pt».
    Write the smaller length first, both in pt or mm: 9pt..12pt.`,
  ],
  [
    'a range for what is no length',
    { [PUBLICATION]: replace('set: { text: 11pt, leading: 15pt }', 'fit: { pages: 2, masthead: 1pt..2pt }') },
    `source/publication.yaml:16: error: Unknown key «masthead» in «editions.leaflet.fit».
    Known keys are pages, text, leading, gap, names and names-leading.`,
  ],
  [
    'settings of a template of one’s own that are not of their kind',
    {
      'templates/leaflet/page.hbs': '<!doctype html><title>{{title}}</title>',
      'templates/leaflet/template.yaml': `about: test
languages: each
margins: { top: 1, right: 1, bottom: 1, left: 1 }
faces: { text: [{ family: Source Sans 3 }, { family: Source Serif 4 }] }
knobs:
  text: { default: 10, about: x }
  leading: { kind: number, default: 1.25, fit: 1pt..2pt, about: x }
  tint: { kind: colour, default: teal, about: x }
  face: { kind: family, default: Source Sans, about: x }
`,
    },
    `templates/leaflet/template.yaml:6: error: «text» is no length: «10».
    Write a number and its unit (pt, mm, cm, in, px or em): 9.5pt.
templates/leaflet/template.yaml:7: error: «fit» of «leading» is for lengths, not for a number.
    Take it out.
templates/leaflet/template.yaml:8: error: «tint» is no colour: «teal».
    Write # and six hexadecimal digits, in quotes: '#9b1c20'.
templates/leaflet/template.yaml:9: error: «face» is no family of this template: «Source Sans».
    Write one of its families, without quotes of CSS: Source Sans 3, Source Serif 4.
source/publication.yaml:16: error: «leading» is no number: «15pt».
    Write figures alone, with a decimal point: 1.25.`,
  ],
  [
    'a date that there is not',
    { [PUBLICATION]: replace('2024-05-03', '2024-13-03') },
    `source/publication.yaml:3: error: «date» is not a date: «2024-13-03».
    Write year, month and day: 2022-01-18.`,
  ],
  [
    'an unknown template',
    { [PUBLICATION]: replace('template: parallel', 'template: paralel') },
    `source/publication.yaml:18: error: There is no template «paralel».
    Templates here are booklet, leaflet, letter and parallel; a new one is a folder templates/paralel/.`,
  ],
  [
    'an unknown paper',
    { [PUBLICATION]: replace('paper: Letter', 'paper: A44') },
    `source/publication.yaml:15: error: There is no paper “A44”.
    Papers are A2, A3, A4, A5, A6, B4, B5, B6, DL, Letter, Legal, Tabloid and Statement; any other is written by width and height, like 148 x 210 mm or 5.5 x 8.5 in.`,
  ],
  [
    'a language tag that is none',
    { [PUBLICATION]: replace(/languages: .*/, 'languages: [en, German]') },
    `source/publication.yaml:4: error: The 2nd language is no language tag: «German».
    Write a language tag of BCP 47 (en, ru, es, pt-BR, sr-Latn): here «de».`,
  ],
  [
    'language tags that are nearly right',
    { [PUBLICATION]: replace(/languages: .*/, 'languages: [EN, de_DE]') },
    `source/publication.yaml:4: error: The 1st language is no language tag: «EN».
    Write a language tag of BCP 47 (en, ru, es, pt-BR, sr-Latn): here «en».
source/publication.yaml:4: error: The 2nd language is no language tag: «de_DE».
    Write a language tag of BCP 47 (en, ru, es, pt-BR, sr-Latn).`,
  ],
  [
    'a title in a language that the publication does not have',
    { [PUBLICATION]: replace('      de: Unterzeichnet von', '      French: Signé par') },
    `source/publication.yaml:11: error: «French» is no language of this publication (in «title» of the 1st group).
    Its languages are en and de; add it to «languages» in publication.yaml, or take it out here.
source/publication.yaml:9: warning: «title» of the 1st group has no text in German: «Signed by» stands in for it.
    Add «de: …»; if it is to stay as it is, write the same words there.`,
  ],
  [
    'a language without template words',
    { 'templates/labels/de.yaml': null },
    `source/publication.yaml:4: error: There are no template words for the language «de».
    Copy templates/labels/en.yaml to PROJECT/templates/labels/de.yaml and translate it.`,
  ],
  [
    'an empty file of template words',
    { 'templates/labels/de.yaml': '# nothing yet\n' },
    `templates/labels/de.yaml: error: The label «signatories» is missing (de), and the template «leaflet» prints it.
    Add a line «signatories: …» to PROJECT/templates/labels/de.yaml; templates/labels/en.yaml has the English words of Broadside's own templates.`,
  ],
  [
    'misspelt template words',
    {
      'templates/labels/de.yaml': 'signatorles: Unterzeichnet\nstamp: x\n',
    },
    `templates/labels/de.yaml:1: warning: No template of this publication prints the label «signatorles».
    Did you mean «signatories»?
templates/labels/de.yaml:2: warning: No template of this publication prints the label «stamp».
    The labels are signatories, folio, contents, languages, publisher, note, contact, draft and embargo.
templates/labels/de.yaml: error: The label «signatories» is missing (de), and the template «leaflet» prints it.
    Add a line «signatories: …» to PROJECT/templates/labels/de.yaml; templates/labels/en.yaml has the English words of Broadside's own templates.`,
  ],
  [
    'a placeholder that stands for nothing',
    {
      'templates/labels/de.yaml': replace('{pages}', '{page_count}'),
      'templates/leaflet/page.hbs': readFileSync('templates/leaflet/page.hbs'),
      'templates/leaflet/template.yaml': readFileSync('templates/leaflet/template.yaml', 'utf8').replace(
        "'{title}'",
        "'{titel}'",
      ),
    },
    `templates/leaflet/template.yaml:19: error: «{titel}» in «furniture» stands for nothing; it would be printed as it is.
    Did you mean «{title}»?
templates/labels/de.yaml:1: error: «{page_count}» in «folio» stands for nothing; it would be printed as it is.
    {page} and {pages} stand for what they say.`,
  ],
  [
    'a value that a template asks for in vain',
    {
      'templates/leaflet/template.yaml': readFileSync('templates/leaflet/template.yaml'),
      'templates/leaflet/page.hbs': '<!doctype html>\n<title>{{title}}</title>\n<p>{{titel}}</p>\n',
    },
    `templates/leaflet/page.hbs:3: error: Template «leaflet»: there is no value «titel».
    Mend the name, or give the value in publication.yaml or in the labels.`,
  ],
  [
    'a face that is not in fonts.yaml',
    {
      'templates/leaflet/template.yaml': readFileSync('templates/leaflet/template.yaml', 'utf8').replace(
        '{ family: Source Sans 3, weight: 600 }',
        '{ family: Source Sans 3, weight: 700 }',
      ),
      'templates/leaflet/page.hbs': '<!doctype html><title>{{title}}</title>',
    },
    `templates/leaflet/template.yaml: error: Template «leaflet» asks for a face that fonts.yaml does not have: Source Sans 3, 700.
    Of this family there are Source Sans 3, 400 and Source Sans 3, 600.`,
  ],
  [
    'a font that is no longer the same file',
    {
      'fonts/fonts.yaml': `faces:
  - { family: Source Sans 3, weight: 400, style: normal, file: Other.ttf, version: "1", origin: test, licence: OFL, sha256: "${'0'.repeat(64)}" }\n`,
      'fonts/Other.ttf': readFileSync('fonts/SourceSans3-Regular.ttf'),
    },
    `fonts/fonts.yaml:2: error: fonts/Other.ttf is not the file that fonts.yaml names: sha256 393fb5b878ce…, wanted 000000000000….
    Restore the file, or run “broadside fonts add fonts/Other.ttf”, which writes the new sum into fonts.yaml.`,
  ],
  [
    'a template that falls back on a font of the system',
    {
      'templates/leaflet/template.yaml': readFileSync('templates/leaflet/template.yaml'),
      'templates/leaflet/page.hbs': readFileSync('templates/leaflet/page.hbs'),
      'templates/leaflet/style.css': `${readFileSync('templates/leaflet/style.css', 'utf8')} p.subtitle { font-family: serif }`,
    },
    `out/screen/night-trains-leaflet-en.pdf, page 1: error: The font OpenSans-Italic is none of ours: the browser fell back on it. It sets “An open letter to the railways”.
    Take the families of a part, such as var(--text-family), for everything that the template prints, margin boxes too.
out/screen/night-trains-leaflet-de.pdf, page 1: error: The font OpenSans-Italic is none of ours: the browser fell back on it. It sets “Ein offener Brief an die Bahnen”.
    Take the families of a part, such as var(--text-family), for everything that the template prints, margin boxes too.`,
  ],
  [
    'a picture that is not there',
    { 'source/statement/en.md': replace('Four night', 'Four\n   ![A lantern](my%20lantern.png) night') },
    `source/statement/en.md:8: error: The text asks for a file that is not there: source/statement/my lantern.png.
    Save the picture beside the statement, or mend its name.`,
  ],
  [
    'a picture outside the project',
    {
      'source/statement/en.md': replace('Four night', '![A lantern](../../../other/lantern.png) Four night'),
    },
    `source/statement/en.md:7: error: The picture ../../../other/lantern.png lies outside source/.
    Save it beside the statement and name it without a path: lantern.png.`,
  ],
  [
    'pictures that are none',
    {
      'source/statement/en.md': replace(
        'Four night',
        '![A](empty.png) ![B](text.png) ![C](half.png) Four night',
      ),
      'source/statement/empty.png': '',
      'source/statement/text.png': 'This is no picture.',
      'source/statement/half.png': PNG.subarray(0, PNG.length - 20),
    },
    `source/statement/en.md:7: error: The picture source/statement/empty.png is empty.
    ${AGAIN}
source/statement/en.md:7: error: The picture source/statement/text.png is no picture that the browser can read.
    ${AGAIN}
source/statement/en.md:7: error: The picture source/statement/half.png is cut off.
    ${AGAIN}`,
  ],
  [
    'a drawing of a style sheet that ends in the middle',
    {
      'templates/leaflet/template.yaml': readFileSync('templates/leaflet/template.yaml'),
      'templates/leaflet/page.hbs': readFileSync('templates/leaflet/page.hbs'),
      'templates/leaflet/style.css': `${readFileSync('templates/leaflet/style.css', 'utf8')}
header { background: url(logo.svg) }`,
      'templates/leaflet/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"><rect',
    },
    `templates/leaflet/logo.svg:1: error: This SVG is not well-formed, and the browser shows nothing of it: it ends in the middle.
    Export it again from the drawing program, or correct this line in a text editor.`,
  ],
]

describe('errors in the publication', () => {
  test.each(ERRORS)('%s', async (_name, changes, told) => {
    const root = project({ 'out/screen/old.pdf': 'as it was', ...changes })
    const ran = await broadside(['build'], { cwd: root })
    expect(findings(ran).replaceAll(`${process.cwd()}/`, '').replaceAll(root, 'PROJECT')).toEqual(told)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/\n\d+ errors?; nothing was written\.( “--keep-going” builds .*)?\n$/)
    expect(readdirSync(join(root, 'out'), { recursive: true }).sort()).toEqual(['screen', 'screen/old.pdf'])
  })

  test('all of them are told in one run', async () => {
    const root = project({
      [PUBLICATION]: (text) =>
        `${text.replace('paper: Letter', 'paper: A44').replace(/^date: .*/m, 'date: 2024-13-03')}\nkez: 1\n`,
      'source/statement/en.md': (text) => `${text.replace('subtitle:', 'subtitel:')}\n9.\n`,
      [LIST]: csv('riders,sined,DE,Night Riders,,2024-02-30', 'crews,signed,ZZ,,,'),
      'source/statement/de.md': null,
      'templates/labels/de.yaml': null,
    })
    const told = findings(await broadside(['build'], { cwd: root }))
    expect(told.split('\n').filter((line) => line.includes(': error: '))).toEqual([
      'source/publication.yaml:3: error: «date» is not a date: «2024-13-03».',
      'source/publication.yaml:20: error: Unknown key «kez» in this file.',
      'source/signatories.csv:2: error: There is no group «sined».',
      'source/signatories.csv:2: error: «joined» is not a date: «2024-02-30».',
      'source/signatories.csv:3: error: This signatory has no name (name_en).',
      'source/signatories.csv:3: error: «ZZ» is no country code of ISO 3166.',
      'source/statement/en.md:3: error: Unknown key «subtitel» in this file.',
      'source/statement/en.md:15: error: Paragraph 9 is empty.',
      'source/publication.yaml:4: error: The language «de» has no text: statement/de.md is missing.',
      'source/publication.yaml:15: error: There is no paper “A44”.',
      'source/publication.yaml:4: error: There are no template words for the language «de».',
    ])
  })
})

describe('what the file system refuses is told with the rest, none of it with a stack', () => {
  const folderInPlaceOf = (root: string, file: string) => {
    rmSync(join(root, file), { force: true })
    mkdirSync(join(root, file))
  }

  test('folders, links in a circle and pipes in the place of files', async () => {
    const root = project({ [PUBLICATION]: replace('paper: Letter', 'paper: A44') })
    folderInPlaceOf(root, 'source/statement/en.md')
    rmSync(join(root, 'source/statement/de.md'))
    symlinkSync('de.md', join(root, 'source/statement/de.md'))
    rmSync(join(root, LIST))
    execFileSync('mkfifo', [join(root, LIST)])
    folderInPlaceOf(root, 'templates/labels/en.yaml')
    symlinkSync('shared', join(root, 'templates/shared'))
    mkdirSync(join(root, 'fonts'))
    folderInPlaceOf(root, 'fonts/fonts.yaml')
    const ran = await broadside(['build'], { cwd: root })
    const cannotRead = (file: string, problem: string) =>
      `${file}: error: This cannot be read: ${problem}.\n` +
      '    Mend its permissions, or put an ordinary file or folder in its place.\n'
    expect(ran.stderr).toBe(
      cannotRead('templates/shared', 'its symbolic links lead round in a circle') +
        cannotRead('source/signatories.csv', 'it is a pipe or a device, not a file') +
        cannotRead('source/statement/en.md', 'it is a folder, not a file') +
        cannotRead('source/statement/de.md', 'its symbolic links lead round in a circle') +
        'source/publication.yaml:15: error: There is no paper “A44”.\n' +
        '    Papers are A2, A3, A4, A5, A6, B4, B5, B6, DL, Letter, Legal, Tabloid and Statement; any other is written by width and height, like 148 x 210 mm or 5.5 x 8.5 in.\n' +
        cannotRead('templates/labels/en.yaml', 'it is a folder, not a file') +
        cannotRead('fonts/fonts.yaml', 'it is a folder, not a file') +
        '7 errors; nothing was written.\n',
    )
    expect(ran.code).toBe(1)
  })

  test('a directory for temporary files that is not there', async () => {
    const root = project({ [PUBLICATION]: replace('paper: Letter', 'paper: A44') })
    const ran = await broadside(['build'], { cwd: root, env: { TMPDIR: '/nowhere' } })
    expect(ran.stderr).toBe(
      '/nowhere: error: The work directory cannot be made or written here: there is no such folder.\n' +
        '    Set TMPDIR to a folder that is there, that you may write to and that has some 100 MB free.\n' +
        'source/publication.yaml:15: error: There is no paper “A44”.\n' +
        '    Papers are A2, A3, A4, A5, A6, B4, B5, B6, DL, Letter, Legal, Tabloid and Statement; any other is written by width and height, like 148 x 210 mm or 5.5 x 8.5 in.\n' +
        '2 errors; nothing was written.\n',
    )
    expect(ran.code).toBe(1)
  })

  test('a file in the place of out/screen', async () => {
    const root = project({ 'out/screen': 'a file' })
    const ran = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: root })
    expect(findings(ran)).toBe(
      'out/screen: error: This cannot be written: something else of that name is in the way.\n' +
        '    Nothing was changed. Free space there, mend the permissions, or name another place with --out.',
    )
  })

  test('an out/ that cannot be made', async () => {
    const root = project({ file: '' })
    const ran = await broadside(['build', 'leaflet', '--out', 'file/out'], { cwd: root })
    expect(findings(ran)).toBe(
      'file/out: error: This cannot be written: a part of its path is a file, not a folder.\n' +
        '    Nothing was changed. Free space there, mend the permissions, or name another place with --out.',
    )
    expect(ran.code).toBe(1)
  })
})

describe('a word that does not fit its line', () => {
  const WORD =
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstandssitzung'
  const ROOM =
    'Set the text smaller or the column wider («set» of the edition), or show where the word may break, by a soft hyphen (U+00AD), in an address by a space without width (U+200B).'

  test('is told as that, and not as missing, where it leaves the page', async () => {
    const root = project({
      'source/statement/en.md': replace('subtitle: An', `subtitle: ${WORD} An`),
    })
    const ran = await broadside(['build', 'leaflet'], { cwd: root })
    expect(findings(ran)).toBe(
      `out/screen/night-trains-leaflet-en.pdf, page 1: error: The word «${WORD.slice(0, 79)}…» is wider than the page: its end is cut off.
    ${ROOM}`,
    )
    expect(ran.code).toBe(1)
  })

  test('is told to shrink all pages where it leaves the text area', async () => {
    const word = 'w'.repeat(54)
    const root = project({ 'source/statement/en.md': replace('We ask', `We ask ${word}`) })
    const ran = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: root })
    expect(findings(ran)).toMatch(
      new RegExp(
        `^out/screen/night-trains-leaflet-en\\.pdf: error: All pages are printed at 9\\d\\.\\d %: something is larger than they are, and the browser shrinks them until it fits\\. It is the word «${word}», \\d+\\.\\d mm beyond the text area\\.\\n    Let it be narrower: `,
      ),
    )
    expect(ran.code).toBe(1)
  })

  test('is a warning where it only sticks out, one for all of a page', async () => {
    const [riders, crews] = [80, 81].map((length) => 'x'.repeat(length))
    const root = project({
      [LIST]: csv(
        `riders,signed,DE,Riders ${riders},Nachtreisende,`,
        `crews,signed,AT,Crews ${crews},Personal,`,
      ),
    })
    const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
    expect(findings(ran)).toBe(
      `out/screen/night-trains-leaflet-en.pdf, page 1: warning: The word «${riders}» is wider than its line and sticks out, and so does another one on this page.
    ${ROOM}`,
    )
    expect(ran.code).toBe(0)
  })
})

test('a box that is wider than the page is told to shrink all pages, with its name', async () => {
  const cells = Array.from({ length: 14 }, (_, i) => `Stationmaster${i}`)
  const table = [cells, cells.map(() => '-')].map((row) => `   | ${row.join(' | ')} |`).join('\n')
  const root = project({ 'source/statement/en.md': (text) => text.replace(/\n2\. /, `\n${table}\n\n2. `) })
  const ran = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: root })
  expect(findings(ran)).toMatch(
    / It is «table», which begins «Stationmaster0 Stationmaster1 [^»]*», \d+\.\d mm beyond the text area\.\n {4}Let it be narrower: /,
  )
  expect(ran.code).toBe(1)
})

test('an accent that is too pale for letters, and a heading within a paragraph, are warnings', async () => {
  const root = project({
    [PUBLICATION]: replace('"#0b5d4b"', '"#ffe9a0"'),
    'source/statement/en.md': (text) => text.replace('We ask', 'We ask\n   ===\n   the railways: we ask'),
  })
  const ran = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: root })
  expect(findings(ran)).toContain(
    `source/publication.yaml:5: warning: The accent #ffe9a0 is too pale for letters: its contrast to white is 1.2 to 1. Broadside’s templates print numbers, labels and titles in black instead.
    Choose a darker one, of 4.5 to 1 or more, if they are to have it.`,
  )
  expect(findings(ran)).toContain(
    `source/statement/en.md:9: warning: This text becomes a heading, because a line of === or --- follows it.
    If it is not one, leave a line empty between them; for a heading write ## before it.`,
  )
})

test('a mark of emphasis that nothing closes is told, one that is meant is not', async () => {
  const root = project({
    'source/statement/en.md': (text) =>
      text.replace('*full*', '**full').replace('We ask', '5 * 4, \\*\\* we ask'),
  })
  const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
  expect(findings(ran)).toContain(
    'source/statement/en.md:7: warning: «**» is printed as it is: it has no partner.\n' +
      '    Close what it opens (**so**), or write \\ before each of its signs if it is meant.',
  )
  expect(findings(ran)).not.toContain('en.md:9: warning: «')
  expect(ran.code).toBe(0)
})

test('a link or picture without an address is told with its line, brackets that are meant are not', async () => {
  const root = project({
    'source/statement/en.md': (text) =>
      text
        .replace('Four', 'See [the study], the Tram![line 4] and a note. Four')
        .replace('full*.', 'full* \\[sic\\].\n   The map: [here](https://example.org/map')
        .replace('We ask', 'We (all […] of us) `[a]` ask'),
  })
  const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
  expect(
    findings(ran)
      .split('\n')
      .filter((line, i, all) => `${all[i - 1]}${line}`.includes('printed as it is')),
  ).toEqual([
    'source/statement/en.md:7: warning: «[the study]» is printed as it is: it has no address.',
    '    Write the address right behind it, [the study](https://example.org), or \\ before each bracket if it is meant.',
    'source/statement/en.md:7: warning: «![line 4]» is printed as it is: it has no address.',
    '    Write the address right behind it, ![line 4](picture.png), or \\ before each bracket if it is meant.',
    'source/statement/en.md:8: warning: «[here](https://example.org/map» is printed as it is: its address has no end.',
    '    Write the whole address without spaces, and a closing bracket right behind it.',
  ])
  expect(ran.code).toBe(0)
})

test('a link without a whole address is told with its line, also in a table', async () => {
  const root = project({
    'source/statement/en.md': (text) =>
      text.replace(
        'We ask',
        'See [us](example.org/a) and [here](#p1).\n\n   | a | b |\n   |---|---|\n   | c | [d](e) |\n\n   We ask',
      ),
  })
  const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
  const told = (line: number, target: string) =>
    `source/statement/en.md:${line}: error: The link to «${target}» leads nowhere from a printed file.\n` +
    '    Write the whole address: https://example.org/page.'
  expect(findings(ran)).toContain(`${told(9, 'example.org/a')}\n${told(13, 'e')}`)
  expect(findings(ran)).not.toContain('#p1')
  expect(ran.code).toBe(1)
})

test('a group that stands twice', async () => {
  const twice = replace(
    '\n\neditions:',
    '\n  - id: signed\n    title: { en: Again, de: Nochmals }\n\neditions:',
  )
  const ran = await broadside(['build'], { cwd: project({ [PUBLICATION]: twice }) })
  expect(findings(ran)).toBe(
    'source/publication.yaml:12: error: The group «signed» stands twice; the first is in line 8.\n' +
      '    Give each group an id of its own: signatories.csv names groups by it.',
  )
  expect(ran.code).toBe(1)
})

test('a template without anything to fit cannot be fitted', async () => {
  const ran = await broadside(['build'], {
    cwd: project({
      [PUBLICATION]: replace('template: parallel', 'template: parallel\n    fit: { pages: 1 }'),
    }),
  })
  expect(findings(ran)).toMatch(
    /^source\/publication.yaml:\d+: error: Nothing of the template «parallel» has bounds to fit its text within\.\n {4}Give some under «fit», as text: 8pt\.\.10pt; it has text, /,
  )
  expect(ran.code).toBe(1)
})

test('a table that goes on over the page is printed once', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `   | ${i + 1900} | ${i + 7} |`).join('\n')
  const table = replace('2. We ask', `2. See:\n\n   | Year | Riders |\n   |---|---|\n${rows}\n\n   We ask`)
  const root = project({ 'source/statement/en.md': table })
  const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
  expect(findings(ran)).not.toContain('out/screen')
  expect(ran.code).toBe(0)
})

test('a text that the style sheet hides is missed, and is no mistake of the browser', async () => {
  const root = project({
    'templates/leaflet/template.yaml': readFileSync('templates/leaflet/template.yaml'),
    'templates/leaflet/page.hbs': readFileSync('templates/leaflet/page.hbs'),
    'templates/leaflet/style.css': `${readFileSync('templates/leaflet/style.css', 'utf8')}\n.statement { display: none }\n`,
  })
  const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
  const missing = (number: number, words: string) =>
    `out/screen/night-trains-leaflet-en.pdf, page 1: error: Paragraph ${number} (en): it is not there; it should begin «${words}».\n` +
    '    Print it in the template: a finished file holds every text of the source.'
  expect(findings(ran)).toBe(
    [
      missing(1, 'Four night trains leave'),
      missing(2, 'We ask the railways'),
      missing(3, 'We will come to'),
    ].join('\n'),
  )
  expect(ran.code).toBe(1)
})

describe('what a page may not do is told, and nothing is printed without it', () => {
  test('network, files outside, scripts', async () => {
    const root = project({
      'templates/shared/name.hbs':
        '<span lang="{{lang}}" onclick="go()">{{text}}</span>\n<img src="http://example.org/x.png" alt="">\n' +
        '<img src="file:///etc/hostname" alt="">\n<script>document.title = "x"</script>\n' +
        '<meta http-equiv="refresh" content="0;url=file:///etc/passwd">\n',
    })
    const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
    const place = 'templates/shared/name.hbs'
    const refused = (url: string) => [
      `error: The page asks for ${url}. The browser reads only the files of the publication, so this would be missing.`,
      '    Save the file beside the template and refer to it by a relative path.',
    ]
    const [net, outside] = [refused('http://example.org/x.png'), refused('file:///etc/hostname')]
    expect(findings(ran).split('\n').sort()).toEqual(
      [
        `${place}:2: ${net[0]!}`,
        net[1]!,
        `${place}:3: ${outside[0]!}`,
        outside[1]!,
        `${place}:5: warning: The page asked for file:///etc/passwd, which the browser may not read. Nothing that it shows is missing for that.`,
        '    Take the reference out of the template.',
        `${place}:1: warning: onclick="go()" was ignored: no script runs in a page.`,
        '    Take it out; work out values with Handlebars.',
        `${place}:4: warning: <script> was ignored: no script runs in a page.`,
        '    Take it out; work out values with Handlebars.',
      ].sort(),
    )
    expect(ran.code).toBe(1)
    expect(existsSync(join(root, 'out/screen/night-trains-leaflet-en.pdf'))).toBe(false)
  })

  test('pictures of the statement that lie elsewhere', async () => {
    const root = project({
      'source/statement/en.md': replace('We will', 'We ![A lantern](https://example.org/lantern.png) will'),
    })
    const ran = await broadside(['build'], { cwd: root })
    expect(findings(ran)).toBe(
      'source/statement/en.md:11: error: The picture https://example.org/lantern.png lies outside the publication. Nothing is loaded from elsewhere, so it would be missing.\n' +
        '    Save it beside the statement and name it without a path: lantern.png.',
    )
    expect(ran.code).toBe(1)
  })
})

describe('a wrong call', () => {
  const CALLS: readonly (readonly [args: string[], told: string])[] = [
    [
      ['build', '--out', ''],
      "error: option '-o, --out <dir>' argument '' is invalid. It is empty; name a directory.",
    ],
    [['build', 'de'], 'error: There is no edition «de».\n    To build a language, write --language de.'],
    [
      ['build', 'leaflets'],
      'error: There is no edition «leaflets».\n    Editions of this publication are leaflet and pair.',
    ],
    [
      ['build', '-l', 'en,fr', '-l', 'it', 'leaflet'],
      'error: The publication has no language «fr».\n    Its languages are en and de.\n' +
        'error: The publication has no language «it».\n    Its languages are en and de.',
    ],
    [
      ['build', 'pair', '--language', 'de'],
      'error: The edition «pair» holds all languages in one file.\n    Leave --language out to build it.',
    ],
  ]
  test.each(CALLS)('broadside %j', async (args, told) => {
    const root = project()
    const ran = await broadside(args, { cwd: root })
    expect(ran.stderr).toBe(`${told}\n`)
    expect(ran.code).toBe(2)
    expect(existsSync(join(root, 'out'))).toBe(false)
  })

  test('with --keep-work leaves no work directory, and names none', async () => {
    const root = project()
    const temporary = join(root, 'tmp')
    mkdirSync(temporary)
    const ran = await broadside(['build', 'leaflets', '--keep-work'], {
      cwd: root,
      env: { TMPDIR: temporary },
    })
    expect(ran.stdout).toBe('')
    expect(readdirSync(temporary)).toEqual([])
  })

  test('a time limit that is no number', async () => {
    const ran = await broadside(['build'], { cwd: project(), env: { BROADSIDE_TIMEOUT: 'abc' } })
    expect(ran.stderr).toBe(
      'error: BROADSIDE_TIMEOUT is not a number of seconds: «abc».\n' +
        '    Mend it, or unset it for the default.\n',
    )
    expect(ran.code).toBe(2)
  })

  test('a directory without a publication', async () => {
    const ran = await broadside(['build', '--project', 'nowhere'], { cwd: project() })
    expect(findings(ran)).toBe(
      'nowhere/source/publication.yaml: error: There is no publication here.\n' +
        '    Run broadside in a directory that holds source/publication.yaml, or name one with --project DIR.',
    )
    expect(ran.code).toBe(2)
  })

  test('--help tells commands, settings and exit codes', async () => {
    const [whole, build] = await Promise.all([broadside(['--help']), broadside(['build', '--help'])])
    for (const { stdout } of [whole, build])
      for (const told of ['broadside build leaflet -l ru,es ', 'BROADSIDE_TIMEOUT=SECONDS', '\n  130  '])
        expect(stdout).toContain(told)
  })

  test('an unknown option', async () => {
    const ran = await broadside(['build', '--colour'])
    expect(ran.stderr).toContain("error: unknown option '--colour'")
    expect(ran.code).toBe(2)
  })
})
