/** The shipped statement is its authors' text to the letter. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { textOf } from '../../src/model/block.js'
import { openProject } from '../../src/project.js'

const original = readFileSync('test/fixtures/statement.txt', 'utf8')
const russian = original.indexOf('Совместное заявление коммунистических')
const spanish = original.indexOf('Comunicado Conjunto de Partidos')
const texts: Readonly<Record<string, string>> = {
  en: original.slice(0, russian),
  ru: original.slice(russian, spanish),
  es: original.slice(spanish),
}
const words = (text: string): string[] => text.split(/\s+/).filter(Boolean)

const { project, findings } = await openProject(resolve('.'), resolve('out'))

test('the shipped publication has no errors', () => {
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
})

describe.each(['en', 'ru', 'es'])('%s', (tag) => {
  const statement = project!.publication.statements.find(({ lang }) => lang === tag)!
  // The numbers are the only thing that may be marked otherwise: «1.» or «1)».
  const own = texts[tag]!.replace(/^(\d+)[.)]/gm, '$1')

  test('has the words of the original, in their order', () => {
    const parts = [
      ...(statement.date ? [statement.date.text] : []),
      statement.title.text,
      statement.subtitle!.text,
      ...statement.body.map((block) => `${block.id} ${textOf(block)}`),
    ]
    const end = tag === 'en' ? own.indexOf('The statement is open') : own.length
    expect(words(parts.join(' '))).toEqual(words(own.slice(0, end)))
  })

  test('has the original’s typography in its paragraphs', () => {
    for (const block of statement.body)
      expect(own.replace(/\s+/g, ' ')).toContain(textOf(block).replace(/\s+/g, ' '))
  })
})

test('the English text has its date line and closing, and the signatories are in the order given', () => {
  const english = project!.publication.statements[0]!
  expect(english.closing!.text).toBe('The statement is open for further subscriptions')
  const list = texts.en!.slice(texts.en!.indexOf('The statement is open'))
  const told = project!.publication.groups.flatMap(({ title, signatories }) => [
    title.get('en')!.text,
    ...signatories.map(({ names }, index) => `${index + 1}. ${names.get('en')!.text}`),
  ])
  expect(words([english.closing!.text, ...told].join(' '))).toEqual(words(list))
  expect(project!.publication.groups.map(({ signatories }) => signatories.length)).toEqual([20, 3])
})
