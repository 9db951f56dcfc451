/** How fast it goes while the machine's clock is behind it. */
const SLOWED = 0.9

/**
 * A clock that is never set back. Where the machine's is, it goes on, slower, until that has caught up; where the
 * machine's is set forward, or the machine slept, it follows at once.
 */
export function createSteadyClock(wall: () => number = Date.now, ticks: () => number = () => performance.now()): () => number {
  let last = wall()
  let tick = ticks()
  return () => {
    const now = ticks()
    last = Math.max(wall(), last + (now - tick) * SLOWED)
    tick = now
    return Math.floor(last)
  }
}
