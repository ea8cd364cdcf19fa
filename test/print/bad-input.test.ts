/** Every mistake that a user can make in source/, templates/ or the call, and the sentences the real command answers with. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { broadside, type Change, findings, project } from '../broadside.js'

type Case = readonly [name: string, changes: Readonly<Record<string, Change>>, told: string]

const replace =
  (from: string | RegExp, to: string) =>
  (content: string): string =>
    content.replace(from, to)

const PUBLICATION = 'source/publication.yaml'
const LIST = 'source/signatories.csv'
const csv = (...rows: string[]) => ['id,group,country,name_en,name_de,joined', ...rows, ''].join('\n')

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
    'text outside the numbered list',
    { 'source/statement/de.md': replace('1. Vier', 'Ein Vorwort.\n\n1. Vier') },
    `source/statement/de.md:6: error: A statement is a numbered list, and this is a paragraph without a number.
    Begin each paragraph with its number («1.» or «1)») and indent what belongs to it.`,
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
    Known keys are title, subtitle, date and closing.`,
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
    'a character that an earlier conversion lost',
    { 'source/statement/en.md': replace('night train replaces', 'night tr\uFFFDin replaces') },
    `source/statement/en.md:9: error: U+FFFD stands here: a character was lost when the text was converted.
    Put the right character in its place, from the original.`,
  ],
  [
    'a character that no face has',
    { 'source/statement/en.md': replace('Four night', '四 night') },
    `source/statement/en.md:7: error: No glyph for «四» (U+56DB) in Source Serif 4 and Source Serif 4 SmText.
    Use another character, or a face that has it (template.yaml says which face sets what).`,
  ],
  [
    'a character in a name that no face has',
    { [LIST]: csv('riders,signed,DE,Night 夜 Riders,Nachtreisende,') },
    `source/signatories.csv:2: error: No glyph for «夜» (U+591C) in Source Sans 3.
    Use another character, or a face that has it (template.yaml says which face sets what).`,
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
    'an empty row, as spreadsheets leave them',
    { [LIST]: csv('riders,signed,DE,Night Riders,,', ',,,,,') },
    `source/signatories.csv:3: error: This row is empty.
    Delete it.`,
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
    Use the two letters (GR, RU, MX …), or leave the cell empty.`,
  ],
  [
    'a day that there is not, in the list',
    { [LIST]: csv('riders,signed,DE,Night Riders,,2024-02-30') },
    `source/signatories.csv:2: error: «joined» is not a date: «2024-02-30».
    Write year, month and day: 2022-01-18.`,
  ],
  [
    'a column that means nothing',
    { [LIST]: 'id,group,name_en,phone\nriders,signed,Night Riders,123\n' },
    `source/signatories.csv:1: error: Unknown key «phone» in the first row.
    Known keys are id, group, country, joined, name_en and name_de.`,
  ],
  [
    'a list without names',
    { [LIST]: 'id,group\nriders,signed\n' },
    `source/signatories.csv:1: error: There is no column «name_en».
    The first row names the columns: id,group,country,name_en,…,joined.`,
  ],
  [
    'a quotation mark that is never closed',
    { [LIST]: csv('riders,signed,DE,"Night Riders,,') },
    `source/signatories.csv:2: error: This is not valid CSV: Quote Not Closed: the parsing is finished with an opening quote at line 2.
    Mend the line; quotes, indentation and colons are the usual suspects.`,
  ],
  [
    'no list at all',
    { [LIST]: null },
    `source/signatories.csv: error: source/signatories.csv is missing: it holds the list of signatories.
    Add the file, or take out what asks for it.`,
  ],
  [
    'YAML that does not parse',
    { [PUBLICATION]: replace('symbol: NT/2024/3', 'symbol: "NT/2024/3') },
    `source/publication.yaml:2: error: This is not valid YAML: Missing closing "quote.
    Mend the line; quotes, indentation and colons are the usual suspects.`,
  ],
  [
    'an unknown key',
    { [PUBLICATION]: replace('accent:', 'acent:') },
    `source/publication.yaml:5: error: Unknown key «acent» in this file.
    Known keys are slug, symbol, publisher, date, languages, accent, wording, groups and editions.`,
  ],
  [
    'an unknown key within an edition',
    { [PUBLICATION]: replace('paper: Letter', 'papier: Letter') },
    `source/publication.yaml:15: error: Unknown key «papier» in «editions.leaflet».
    Known keys are template, paper, orientation, set and fit.`,
  ],
  [
    'a setting that the template does not have',
    { [PUBLICATION]: replace('leading: 15pt', 'leeding: 15pt') },
    `source/publication.yaml:16: error: Unknown key «leeding» in «editions.leaflet.set».
    Known keys are text, leading, gap, names, names-leading and columns.`,
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
    Templates here are leaflet and parallel; a new one is a folder templates/paralel/.`,
  ],
  [
    'an unknown paper',
    { [PUBLICATION]: replace('paper: Letter', 'paper: A44') },
    `source/publication.yaml:15: error: There is no paper «A44».
    Papers are A3, A4, A5, A6, Letter, Legal and Tabloid.`,
  ],
  [
    'a language tag that is none',
    { [PUBLICATION]: replace(/languages: .*/, 'languages: [en, German]') },
    `source/publication.yaml:4: error: «1» is no language tag: «German».
    Use a BCP 47 tag in its usual spelling: en, ru, es, pt-BR, sr-Latn.`,
  ],
  [
    'a title in a language that the publication does not have',
    { [PUBLICATION]: replace('      de: Unterzeichnet von', '      fr: Signé par') },
    `source/publication.yaml:11: error: «fr» is no language of this publication (in «groups.0.title»).
    Its languages are en and de; add it to «languages» in publication.yaml, or take it out here.`,
  ],
  [
    'a language without template words',
    { 'templates/labels/de.yaml': null },
    `source/publication.yaml:4: error: There are no template words for the language «de».
    Copy templates/labels/en.yaml to templates/labels/de.yaml and translate it.`,
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
    Restore the file, or write the new sum, origin and version into fonts.yaml.`,
  ],
  [
    'a template that falls back on a font of the system',
    {
      'templates/leaflet/template.yaml': readFileSync('templates/leaflet/template.yaml'),
      'templates/leaflet/page.hbs': readFileSync('templates/leaflet/page.hbs'),
      'templates/leaflet/style.css': `${readFileSync('templates/leaflet/style.css', 'utf8')} p.subtitle { font-family: serif }`,
    },
    `out/screen/night-trains-leaflet-en.pdf: error: The font OpenSans-Italic is none of ours: the browser fell back on it.
    Name one of the families of fonts.yaml, in quotes, for everything that the template prints, margin boxes too.
out/screen/night-trains-leaflet-de.pdf: error: The font OpenSans-Italic is none of ours: the browser fell back on it.
    Name one of the families of fonts.yaml, in quotes, for everything that the template prints, margin boxes too.`,
  ],
  [
    'a picture that is not there',
    { 'source/statement/en.md': replace('Four night', '![A lantern](lantern.png) Four night') },
    `templates/leaflet/page.hbs: error: The page asks for a file that is not there: source/statement/lantern.png.
    Add the file, or mend its name.
templates/parallel/page.hbs: error: The page asks for a file that is not there: source/statement/lantern.png.
    Add the file, or mend its name.`,
  ],
]

describe('errors in the publication', () => {
  test.each(ERRORS)('%s', async (_name, changes, told) => {
    const root = project({ 'out/screen/old.pdf': 'as it was', ...changes })
    const ran = await broadside(['build'], { cwd: root })
    expect(findings(ran).replaceAll(`${process.cwd()}/`, '')).toEqual(told)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/\n\d+ errors?; nothing was written\.\n$/)
    expect(readdirSync(join(root, 'out'), { recursive: true }).sort()).toEqual(['screen', 'screen/old.pdf'])
  })

  test('all of them are told in one run', async () => {
    const root = project({
      [PUBLICATION]: replace('paper: Letter', 'paper: A44'),
      [LIST]: csv('riders,sined,DE,Night Riders,,2024-02-30', 'crews,signed,ZZ,,,'),
      'source/statement/de.md': null,
      'templates/labels/de.yaml': null,
    })
    const told = findings(await broadside(['build'], { cwd: root }))
    expect(told.split('\n').filter((line) => line.includes(': error: '))).toEqual([
      'source/publication.yaml:4: error: The language «de» has no text: statement/de.md is missing.',
      'source/signatories.csv:2: error: There is no group «sined».',
      'source/signatories.csv:2: error: «joined» is not a date: «2024-02-30».',
      'source/signatories.csv:3: error: This signatory has no name (name_en).',
      'source/signatories.csv:3: error: «ZZ» is no country code of ISO 3166.',
      'source/publication.yaml:15: error: There is no paper «A44».',
      'source/publication.yaml:4: error: There are no template words for the language «de».',
    ])
  })
})

describe('what a page may not do is told, and printed without', () => {
  test('network, files outside, scripts', async () => {
    const root = project({
      'templates/shared/said.hbs':
        '<span lang="{{lang}}" onclick="go()">{{text}}</span>\n<img src="http://example.org/x.png" alt="">\n' +
        '<img src="file:///etc/hostname" alt="">\n<script>document.title = "x"</script>\n',
      [PUBLICATION]: (text) => `${text}\nwording:\n  short-title: { en: Letter }\n`,
    })
    const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
    const place = 'templates/shared/said.hbs'
    const beside =
      'Put the file beside the template and name it by a relative path: the browser reads nothing else.'
    expect(findings(ran).split('\n').sort()).toEqual(
      [
        `${place}:2: warning: The page asked for http://example.org/x.png; it was printed without.`,
        `    ${beside}`,
        `${place}:3: warning: The page asked for file:///etc/hostname; it was printed without.`,
        `    ${beside}`,
        `${place}:1: warning: onclick="go()" was ignored: no script runs in a page.`,
        '    Take it out; work out values with Handlebars.',
        `${place}:4: warning: <script> was ignored: no script runs in a page.`,
        '    Take it out; work out values with Handlebars.',
      ].sort(),
    )
    expect(ran.code).toBe(0)
    expect(existsSync(join(root, 'out/screen/night-trains-leaflet-en.pdf'))).toBe(true)
  })
})

