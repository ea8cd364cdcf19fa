/** Quotation marks, brackets and Spanish inverted marks: each has its partner. */
import { diagnose } from '../../diagnostic.js'
import type { Report } from '../text.js'
import { excerpt, type Passage, type Version } from './passage.js'

/** What closes an opening mark. */
type Closers = Readonly<Record<string, string>>

/** German and Russian close „ with “, Polish with ”; Swedish opens with ”, Danish with ». */
const PAIRS: Closers = {
  '(': ')',
  '[': ']',
  '{': '}',
  '«': '»',
  '‹': '›',
  '“': '”',
  '„': '“”',
  '‘': '’',
  '‚': '‘’',
  '"': '"',
  '”': '”',
  '»': '«»',
  '›': '‹›',
  '（': '）',
  '「': '」',
  '『': '』',
  '《': '》',
}

/** A Spanish question that is an exclamation as well may begin as one and end as the other. */
const INVERTED: Closers = { '¿': '?!', '¡': '!?' }

interface Mark {
  readonly mark: string
  readonly offset: number
}

/** Reports each mark without a partner, language by language. */
export function checkMarks({ name, versions }: Passage, report: Report): void {
  for (const version of versions)
    for (const { mark, offset } of lonelyMarks(version)) {
      const around = excerpt(version.text, offset, offset + 1)
      report(diagnose('lonely-mark', version.at(offset), { passage: name, mark, around }))
    }
}

function lonelyMarks({ text, lang }: Version): readonly Mark[] {
  const spanish = new Intl.Locale(lang).language === 'es'
  const lonely = [...unpaired(text, PAIRS), ...(spanish ? unpaired(text, INVERTED) : [])]
  return lonely.sort((a, b) => a.offset - b.offset)
}

function unpaired(text: string, pairs: Closers): readonly Mark[] {
  const open: Mark[] = []
  const lonely: Mark[] = []
  for (const { 0: mark, index: offset } of text.matchAll(/[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"¿?¡!]/gu)) {
    const closes = Object.values(pairs).some((closers) => closers.includes(mark))
    const partner = open.findLastIndex((opener) => pairs[opener.mark]!.includes(mark))
    const opens = mark in pairs && canOpen(text, mark, offset, partner >= 0)
    const innermost = partner >= 0 && partner === open.length - 1
    if (isApostrophe(text, mark, offset, innermost)) continue
    if (innermost || (partner >= 0 && !opens)) lonely.push(...open.splice(partner).slice(1))
    else if (opens) open.push({ mark, offset })
    else if (closes && !mayStandAlone(text, mark, offset)) lonely.push({ mark, offset })
  }
  return [...lonely, ...open]
}

/** Marks that also close open only where a word begins; straight ones only if none is open. */
function canOpen(text: string, mark: string, offset: number, hasPartner: boolean): boolean {
  if (mark === '"') return !hasPartner && !/\p{N}$/u.test(text.slice(0, offset))
  if (!'”»›‘'.includes(mark)) return true
  return (
    /(^|[\s\p{Ps}\p{Pi}\p{Pd}¿¡"„‚/])$/u.test(text.slice(0, offset)) && /^\S/u.test(text.slice(offset + 1))
  )
}

/** «don’t», «’90s» and the o‘ of Uzbek are no quotations; «the workers’» is one only right inside ‘ or ‚. */
function isApostrophe(text: string, mark: string, offset: number, closesInnermost: boolean): boolean {
  const beforeWord = /^[\p{L}\p{N}]/u.test(text.slice(offset + 1))
  const afterWord = /[\p{L}\p{N}]$/u.test(text.slice(0, offset))
  if (mark === '’') return beforeWord || !closesInnermost
  return mark === '‘' && afterWord && (beforeWord || !closesInnermost)
}

/** The bracket of «a)» and «12)», the inches of «5"», «!!» and «(?)», the query of an address. */
function mayStandAlone(text: string, mark: string, offset: number): boolean {
  const before = text.slice(0, offset)
  if (mark === ')') return /(^|[\s\p{Ps}\p{Pi}"])(\p{L}|\p{N}{1,3}|[ivx]{1,4})$/u.test(before)
  if (mark === '"') return /\p{N}$/u.test(before)
  if (mark === '?' || mark === '!')
    return /[?!(]$/u.test(before) || /^[\p{L}\p{N}]/u.test(text.slice(offset + 1))
  return false
}
