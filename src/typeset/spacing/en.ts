/** Spaces that must not break in English. */
import { INITIALS, NEUTRAL, type Spacing, UNITS, words } from './preset.js'

const MONTHS = words(`
  January February March April May June July August September October November December`)

export const ENGLISH: Spacing = {
  ...NEUTRAL,
  // A choice: many English books let these two stand at the end of a line.
  proclitics: ['a', 'i'],
  leaning: words('the an and or nor but of in on at to by for from with as if than that into our its their'),
  beforeNumbers: words('no. nos. p. pp. vol. vols. fig. figs. ch. art. arts. sec. para. paras.'),
  beforeNames: words('Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Prof Prof. St St.'),
  afterNumbers: [
    ...UNITS,
    ...MONTHS,
    ...words('a.m. p.m. am pm percent million billion months minutes seconds'),
    'per cent',
  ],
  counted: {
    letters: 6, // A longer noun that goes to the next line opens too much of a river in this one.
    except: words(`
      a an the and or nor but so if as than that which who when while since until till of in on at by to for from
      with into over under about after before per is are was were be been has have had will would may might can
      could must should do did does not also then there they it we he she this these those where only`),
  },
  gaps: [
    ...NEUTRAL.gaps,
    ...INITIALS,
    // «January 18», not «January 2022»
    new RegExp(` (?<=(?<!\\p{L})(?:${MONTHS.join('|')}) )(?=\\d{1,2}(?!\\d))`, 'gu'),
  ],
}
