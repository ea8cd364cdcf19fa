/** Values of a template's knobs: what each kind may be, so that nothing but a value gets into the style sheet. */
import { diagnose } from '../diagnostic.js'
import type { Place } from '../model/publication.js'
import type { Kind } from '../model/template.js'
import type { Report } from './text.js'

interface Form {
  readonly name: string
  readonly hint: string
  readonly form: RegExp
}

/** CSS Values and Units 4, 5 and 6; no signs: what a template measures is never less than nothing. */
const FORMS: Readonly<Record<Exclude<Kind, 'family'>, Form>> = {
  length: {
    name: 'length',
    hint: 'Write a number and its unit (pt, mm, cm, in, px or em): 9.5pt.',
    form: /^(\d+|\d*\.\d+)(pt|mm|cm|in|px|em)$|^0$/,
  },
  number: {
    name: 'number',
    hint: 'Write figures alone, with a decimal point: 1.25.',
    form: /^(\d+|\d*\.\d+)$/,
  },
  count: { name: 'whole number from 1 on', hint: 'Write figures alone: 2.', form: /^[1-9]\d*$/ },
  colour: {
    name: 'colour',
    hint: `Write # and six hexadecimal digits, in quotes: '#9b1c20'.`,
    form: /^#[0-9a-fA-F]{6}$/,
  },
}

/** Reports a value that is not of its kind. `families` are those of the template's faces. */
export function checkKnob(
  key: string,
  value: string,
  kind: Kind,
  families: readonly string[],
  at: Place,
  report: Report,
): void {
  const what = `«${key}»`
  if (kind === 'family') {
    if (families.includes(value)) return
    const hint = `Write one of its families, without quotes of CSS: ${families.join(', ')}.`
    report(diagnose('bad-value', at, { what, problem: `is no family of this template: «${value}»`, hint }))
  } else if (!FORMS[kind].form.test(value)) {
    const { name, hint } = FORMS[kind]
    report(diagnose('bad-value', at, { what, problem: `is no ${name}: «${value}»`, hint }))
  }
}

/** Points of the units that do not depend on a font. */
const POINTS: Readonly<Record<string, number>> = { pt: 1, px: 72 / 96, mm: 72 / 25.4, cm: 72 / 2.54, in: 72 }

/** Not a number if the length depends on a font. */
const inPoints = (length: string): number =>
  parseFloat(length) * (POINTS[length.replace(/^[\d.]+/, '')] ?? NaN)

/**
 * Reports lines that would lie on one another: «leading» is less than «text», or «names-leading» than «names».
 * @param ends the values of the knobs at the smallest setting and at the largest
 * @param at the place of a knob
 */
export function checkLeadings(
  ends: readonly ReadonlyMap<string, string>[],
  at: (knob: string) => Place,
  report: Report,
): void {
  for (const knob of ends[0]?.keys() ?? []) {
    const [, size = 'text'] = /^(?:(.+)-)?leading$/.exec(knob) ?? [undefined, '']
    const tight = ends.find((values) => inPoints(values.get(knob)!) < inPoints(values.get(size) ?? ''))
    if (tight)
      report(
        diagnose('tight-leading', at(size), {
          knob,
          leading: tight.get(knob)!,
          size,
          text: tight.get(size)!,
        }),
      )
  }
}
