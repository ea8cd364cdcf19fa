/** Lists as word processors and mail programs paste them: each line begins with a sign that Markdown takes for text. */
import type { Token } from 'markdown-it'
import { diagnose } from '../diagnostic.js'
import type { Place } from '../model/publication.js'
import type { Report } from './text.js'

/** The private characters are bullets of the fonts Symbol and Wingdings. */
const BULLET = /^(?:[•·‣▪▫●○◦∙■□◆◇►▸➢➤✓✔★\uF0B7\uF0A7\uF0D8\uF0FC]|[–—](?=\s)|o(?=\t))/
const LABEL = /^(\()?(\p{L}|[ivxIVX]{1,5}|\d{1,2})[.)](?=\s)/u
const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii', 'xiii', 'xiv', 'xv']
const ALPHABETS = [
  'abcdefghijklmnopqrstuvwxyz',
  'абвгдежзиклмнопрстуфхцчшщэюя',
  'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  'αβγδεζηθικλμνξοπρστυφχψω',
]

/** True if the one label counts on from the other. */
function follows(label: string, before: string): boolean {
  const [one, other] = [label.toLowerCase(), before.toLowerCase()]
  if (/^\d+$/.test(one)) return Number(one) === Number(other) + 1
  const roman = ROMAN.indexOf(other)
  if (roman >= 0 && ROMAN[roman + 1] === one) return true
  return ALPHABETS.some((letters) => letters.includes(other + one))
}

/** True if both lines begin an item, the second one after the first. */
function isNext(line: string, before: string): boolean {
  const [bullet, bulletBefore] = [BULLET.exec(line)?.[0], BULLET.exec(before)?.[0]]
  if (bullet !== undefined) return bullet === bulletBefore
  const [label, labelBefore] = [LABEL.exec(line), LABEL.exec(before)]
  return !!label && !!labelBefore && label[1] === labelBefore[1] && follows(label[2]!, labelBefore[2]!)
}

/** Reports two lines or more of one paragraph that begin like items of a list. */
export function findBullets(tokens: readonly Token[], place: (token: Token) => Place, report: Report): void {
  for (const token of tokens) {
    if (token.type !== 'inline') continue
    const lines = token.content.split('\n').map((line) => line.trim())
    const { file, line } = place(token)
    for (let first = 0; first + 1 < lines.length; first++) {
      let last = first
      for (let next = first + 1; next < lines.length; next++) {
        if (isNext(lines[next]!, lines[last]!)) last = next
        else if (BULLET.test(lines[next]!) || LABEL.test(lines[next]!) || next - last > 1) break // an item may take two lines
      }
      if (last === first) continue
      const mark = (BULLET.exec(lines[first]!) ?? LABEL.exec(lines[first]!))![0]
      report(diagnose('loose-bullets', { file, line: line + first }, { mark, last: line + last }))
      first = last
    }
  }
}
