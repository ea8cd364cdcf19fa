/** Values of a template's knobs: what each kind may be, so that nothing but a value gets into the style sheet. */
import { diagnose } from '../diagnostic.js'
import type { Place } from '../model/publication.js'
import type { Kind, Knob } from '../model/template.js'
import type { Report } from './text.js'

interface Form {
  readonly name: string
  readonly hint: string
  readonly form: RegExp
}

/** CSS Values and Units 4, 5 and 6; no signs: what a template measures is never less than nothing. */
const FORMS: Readonly<Record<Exclude<Kind, 'family' | 'choice'>, Form>> = {
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

/** Reports a value that is not of the knob's kind. `families` are those of the template's faces. */
export function checkKnob(
  key: string,
  value: string,
  { kind, choices }: Pick<Knob, 'kind' | 'choices'>,
  families: readonly string[],
  at: Place,
  report: Report,
): void {
  const what = `«${key}»`
  if (kind === 'family') {
    if (families.includes(value)) return
    const hint = `Write one of its families, without quotes of CSS: ${families.join(', ')}.`
    report(diagnose('bad-value', at, { what, problem: `is no family of this template: «${value}»`, hint }))
  } else if (kind === 'choice') {
    if (choices.includes(value)) return
    const hint = `Write one of these: ${choices.join(', ')}.`
    report(diagnose('bad-value', at, { what, problem: `cannot be “${value}”`, hint }))
  } else if (!FORMS[kind].form.test(value)) {
    const { name, hint } = FORMS[kind]
    report(diagnose('bad-value', at, { what, problem: `is no ${name}: «${value}»`, hint }))
  }
}
