/** A file that would claim a standard and break it is not written: the sentences that the real command answers with. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { broadside, type Change, findings, PNG, project } from '../broadside.js'

const leaflet = (name: string) => readFileSync(join('templates/leaflet', name), 'utf8')

/** The small publication with a leaflet template of its own, in which something was changed. */
const withTemplate = (
  changes: Readonly<Record<string, (content: string) => string>>,
): Record<string, Change> =>
  Object.fromEntries(
    ['template.yaml', 'page.hbs', 'style.css'].map((name) => {
      const changed = changes[name]?.(leaflet(name)) ?? leaflet(name)
      if (name in changes && changed === leaflet(name)) throw new Error('The edit changes nothing.')
      return [`templates/leaflet/${name}`, changed]
    }),
  )

/** What is told of the English leaflet. */
async function told(changes: Readonly<Record<string, Change>>): Promise<string> {
  const root = project(changes)
  const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
  expect(ran.code).toBe(1)
  expect(existsSync(join(root, 'out'))).toBe(false)
  return findings(ran)
}

test('a character that no face has: which, where, in which families', async () => {
  const text = (content: string) => content.replace('with lanterns', 'with lanterns 🏮')
  expect(await told({ 'source/statement/en.md': text })).toBe(
    'source/statement/en.md:11: error: No glyph for «🏮» (U+1F3EE) in Source Serif 4: “🏮:”.\n' +
      '    Use another character, or add a family that has it to “fonts: { fallback: [ … ] }” in publication.yaml.',
  )
})

test('a character of the style sheet that no font at all has', async () => {
  const style = (css: string) => `${css}\np.subtitle::after { content: '\\1F3EE' }\n`
  expect(await told(withTemplate({ 'style.css': style }))).toBe(
    'out/screen/night-trains-leaflet-en.pdf, page 1: error: SourceSerif4Subhead-It has no glyph for a character that the page shows; it belongs to no text of the source.\n' +
      '    Take the character out of the template (look for «content» in style.css), or name a face that has it.',
  )
})

test('a picture in a statement without a word on what it shows', async () => {
  const text = (content: string) => content.replace(/^2\. We/m, '2. We\n   look at ![](lantern.png). We')
  expect(await told({ 'source/statement/en.md': text, 'source/statement/lantern.png': PNG })).toBe(
    'source/statement/en.md:10: error: The picture lantern.png has no alternative text, so not everybody knows what it shows.\n' +
      '    Say it in the brackets: ![A lake with bathers](lantern.png).',
  )
})

test('a picture in a template without one', async () => {
  const page = (html: string) => html.replace('<main', '<img src="dot.png" alt=""><img src="dot.png"><main')
  const dot =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
  const changes = {
    ...withTemplate({ 'page.hbs': page }),
    'templates/leaflet/dot.png': Buffer.from(dot, 'base64'),
  }
  expect(await told(changes)).toBe(
    'templates/leaflet/page.hbs:29: error: This picture has no alternative text, so not everybody knows what it shows: <img src="dot.png">\n' +
      '    Say it with alt="…"; if it only decorates, with alt="".',
  )
})

test('a drawing in a template without one', async () => {
  const page = (html: string) =>
    html.replace('<main', '<svg role="img" width="9" height="9"><rect width="9" height="9"/></svg><main')
  expect(await told(withTemplate({ 'page.hbs': page }))).toBe(
    'out/screen/night-trains-leaflet-en.pdf, page 1: error: A picture has no alternative text, so not everybody knows what it shows.\n' +
      '    Give its <img> in the template an alt that says it (alt="" if it only decorates); an <svg> takes role="img" and aria-label.',
  )
})

test('a heading that leaves a level out', async () => {
  const page = (html: string) => html.replace('{{> roll}}', '<h4>{{onlyGroup.title.text}}</h4>')
  expect(await told(withTemplate({ 'page.hbs': page }))).toBe(
    'out/screen/night-trains-leaflet-en.pdf, page 1: error: The heading «Signed by» is of level 4, the one before it of level 1.\n' +
      '    Make it <h2> in the template; how it looks is the style sheet’s business.',
  )
})

