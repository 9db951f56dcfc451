import { expect, it } from 'vitest'
import { createSteadyClock } from './steady-clock.ts'

const HOUR = 3_600_000

it('a steady clock is its machine’s until that is set back, and again once that has caught up', () => {
  let [wall, tick] = [1_000 * HOUR, 0]
  const clock = createSteadyClock(
    () => wall,
    () => tick,
  )
  const pass = (ms: number) => {
    wall += ms
    tick += ms
    return clock() - wall
  }
  expect([pass(10), pass(HOUR)]).toEqual([0, 0])
  wall -= HOUR
  const before = clock()
  expect(before - wall).toBe(HOUR)
  expect(pass(1_000)).toBe(HOUR - 100)
  expect(clock()).toBe(before + 900)
  expect(pass(9 * HOUR)).toBeCloseTo(HOUR / 10 - 100, -1)
  expect(pass(2 * HOUR)).toBe(0)
  // Set forward, or woken from sleep.
  wall += HOUR
  expect(pass(1)).toBe(0)
})
