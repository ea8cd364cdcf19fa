/** Printer's marks: where to cut, and whether the plates lie one above the other. */
import { type PDFDocument, PDFName } from 'pdf-lib'
import { Operation } from '../content-stream/content-stream.js'
import { type Points, pointsFromMm } from '../model/paper.js'
import type { Content, Revision } from './contents.js'
import { addResource } from './resources.js'

export interface Rectangle {
  readonly x: Points
  readonly y: Points
  readonly width: Points
  readonly height: Points
}

/** The colour space of the marks, as resources name it: all plates, /Separation /All (ISO 32000-1, 8.6.6.4). */
const REGISTRATION = 'Registration'

const GAP = pointsFromMm(1)
const CROP_LENGTH = pointsFromMm(5)
const RADIUS = pointsFromMm(1.5)
const ARM = pointsFromMm(2.5)
/** Thin, but no hairline: 0.25 pt. */
export const MARK_WEIGHT = 0.25

/** The pass for the content of one page after the other. Marks print on all plates, so that each can be laid over the others. */
export function openMarks(document: PDFDocument, bleed: Points): (content: Content) => Revision {
  const { context } = document
  const tint = { FunctionType: 2, Domain: [0, 1], C0: [0, 0, 0, 0], C1: [1, 1, 1, 1], N: 1 }
  const space = context.register(context.obj(['Separation', 'All', 'DeviceCMYK', tint]))
  const pages = new Map(document.getPages().map((page) => [page.ref, page]))
  return ({ page: ref, resources }) => {
    const page = pages.get(ref)!
    page.node.set(PDFName.of('Resources'), resources) // it may have had none
    addResource(resources, 'ColorSpace', REGISTRATION, space)
    return overlay(drawMarks(page.getTrimBox(), bleed))
  }
}

/**
 * Crop marks at the corners, a registration mark in the middle of each side, all outside the bleed.
 * @param trim in default user space
 */
export function drawMarks({ x, y, width, height }: Rectangle, bleed: Points): Operation[] {
  const [right, top] = [x + width, y + height]
  const from = bleed + GAP
  const to = from + CROP_LENGTH
  const line = (x0: Points, y0: Points, x1: Points, y1: Points) => [op('m', x0, y0), op('l', x1, y1), op('S')]
  const crop = [
    ...[y, top].flatMap((at) => [
      ...line(x - to, at, x - from, at),
      ...line(right + from, at, right + to, at),
    ]),
    ...[x, right].flatMap((at) => [...line(at, y - to, at, y - from), ...line(at, top + from, at, top + to)]),
  ]
  const target = (cx: Points, cy: Points) => [
    ...circle(cx, cy),
    op('S'),
    ...line(cx - ARM, cy, cx + ARM, cy),
    ...line(cx, cy - ARM, cx, cy + ARM),
  ]
  const out = from + ARM
  const targets = [
    ...target(x + width / 2, y - out),
    ...target(x + width / 2, top + out),
    ...target(x - out, y + height / 2),
    ...target(right + out, y + height / 2),
  ]
  return [
    op('q'),
    new Operation('CS', [REGISTRATION]),
    op('SCN', 1),
    op('w', MARK_WEIGHT),
    ...crop,
    ...targets,
    op('Q'),
  ]
}

/** The part of a quarter circle's radius at which its control points lie (the usual approximation by a Bézier curve). */
const KAPPA = 0.5523

function circle(cx: Points, cy: Points): Operation[] {
  const [r, k] = [RADIUS, RADIUS * KAPPA]
  return [
    op('m', cx + r, cy),
    op('c', cx + r, cy + k, cx + k, cy + r, cx, cy + r),
    op('c', cx - k, cy + r, cx - r, cy + k, cx - r, cy),
    op('c', cx - r, cy - k, cx - k, cy - r, cx, cy - r),
    op('c', cx + k, cy - r, cx + r, cy - k, cx + r, cy),
    op('h'),
  ]
}

/** Draws something over a page, in the coordinates that the page began with. */
function overlay(operations: readonly Operation[]): Revision {
  let begun = false
  return {
    pass(operation, emit) {
      if (!begun) emit(op('q'))
      begun = true
      emit(operation)
    },
    end(emit) {
      if (begun) emit(op('Q'))
      operations.forEach(emit)
    },
  }
}

const op = (operator: string, ...numbers: readonly number[]): Operation =>
  new Operation(
    operator,
    numbers.map((value) => Math.round(value * 1000) / 1000),
  )
