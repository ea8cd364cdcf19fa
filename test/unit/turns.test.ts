import { expect, test } from 'vitest'
import { openTurns } from '../../src/print/turns.js'

test('only so many work at a time; lower ranks go first, then those who came first', async () => {
  const takeTurn = openTurns(2)
  const begun: string[] = []
  let end = () => {}
  const told = new Promise<void>((resolve) => (end = resolve))
  const start = (rank: number, name: string, until?: Promise<void>) =>
    takeTurn(rank, async () => {
      begun.push(name)
      await until
    })
  const all = [start(1, 'a', told), start(1, 'b', told), start(1, 'c'), start(1, 'd'), start(0, 'e')]
  expect(begun).toEqual(['a', 'b'])
  end()
  await Promise.all(all)
  expect(begun).toEqual(['a', 'b', 'e', 'c', 'd'])
})

test('a turn that fails is passed on', async () => {
  const takeTurn = openTurns(1)
  const failing = takeTurn(0, () => Promise.reject(new Error('no')))
  const next = takeTurn(0, () => Promise.resolve('yes'))
  await expect(failing).rejects.toThrow('no')
  await expect(next).resolves.toBe('yes')
})
