/** Spaces that must not break in Spanish. */
import { GUILLEMETS, INITIALS, NEUTRAL, type Spacing, UNITS, words } from './preset.js'

const MONTHS = words(`
  enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre`)

const OF_TIME = ['a. m.', 'p. m.', 'a. C.', 'd. C.']

// A raya needs no rule: «—inciso—» has no space inside, and the space outside may break.
export const SPANISH: Spacing = {
  ...NEUTRAL,
  // A single letter at the end of a line is legal, and ugly.
  proclitics: words('a e o u y'),
  leaning: words('el la los las lo un una unos unas al de del en con por para sin que se su sus como ni no'),
  beforeNumbers: words(`
    n.º nº n.os núm. núms. art. arts. p. pp. pág. págs. cap. caps. fig. figs. vol. vols. t. párr.`),
  beforeNames: words('Sr. Sra. Srta. Sres. Sras. D. D.ª Dña. Dr. Dra. Prof.'),
  afterNumbers: [
    ...UNITS,
    ...words(`
      año años mes meses semana semanas día días hora horas minutos euros pesos dólares mil millón millones
      a.m. p.m.`),
    ...OF_TIME,
  ],
  phrases: ['EE. UU.', 'CC. OO.', 'FF. AA.', 'DD. HH.', 'RR. HH.', 'p. ej.', ...OF_TIME],
  gaps: [
    ...NEUTRAL.gaps,
    ...INITIALS,
    ...GUILLEMETS,
    // «18 de enero»
    new RegExp(` (?<=(?<!\\d)\\d{1,2} )(?=de (?:${MONTHS.join('|')})(?!\\p{L}))`, 'gu'),
  ],
}
