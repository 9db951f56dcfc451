import { expect, it } from 'vitest'
import { OneByOne } from './one-by-one.ts'

it('lets those who come together begin in the order they came, each in a round of its own', async () => {
  let round = 0
  let going = true
  const count = (): void => {
    round++
    if (going) setImmediate(count)
  }
  setImmediate(count)
  const begins = new OneByOne()
  const began: { who: number; round: number }[] = []
  await Promise.all(
    [0, 1, 2, 3, 4].map(async (who) => {
      await begins.next()
      began.push({ who, round })
    }),
  )
  going = false
  expect(began.map(({ who }) => who)).toEqual([0, 1, 2, 3, 4])
  expect(new Set(began.map((one) => one.round)).size).toBe(5)
})

it('keeps nobody waiting who comes alone', async () => {
  const begins = new OneByOne()
  await begins.next()
  await new Promise((resolve) => setImmediate(resolve))
  let began = false
  void begins.next().then(() => {
    began = true
  })
  await Promise.resolve()
  await Promise.resolve()
  await Promise.resolve()
  expect(began).toBe(true)
})
