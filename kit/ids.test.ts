import { expect, it } from 'vitest'
import { createIds, madeAt } from './ids.ts'

it('ids rise whatever becomes of the clock, and begin after the newest there is', () => {
  let now = 5_000
  const ids = createIds(() => now)
  const made = [ids.next(), ids.next()]
  now = 1_000
  made.push(ids.next())
  now = 6_000
  made.push(ids.next())
  expect(made.toSorted()).toEqual(made)
  expect(made.map(madeAt)).toEqual([5_000, 5_000, 5_000, 6_000])
  now = 100
  expect(createIds(() => now, made.at(-1)).next() > (made.at(-1) ?? '')).toBe(true)
})
