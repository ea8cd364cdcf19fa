/** Texts that a file holds once more than it should, as a whole or in part. */
import type { Diagnostic } from '../diagnostic.js'
import type { FileText, Place, Unit } from './file-text.js'
import { fold } from './normal.js'
import { speaks } from './place.js'
import { beginningOf, type Sought, tellSlip, type Told } from './sought.js'

/** Words next to a text that are looked at. */
const NEAR = 12

/** @param several languages are in the file */
export function findDoubled(
  sought: readonly Sought[],
  text: FileText,
  told: Told,
  several: boolean,
): readonly Diagnostic[] {
  const parts = partsDoubled(sought, text, told)
  const texts = textsDoubled(sought, text, told, several)
  return [...parts, ...texts, ...(texts.length ? [] : allDoubled(sought, text, told, several))]
}

/** The beginning or the end of a text, once more right beside it. */
function partsDoubled(sought: readonly Sought[], text: FileText, told: Told): readonly Diagnostic[] {
  return sought.flatMap((each) => {
    if (!each.place) return []
    const { from, to } = each.place
    const unit = text.unitAt(from)!
    const last = text.unitAt(to - 1)!
    const sides = [
      { free: freeBefore(from, unit.from, text), before: true },
      { free: freeBehind(to, last.to, text), before: false },
    ]
    return sides.flatMap(({ free, before }) => {
      const words = free.from < free.to ? text.wordsAt(free).split(/\s/) : []
      const near = before ? words.slice(-NEAR).reverse() : words.slice(0, NEAR)
      for (let count = 1; count <= near.length; count++) {
        const part = near.slice(0, count)
        const word = (before ? part.reverse() : part).join(' ')
        const key = fold(word)
        if (!key || !(before ? each.text.key.startsWith(key) : each.text.key.endsWith(key))) continue
        const at = before ? from - 1 : to
        text.claim(before ? { from: from - key.length, to: from } : { from: to, to: to + key.length })
        return [tellSlip(each.passage, { code: 'word-doubled', word, instead: word }, at, text, told)]
      }
      return []
    })
  })
}

function freeBefore(place: number, least: number, { claimed }: FileText): Place {
  let from = place
  while (from > least && !claimed[from - 1]) from--
  return { from, to: place }
}

function freeBehind(place: number, most: number, { claimed }: FileText): Place {
  let to = place
  while (to < most && !claimed[to]) to++
  return { from: place, to }
}

/** A block that says what another block, or another text, of its list, its table or its part of the page says. */
function textsDoubled(
  sought: readonly Sought[],
  text: FileText,
  told: Told,
  several: boolean,
): readonly Diagnostic[] {
  const placed = sought.filter(({ place }) => place)
  const byKey = new Map<string, Sought[]>()
  /** From the first text of a part to the last. */
  const spans = new Map<string, { from: number; to: number }>()
  const partOf = ({ passage }: Sought): string => `${passage.column} ${passage.section}`
  const unitOf = ({ place }: Sought): Unit => text.unitAt(place!.from)!
  for (const each of placed) {
    const { from, to } = each.place!
    for (const key of new Set([each.text.key, keyOf(unitOf(each), text)])) {
      const same = byKey.get(key)
      if (same) same.push(each)
      else byKey.set(key, [each])
    }
    const span = spans.get(partOf(each))
    if (!span) spans.set(partOf(each), { from, to })
    else Object.assign(span, { from: Math.min(span.from, from), to: Math.max(span.to, to) })
  }
  const beside = besideFree(text)
  return text.units.flatMap((unit, index) => {
    const claimed = beside.get(unit)
    if (!claimed) return []
    const original = byKey.get(keyOf(unit, text))?.find((each) => {
      if (several && !speaks(unit, each)) return false
      const own = unitOf(each)
      if (unit.type === own.type && Math.abs(index - text.indexOfUnit(own.from)) === 1) return true
      if (each.text.key.length < FEW) return false
      const { section } = each.passage
      if (section !== 'body' && !section.startsWith('group ')) return false
      const span = spans.get(partOf(each))!
      if (claimed.includes(text.unitAt(span.to - 1)!) || claimed.includes(text.unitAt(span.from)!))
        return true
      return unit.container === own.container || (unit.from >= span.from && unit.to <= span.to)
    })
    if (!original) return []
    const word = beginningOf(text.wordsAt(unit))
    const slip = { code: 'passage-doubled', word, instead: '' } as const
    return [tellSlip(original.passage, slip, unit.from, text, told)]
  })
}

/** All of a statement, or of a list, far from where it stands: a part of it alone may be meant, as a title that is repeated. */
function allDoubled(
  sought: readonly Sought[],
  text: FileText,
  told: Told,
  several: boolean,
): readonly Diagnostic[] {
  const free = new Map<string, Unit[]>()
  for (const unit of text.units)
    if (text.isFree(unit)) free.set(keyOf(unit, text), [...(free.get(keyOf(unit, text)) ?? []), unit])
  const parts = new Map<string, Sought[]>()
  for (const each of sought) {
    const { column, section } = each.passage
    if (!each.place || (section !== 'body' && !section.startsWith('group '))) continue
    parts.set(`${column} ${section}`, [...(parts.get(`${column} ${section}`) ?? []), each])
  }
  return [...parts.values()].flatMap((part) => {
    const twins = part.map((each) =>
      [each.text.key, keyOf(text.unitAt(each.place!.from)!, text)]
        .flatMap((key) => free.get(key) ?? [])
        .find((unit) => !several || speaks(unit, each)),
    )
    const [first, twin] = [part[0]!, twins[0]]
    const letters = part.reduce((sum, each) => sum + each.text.key.length, 0)
    if (!twin || letters < ENOUGH || !twins.every(Boolean)) return []
    const slip = { code: 'passage-doubled', word: beginningOf(text.wordsAt(twin)), instead: '' } as const
    return [tellSlip(first.passage, slip, twin.from, text, told)]
  })
}

/** A cell of one figure is found anywhere: it may be that of another place, which has been taken for this one. */
const FEW = 3
/** So many letters are not the same by chance. */
const ENOUGH = 20

const keyOf = ({ from, to }: Place, { key }: FileText): string => key.slice(from, to)

/** Blocks that nobody has laid claim to, each with those before and behind them that are claimed, if all between are of one kind. */
function besideFree(text: FileText): ReadonlyMap<Unit, readonly Unit[]> {
  const beside = new Map<Unit, Unit[]>()
  const go = (units: readonly Unit[]): void => {
    let claimed: Unit | undefined
    for (const unit of units) {
      if (!text.isFree(unit)) claimed = unit
      else {
        if (claimed?.type !== unit.type) claimed = undefined
        beside.set(unit, [...(beside.get(unit) ?? []), ...(claimed ? [claimed] : [])])
      }
    }
  }
  go(text.units)
  go([...text.units].reverse())
  return beside
}
