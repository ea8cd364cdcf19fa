/** What is read of a page: the text of each marked sequence, and the spaces at its lines' ends. */
import { type Emit, Operation } from '../content-stream/content-stream.js'
import type { Matrix } from '../content-stream/matrix.js'
import { SHOWING, shownBytes } from '../content-stream/showing.js'
import { mcidOf } from './artifacts.js'
import type { Revision } from './contents.js'
import { actualText, type GlyphText, type TextCursor } from './text-cursor.js'

/** A marked sequence as it is read. */
export interface Reading {
  /** Begins with a space if one stood there before a line end came between it and what is before it. */
  text: string
  /** Where it begins, in the page's points, if it has text: its first baseline and the size of its letters. */
  at?: { readonly x: number; readonly y: number; readonly size: number }
}

/** What the structure says of a sequence. */
export interface Scope {
  /** The block of text that it is part of, such as a paragraph; the same object for all its sequences. */
  readonly block: object
  /** The block goes on after it. */
  readonly goesOn: boolean
}

/** Characters that say well enough which text it is. */
const TAIL = 40

/** What the pass asks and tells. */
export interface Listener {
  scopeOf(mcid: number): Scope | undefined
  /** A sequence has ended. */
  read(mcid: number, reading: Reading): void
  /** A glyph is shown that the font, by its PostScript name, does not have (.notdef, code 0), and what its block says before it. */
  lost(font: string, before: string): void
  /** An XObject is drawn; `space` leads from its surroundings to the page. */
  drawn(name: string, space: Matrix): void
}

/**
 * Reads each sequence. A space that a line end has swallowed is written as a blank glyph behind the line, so that nobody
 * who reads the structure joins two words; nothing moves. A replacement text that says what its glyph says anyway, or one
 * blank for another, goes: poppler drops what follows one.
 */