describe('a wrong call', () => {
  const CALLS: readonly (readonly [args: string[], told: string])[] = [
    [
      ['build', 'leaflets'],
      'error: There is no edition «leaflets».\n    Editions of this publication are leaflet and pair.',
    ],
    [
      ['build', '--language', 'fr'],
      'error: The publication has no language «fr».\n    Its languages are en and de.',
    ],
    [
      ['build', 'pair', '--language', 'de'],
      'error: The edition «pair» holds all languages in one file.\n    Leave --language out to build it.',
    ],
  ]
  test.each(CALLS)('broadside %j', async (args, told) => {
    const root = project()
    const ran = await broadside(args, { cwd: root })
    expect(findings(ran)).toBe(told)
    expect(ran.code).toBe(2)
    expect(existsSync(join(root, 'out'))).toBe(false)
  })

  test('a directory without a publication', async () => {
    const ran = await broadside(['build', '--project', 'nowhere'], { cwd: project() })
    expect(findings(ran)).toBe(
      'nowhere/source/publication.yaml: error: There is no publication here.\n' +
        '    Run broadside in a directory that holds source/publication.yaml, or name one with --project DIR.',
    )
    expect(ran.code).toBe(2)
  })

  test('an unknown option', async () => {
    const ran = await broadside(['build', '--colour'])
    expect(ran.stderr).toContain("error: unknown option '--colour'")
    expect(ran.code).toBe(2)
  })
})
