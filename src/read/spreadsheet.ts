/** What a spreadsheet shows in place of a value that it cannot work out, and formulas that were saved as they were written. */

/** Excel, LibreOffice Calc and Google Sheets, by language. */
const ERROR_VALUES = new Set(
  [
    'REF! NAME? N/A VALUE! DIV/0! NUM! NULL! SPILL! CALC! GETTING_DATA FIELD! BLOCKED! UNKNOWN! CONNECT! BUSY! EXTERNAL! TIMEOUT! ERROR! MACRO?', // en
    'BEZUG! NV WERT! ZAHL! ÜBERLAUF! KALK! FELD! BLOCKIERT! FEHLER!', // de
    'NOM? VALEUR! NOMBRE! NUL! PROPAGATION! EPARS! CHAMP! BLOQUE! ERREUR!', // fr
    'NOMBRE? VALOR! NÚM! NULO! DESBORDAMIENTO! CAMPO! ¡ERROR!', // es
    'RIF! NOME? N/D VALORE! NULLO! ESPANSIONE! ERRORE!', // it
    'N/DISP DESPEJAR! DESPEJO! EXCEDER! ERRO!', // pt
    'ADR! NAZWA? N/D! ARG! DZIEL/0! LICZBA! ZERO! ROZLANIE! ROZLANE! BŁĄD!', // pl
    'VERW! NAAM? N/B WAARDE! DEEL/0! GETAL! LEEG! OVERLOPEN!', // nl
    'ODKAZ! NÁZEV? NENÍ_K_DISPOZICI HODNOTA! DĚLENÍ_NULOU! ČÍSLO! PŘESAH! CHYBA!', // cs
    'NÁZOV? NEDOSTUPNÝ DELENIE_NULOU!', // sk
    'REFERENS! NAMN? SAKNAS! VÄRDEFEL! DIVISION/0! OGILTIGT! SKÄRNING! FEL!', // sv
    'VIITTAUS! NIMI? PUUTTUU! ARVO! JAKO/0! LUKU! TYHJÄ!', // fi
    'REFERENCE! NAVN? I/T VÆRDI!', // da
    'VERDI!', // nb
    'BAŞV! AD? YOK DEĞER! SAYI/0! SAYI! BOŞ! HATA!', // tr
    'HIV! NÉV? HIÁNYZIK ÉRTÉK! ZÉRÓOSZTÓ! SZÁM! NULLA!', // hu
    'ССЫЛКА! ИМЯ? Н/Д ЗНАЧ! ДЕЛ/0! ЧИСЛО! ПУСТО! ПЕРЕНОС! ВЫЧИСЛ! ПОЛЕ! ОШИБКА!', // ru
    "ПОСИЛАННЯ! ІМ'Я? ІМ’Я? ДІЛ/0! ПОМИЛКА!", // uk
    'СТОЙНОСТ! ИМЕ? ДЕЛ/0! ЧИСЛО!', // bg
    'ΑΝΑΦ! ΟΝΟΜΑ? ΑΝΑΦΟΡΑ! ΤΙΜΗ! ΔΙΑΙΡ./0! ΑΡΙΘ! Δ/Υ', // el
  ]
    .join(' ')
    .split(' '),
)

/** With or without the inverted marks of Spanish, and whatever stands for the space. */
const isErrorValue = (cell: string): boolean =>
  cell.startsWith('#') &&
  ERROR_VALUES.has(cell.slice(1).toUpperCase().replace(/^[¡¿]/, '').replace(/\s+/g, '_'))

/** LibreOffice numbers its errors. */
const NUMBERED =
  /^(?:Err|Fehler|Erreur|Error|Errore|Erro|Błąd|Fout|Chyba|Fel|Virhe|Fejl|Feil|Hata|Hiba|Ошибка|Помилка|Грешка|Σφάλμα|エラー)\.?\s?:\s?5\d\d$/iu

const REFERENCE = String.raw`\$?[A-Z]{1,3}\$?\d{1,7}`
const CALL = String.raw`[\p{Lu}_][\p{Lu}\d._]*\(`
const SHEET = String.raw`(?:'[^']+'|\w+)!\$?[A-Z]`
const COMMAND = String.raw`\w+\|`
/** «=» begins no name that goes on like this. */
const AFTER_EQUALS = new RegExp(
  `^(?:${REFERENCE}\\b|[\\p{L}_][\\p{L}\\d._]*\\(|${SHEET}|${COMMAND}|["#(+\\d-])`,
  'u',
)
/** A name may begin with +, - or @, and even have brackets: only a call of something that is no word, or a reference, is none. */
const AFTER_SIGN = new RegExp(
  `^(?:${REFERENCE}(?:[-+*/&:^]|$)|${CALL}(?:\\)|[^()]*(?:${REFERENCE}|["\\d;]|${CALL}))|${SHEET}|${COMMAND})`,
  'u',
)

/** What the cell holds in place of a value; undefined for anything that may be a name. */
export function spreadsheetLeftover(cell: string): 'error value' | 'formula' | undefined {
  if (isErrorValue(cell) || NUMBERED.test(cell)) return 'error value'
  const [, sign, rest] = /^'?([=+@-])\s*(.*)$/s.exec(cell) ?? []
  if (rest === undefined) return undefined
  return (sign === '=' ? AFTER_EQUALS : AFTER_SIGN).test(rest) ? 'formula' : undefined
}