export function readingPass(cursor: TextCursor, listener: Listener): Revision {
  let depth = 0
  let mcid: number | undefined
  let scopeNow: Scope | undefined
  let reading: Reading = { text: '' }
  /** What was shown last in a block, and everything since; a space that is missing goes where `slot` is. */
  const last: {
    scope: Scope | undefined
    font: GlyphText | undefined
    text: string
    /** The end of what the block says so far. */
    tail: string
    y: number
    em: number
  } = { scope: undefined, font: undefined, text: '', tail: '', y: 0, em: 0 }
  let slot = -1
  let inText = false
  let held: Operation[] = []
  /** A replacement text: where it begins in `held`, what it says, how often something was shown instead. */
  let span: { start: number; text: string; shown: string; count: number } | undefined

  const insertSpace = (): void => {
    const code = last.font && blankOf(last.font)
    if (slot < 0 || code === undefined) return
    held.splice(slot, 0, new Operation('Tj', [Uint8Array.of(code >> 8, code & 255)]))
    if (span) span.start++
  }

  /** Whatever comes after a place where a space may go waits until that is settled. */
  const pass = (operation: Operation, emit: Emit): void => {
    if (slot >= 0 || span) held.push(operation)
    else emit(operation)
  }

  const show = (operation: Operation, emit: Emit): void => {
    const { font, matrix, space } = cursor
    const glyphs = font ? glyphsOf(operation, font) : ''
    const before = scopeNow && last.scope?.block === scopeNow.block ? last.tail : ''
    const at = glyphs.indexOf(LOST)
    if (at >= 0) listener.lost(font!.name, mcid === undefined ? '' : before + glyphs.slice(0, at))
    const text = span ? (span.count++ === 0 ? span.text : '') : glyphs
    if (span) span.shown += glyphs
    const scope = scopeNow
    if (!scope) return pass(operation, emit)
    const y = matrix[4] * space[1] + matrix[5] * space[3] + space[5]
    const em =
      cursor.size *
      Math.hypot(matrix[2] * space[0] + matrix[3] * space[2], matrix[2] * space[1] + matrix[3] * space[3])
    const goesOn = last.scope?.block === scope.block
    const due = goesOn
      ? Math.abs(y - last.y) > LOWER * Math.max(em, last.em) && isParted(last.text, text)
      : last.scope?.goesOn === true && isParted(last.text, 'x')
    if (due) insertSpace()
    if (due && goesOn) reading.text += ' '
    reading.text += text
    reading.at ??= { x: matrix[4] * space[0] + matrix[5] * space[2] + space[4], y, size: em }
    if (held.length) {
      const rest = span ? held.splice(span.start) : []
      for (const each of held) emit(each)
      held = rest
    }
    if (span) {
      span.start = 0
      held.push(operation)
      slot = -1
    } else {
      emit(operation)
      slot = 0
    }
    last.tail = `${before}${due && goesOn ? ' ' : ''}${text}`.slice(-TAIL)
    last.text = goesOn ? last.text.slice(-1) + text : text
    last.scope = scope
    last.font = font
    last.y = y
    last.em = em
  }

  const endSpan = (operation: Operation, emit: Emit): void => {
    const { start, text, shown, count } = span!
    span = undefined
    if (count === 1 && (shown === text || (/^\s$/.test(shown) && /^\s$/.test(text)))) held.splice(start, 1)
    else held.push(operation)
    slot = inText ? held.length : -1
    if (inText) return
    for (const each of held) emit(each)
    held = []
  }

  return {
    pass(operation, emit) {
      const { operator } = operation
      cursor.track(operation)
      if (SHOWING.has(operator)) return show(operation, emit)
      if (operator === 'Do') listener.drawn(operation.operands[0] as string, cursor.space)
      else if (operator === 'BT') inText = true
      else if (operator === 'ET') inText = false
      else if (operator === 'BDC' || operator === 'BMC') {
        if (depth++ === 0) {
          mcid = mcidOf(operation)
          scopeNow = mcid === undefined ? undefined : listener.scopeOf(mcid)
          reading = { text: '' }
        } else if (!span && operator === 'BDC') {
          const text = actualText(operation)
          if (text !== undefined) span = { start: held.length, text, shown: '', count: 0 }
        }
      } else if (operator === 'EMC') {
        depth--
        if (span && depth === 1) return endSpan(operation, emit)
        if (depth === 0 && mcid !== undefined) {
          listener.read(mcid, reading)
          mcid = scopeNow = undefined
        }
      }
      pass(operation, emit)
    },
    end(emit) {
      if (last.scope?.goesOn && isParted(last.text, 'x')) insertSpace()
      for (const operation of held) emit(operation)
    },
  }
}

/** Of the size of the letters: what is so much lower is on another line. Of a raised figure behind a lowered one it is 0.8. */
const LOWER = 0.85

/** Whether a space stood between two pieces of text before a line end came there. */
function isParted(before: string, after: string): boolean {
  const last = before.slice(-1)
  const first = after.slice(0, 1)
  if (!last || !first || /[\s\u00AD\u200B]/.test(last) || /\s/.test(first)) return false
  if (/[-\u2010–—/&=@]/.test(last) || first === '?') return /\s/.test(before.slice(-2, -1)) // an open dash has spaces on both sides
  const ideographic = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u
  return !(ideographic.test(last) && ideographic.test(first))
}

/** Stands for a glyph that the font does not have. */
const LOST = '\u0000'

function glyphsOf(operation: Operation, font: GlyphText): string {
  let text = ''
  for (const bytes of shownBytes(operation))
    for (let i = 0; i + 1 < bytes.length; i += 2) {
      const code = bytes[i]! * 256 + bytes[i + 1]!
      text += font.get(code) ?? (code === 0 ? LOST : '')
    }
  return text
}

const blanks = new WeakMap<GlyphText, number | undefined>()

/** The code of the font's space. */
function blankOf(font: GlyphText): number | undefined {
  if (!blanks.has(font))
    blanks.set(font, [...font].find(([, text]) => text === ' ' || text === '\u00A0')?.[0])
  return blanks.get(font)
}