test('a first heading that is not of the first level', async () => {
  const page = (html: string) => html.replace(/h1>/g, 'h2>')
  expect(await told(withTemplate({ 'page.hbs': page }))).toBe(
    'out/screen/night-trains-leaflet-en.pdf, page 1: error: The heading «Keep the night trains running» is of level 2, and it is the first one.\n' +
      '    Make it <h1> in the template; how it looks is the style sheet’s business.',
  )
})

test('a link that is hidden from those who listen', async () => {
  const page = (html: string) =>
    html.replace('<main', '<p aria-hidden="true"><a href="https://example.org/">{{title}}</a></p><main')
  expect(await told(withTemplate({ 'page.hbs': page }))).toContain(
    'out/screen/night-trains-leaflet-en.pdf, page 1: error: The link to https://example.org/ stands in nothing that is read aloud.\n' +
      '    Take aria-hidden off what it stands in, or take the link out.',
  )
})

test('a page that prints nothing', async () => {
  const page = () => '<!doctype html><title>{{title}}</title>'
  expect(await told(withTemplate({ 'page.hbs': page }))).toContain(
    'error: Title (en): it is not there; it should begin «Keep the night trains».',
  )
})

describe('text that nobody can read', () => {
  const style = (rules: string) => withTemplate({ 'style.css': (css) => `${css}\n${rules}\n` })

  test('of the colour of its ground, too small, cut off, painted over, under other text', async () => {
    const rules = `
      .closing { color: #fdfdfd }
      .paragraphs li:nth-child(1) { background: #111 }
      .paragraphs li:nth-child(2) { font-size: 0.1pt }
      .subtitle { height: 12pt; overflow: hidden }
      .roll::after { content: ''; display: inline-block; width: 25mm; height: 24pt; margin-top: -24pt; background: #eee }
      .names > li:nth-child(3) { margin-top: calc(-1 * var(--names-line)) }`
    expect(await told(style(rules))).toMatchInlineSnapshot(`
      "out/screen/night-trains-leaflet-en.pdf, page 1: error: «An» has letters that are cut off, and so 3 other pieces of this file.
          Give it more room: nothing is painted beyond a box with «overflow: hidden», nor above and below the text area of a page. What only a screen reader is to tell belongs in an aria-label.
      out/screen/night-trains-leaflet-en.pdf, page 1: error: «Four night trains leave the northern sta …» has nearly the colour of what it stands on (1.1 to 1), and so 4 other pieces of this file.
          Give it another colour; 4.5 to 1 is the least for small letters.
      out/screen/night-trains-leaflet-en.pdf, page 1: error: «2» is set in 0.2 pt, which nobody can read, and so 3 other pieces of this file.
          Set it larger.
      out/screen/night-trains-leaflet-en.pdf, page 1: error: «Signed by» is painted over.
          See which background or box comes to lie over it.
      out/screen/night-trains-leaflet-en.pdf, page 1: error: «3» lies over «2», and so 1 other piece of this file.
          See their positions, margins and line heights."
    `)
  })

  test('what stands on another colour, casts a shadow or lies on a faint ground of letters is readable', async () => {
    const rules = `
      h1 { color: #fff; background: linear-gradient(#900, #009) }
      .subtitle { text-shadow: 1pt 1pt 2pt gray }
      .paragraphs { color: #fff; background: #222 }
      .closing { color: #222; position: relative }
      .signatories::before { content: '2024'; position: absolute; z-index: -1; font-size: 60pt; color: #ddd }`
    const root = project(style(rules))
    const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
    expect(findings(ran)).toBe('')
  })

  test('the tail of a letter may reach beyond the text area', async () => {
    const root = project(style('.subtitle { margin-left: -1.5pt }'))
    const ran = await broadside(['build', 'leaflet', '--language', 'en'], { cwd: root })
    expect(findings(ran)).toBe('')
  })
})

test('a character of the source that only the face of a style sheet lacks: which, and its line', async () => {
  const style = (css: string) => `${css}\nstrong { font-family: 'Source Sans 3' }\n`
  const text = (content: string) => content.replace('**no new track**', '**no ₿ track**')
  expect(await told({ ...withTemplate({ 'style.css': style }), 'source/statement/en.md': text })).toBe(
    'source/statement/en.md:9: error: SourceSans3-SemiBold has no glyph for “₿”, after «and a\u00A0hotel; it needs no».\n' +
      '    Use another character, or let the style sheet of the template name a face that has it.',
  )
})
