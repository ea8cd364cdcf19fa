/** Texts that were decoded twice are found, and texts that look a little like that are not. */
import { expect, test } from 'vitest'
import { findMojibake } from '../../src/read/mojibake.js'

/** From statements of unions and churches, with the letters and the punctuation of their languages. */
const TEXTS: Readonly<Record<string, string>> = {
  de: 'Wir fordern, dass die Nachtzüge für alle fahren. „Spaß“ und „Ä“ – größer als üblich … Straße»',
  fr: 'Nous voilà « là-bas » à l’été ; « la liberté… » et le « passé », où l’État répond : « ça suffit ! »',
  pt: 'A IRMÃ disse: “SÃO PAULO NÃO É A IRMÔ. A letra “Ô e a MAÇÃ… amanhã, às três, à noite.',
  es: '¿Qué pasó en ESPAÑA? «¡Basta ya!», gritó la compañera; “mañana”. El Ñ… N.º 5 – corazón',
  ru: 'Россия, СССР… Рёв и Сёмин: «В Москве» — Сё, Рё. № 5, «СССР», РСФСР—РФ',
  uk: 'Рік і річ, Різдво: «СІРІ ВОВКИ», Січ і Рівне. Ґанок, Єва, їжак – Рієка. РІВНЕ, СІЛЬ',
  sr: 'Сједињене, СЈАЈ, Рјазањ: „Љубав“ и Ђорђе, Његош, Џон; СРЋАН – РЏ',
  be: 'Рэспубліка Беларусь: «Рўчай», Сілы, РІГА і СІБІР; ўсё, ёсць — так.',
  is: 'Það er „BAÐ“ og ÞAÐ… Íslenzkt mál – þú, ég, æða, ÓÐ”',
  tr: 'İstanbul’da kâr, ÂŞIK… “HÂL”, çocuk, ğ, ş, ı — Ünlü',
  vi: 'Tiếng Việt: ĐÃ… “Â” là chữ cái; những người lao động ÂM THANH — độc lập',
  pl: 'Zażółć gęślą jaźń: „ŁÓDŹ” – spółdzielnia, Świętokrzyskie…',
  el: 'Οι εργαζόμενοι: «Ελευθερία» — Άμστερνταμ, ΰ… Ώρα',
  cs: 'Příliš žluťoučký kůň: „ÚPĚL“ ďábelské ódy – Řím…',
}

/** Node 20 takes windows-1252 for Latin-1. */
const asWindows1252 = (text: string) =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[\x80-\x9F]/g, (c) => '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ'[c.charCodeAt(0) - 128]!)
const windows = (label: string) => (text: string) => new TextDecoder(label).decode(Buffer.from(text))

test.each(Object.entries(TEXTS))('a text in %s is not taken for one that was decoded twice', (_, text) => {
  expect(findMojibake(text)).toBeUndefined()
  for (const word of text.split(' ')) expect(findMojibake(word)).toBeUndefined()
})

test.each(Object.entries(TEXTS))('a text in %s that was decoded twice is found', (_, text) => {
  expect(findMojibake(asWindows1252(text))).toBeDefined()
  expect(findMojibake(Buffer.from(text).toString('latin1'))).toBeDefined()
  expect(findMojibake(windows('windows-1251')(text))).toBeDefined()
})

test.each([
  ['Gewerkschaft fÃ¼r alle', 'fÃ¼r', 'für'],
  ['â€œPeaceâ€\u009d', 'â€œPeaceâ€\u009d', '“Peace”'],
  ['Ã–sterreich', 'Ã–sterreich', 'Österreich'],
  ['GRÃ–SSE', 'GRÃ–SSE', 'GRÖSSE'],
  ['voilÃ\u00A0 tout', 'voilÃ\u00A0', 'voilà'],
  ['Donâ€™t', 'Donâ€™t', 'Don’t'],
  ['РџСЂРѕС„СЃРѕСЋР·', 'РџСЂРѕС„СЃРѕСЋР·', 'Профсоюз'],
  ['ÐŸÑ€Ð¾Ñ„Ñ\u0081Ð¾ÑŽÐ·', 'ÐŸÑ€Ð¾Ñ„Ñ\u0081Ð¾ÑŽÐ·', 'Профсоюз'],
  ['MГјller', 'MГјller', 'Müller'],
  ['Союз вЂ“ сила', 'вЂ“', '–'],
  ['п÷я─п╬я└', 'п÷я─п╬я└', 'Проф'],
  ['Ïðîôñîþç', 'Ïðîôñîþç', 'Профсоюз'],
  ['ðÒÏÆÓÏÀÚ', 'ðÒÏÆÓÏÀÚ', 'Профсоюз'],
  ['æ°‘ä¸»', 'æ°‘ä¸»', '民主'],
])('«%s» is proposed as it should read', (text, written, meant) => {
  expect(findMojibake(text)).toEqual({ written, meant })
})
