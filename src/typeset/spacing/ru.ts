/** Spaces that must not break in Russian. */
import { INITIALS, NEUTRAL, type Spacing, words } from './preset.js'

/** Prepositions, conjunctions and particles of one and two letters. */
const proclitics = words('а в во да до за и из к ко на не ни но о об от по с со у')
const enclitics = words('б бы ж же ли ль')

export const RUSSIAN: Spacing = {
  ...NEUTRAL,
  proclitics,
  leaning: words('или что как для при под над без про через из-за между перед'),
  enclitics,
  beforeNumbers: words('стр. с. ст. п. пп. ч. гл. т. рис. табл. прил. д. кв. корп.'),
  beforeNames: words('г. д. ул. пл. пр. обл. им. тов. г-н г-жа'),
  // Without «с» and «В»: after a number they are prepositions more often than seconds and volts.
  afterNumbers: words(`
    г. гг. год года году годом годы годов годах
    мм см м км га м² км² м³ мг г кг т мл л мин ч Вт кВт МВт ГВт Гц МГц МБ ГБ ° °C € $ ₽ ₸ руб.
    тыс. млн млрд миллионов миллиарда миллиардов процентов`),
  counted: {
    letters: 8, // «сентября»
    except: [
      ...proclitics,
      ...enclitics,
      ...words(`
        или либо что как когда где для при под над без после среди между около перед через против он она они
        это их его её мы был была было были есть будет будут также уже ещё еще`),
    ],
  },
  phrases: ['и т. д.', 'и т. п.', 'и др.', 'и пр.', 'т. е.', 'т. к.', 'т. н.', 'т. о.', 'т. ч.', 'н. э.'],
  gaps: [
    ...NEUTRAL.gaps,
    ...INITIALS,
    // «Иванов И. И.», unless the initials belong to the name that follows: «в Москве И. И. Иванов».
    / (?<=(?<!\p{L})\p{Lu}\p{Ll}+ )(?=\p{Lu}\.(?: ?\p{Lu}\.)?(?! ?\p{Lu}[\p{L}.]))/gu,
    / (?<=(?<!\p{L})\p{Lu}\p{Ll}+ \p{Lu}\. )(?=\p{Lu}\.(?! ?\p{Lu}[\p{L}.]))/gu,
  ],
}
