/** What an SVG holds that is not printed as it should be. */
import { expect, test } from 'vitest'
import { dataPicturesIn, inspectDataUri } from '../../src/read/data-uri.js'
import { inspectSvg } from '../../src/read/svg.js'

const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const svg = (content: string, before = '') =>
  `${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">\n${content}\n</svg>`
/** A fault a line. */
const told = (source: string): string =>
  inspectSvg(source)
    .map((fault) => {
      const what =
        fault.kind === 'link'
          ? `${fault.asks} ${fault.target}`
          : fault.kind === 'text'
            ? `${fault.text}${fault.family ? ` in ${fault.family}` : ''}`
            : fault.problem
      return `${fault.line} ${fault.kind}: ${what}`
    })
    .join('\n')

test.each([
  ['<rect width="5" height="5"/>', 'a drawing'],
  [
    '<title>A lake</title><desc>With bathers</desc><a href="https://example.org"><rect/></a>',
    'words that describe it, and a hyperlink',
  ],
  [`<image href="${PNG}" xlink:href="q.png"/>`, 'a picture that is embedded, beside its old address'],
  ['<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><use href="#g"/>', 'references within itself'],
  ['<style>/* url(q.png) */ rect { fill: red }</style>', 'an address in a comment'],
  ['<defs><text id="a">x</text><image id="b" href="q.png"/></defs>', 'what is defined and not used'],
  ['<g display="none"><text>x</text></g><text style="display: none">y</text>', 'what is not displayed'],
  ['<text x="1"> </text>', 'a text without letters'],
  ['<script>if (1 &lt; 2) go()</script>', 'a script, which does not run'],
])('Nothing is wrong with %s (%s).', (content) => {
  expect(told(svg(content))).toBe('')
})

test.each([
  ['<image xlink:href="q.png"/>', '2 link: for the picture q.png'],
  [
    '<svg><g>\n<image href="https://example.org/q.png"/></g></svg>',
    '3 link: for the picture https://example.org/q.png',
  ],
  [
    '<filter id="f"><feImage href="q.png"/></filter><rect filter="url(#f)"/>',
    '2 link: for the picture q.png',
  ],
  ['<use href="other.svg#x"/>', '2 link: by <use> other.svg#x'],
  [
    '<rect fill="url(other.svg#g)" style="mask: url(\'m.svg#m\')"/>',
    '2 link: in a style for other.svg#g\n2 link: in a style for m.svg#m',
  ],
  [
    '<style>\n@import "a.css";\n.b { background: url(b.png) }</style>',
    '3 link: for a style sheet a.css\n4 link: in a style for b.png',
  ],
  [
    '<style><![CDATA[@import url("https://example.org/font");]]></style>',
    '2 link: for a style sheet https://example.org/font',
  ],
  ['<style>@font-face { font-family: A; src: url(a.woff2) }</style>', '2 link: in a style for a.woff2'],
  ['<symbol id="s"><image href="q.png"/></symbol><use xlink:href="#s"/>', '2 link: for the picture q.png'],
  [
    '<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="q.png"/></foreignObject>',
    '2 link: for the picture q.png',
  ],
  ['<image href="data:image/png;base64,AAAA"/>', '2 data: is no picture that the browser can read'],
])('A browser loads nothing for %s.', (content, expected) => {
  expect(told(svg(content))).toBe(expected)
})

test('A style sheet that is asked for before the drawing is not loaded either.', () => {
  expect(told(svg('', '<?xml version="1.0"?>\n<?xml-stylesheet type="text/css" href="a.css"?>\n'))).toBe(
    '2 link: for a style sheet a.css',
  )
})

test('Live text is told with its words and its font.', () => {
  expect(told(svg('<g font-family="Arial, sans-serif"><text>Open <tspan>Borders</tspan></text></g>'))).toBe(
    '2 text: Open Borders in Arial',
  )
  expect(told(svg('<defs><g id="a"><text>x</text></g></defs><use href="#a"/>'))).toBe('2 text: x')
  expect(told(svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">Lake</p></foreignObject>'))).toBe(
    '2 text: Lake',
  )
})

test.each([
  ['<rect></g>', '2 malformed: an element is closed that is not open'],
  ['<title>a & b</title>', /^2 malformed: /],
  ['<rect q:x="1"/>', '2 malformed: the prefix “q” belongs to no namespace (xmlns is missing)'],
  ['<g>'.repeat(300) + '</g>'.repeat(300), '2 malformed: its elements are nested more than 256 deep'],
])('An SVG with %s is not well-formed.', (content, expected) => {
  expect(told(svg(content))).toEqual(
    typeof expected === 'string' ? expected : expect.stringMatching(expected),
  )
})

test('What is no SVG is told by its root.', () => {
  expect(told('<svg><rect/></svg>')).toBe(
    '1 malformed: its root is not <svg xmlns="http://www.w3.org/2000/svg">',
  )
  expect(told('')).toBe('1 malformed: it is empty')
  expect(told('<svg xmlns="http://www.w3.org/2000/svg"><rect')).toBe('1 malformed: it ends in the middle')
})

test('Short names for addresses may be declared as entities, but none that holds another.', () => {
  const types = (declaration: string) => `<!DOCTYPE svg [${declaration}]>`
  const short = types('<!ENTITY ns "http://www.w3.org/2000/svg">')
  expect(told(`${short}<svg xmlns="&ns;"><rect/></svg>`)).toBe('')
  expect(told(svg('<title>&b;</title>', types('<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">')))).toBe(
    '1 malformed: its entity “b” holds other entities or elements',
  )
  expect(told(svg('<title>&x;</title>', types('<!ENTITY x SYSTEM "file:///etc/passwd">')))).toMatch(
    /^2 malformed: /,
  )
})

test('A picture in an address is looked into like one in a file, as deep as they go.', () => {
  const uri = (content: string) => `data:image/svg+xml,${encodeURIComponent(svg(content))}`
  expect(inspectDataUri(PNG)).toEqual([])
  expect(inspectDataUri(uri('<rect/>'))).toEqual([])
  expect(inspectDataUri(uri(`<image href="${uri("<image href='q.png'/>")}"/>`))).toEqual([
    { problem: 'holds another one that is an SVG that asks for the picture q.png, which is not loaded' },
  ])
  expect(inspectDataUri('data:image/png;base64,&&&')).toEqual([
    { problem: 'is not valid base64 or percent-encoding' },
  ])
  expect(inspectDataUri('data:text/plain,Lake')).toEqual([
    { problem: 'is no picture that the browser can read' },
  ])
})

test('Pictures that a page or a style sheet holds itself are found, fonts are none.', () => {
  const page = `<img src="${PNG}"> <img alt='' src='data:image/png;base64,AAAA'> <p style="background: url(data:image/gif;base64,BBBB)">
    <style>@font-face { src: url(data:font/ttf;base64,AAAA) }</style>`
  expect(dataPicturesIn(page).map(({ uri }) => uri)).toEqual([
    'data:image/png;base64,AAAA',
    'data:image/gif;base64,BBBB',
  ])
})
