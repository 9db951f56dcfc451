import type { OutcomeOf } from '../../bot/domain/effect.ts'
import type { Id } from '../../bot/domain/ticket.ts'
import type { Outcomes } from '../../bot/ports/reader.ts'
import { namedFailure } from '../../kit/fault.ts'
import type { Bell } from '../../kit/ports/bell.ts'

/** A told outcome may be lost, so it is also looked for this often. */
const LOOK_AGAIN_MS = 1_000

/**
 * Waits at most `ms` for what comes of the event that `begin` commits; null when it takes longer. Listens
 * before it begins, so that an outcome which is quicker than the answer is not missed. Once the event is
 * committed, a database that cannot be asked for a while is no failure of it: the outcome is only not known yet.
 */
export async function awaitOutcome(
  begin: () => Promise<Id>,
  outcomes: Outcomes,
  bell: Pick<Bell, 'listen'>,
  ms: number,
): Promise<{ readonly event: Id; readonly outcome: OutcomeOf | null }> {
  const heard = new Set<string>()
  let wake = () => {}
  const stop = bell.listen('outcome', (id) => {
    heard.add(id)
    wake()
  })
  try {
    const event = await begin()
    const end = performance.now() + ms
    for (;;) {
      const outcome = await outcomes.outcome(event).catch(unknownYet)
      const left = end - performance.now()
      if (outcome || left <= 0) return { event, outcome }
      if (heard.delete(event)) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(LOOK_AGAIN_MS, left))
        wake = () => {
          if (!heard.has(event)) return
          clearTimeout(timer)
          resolve()
        }
      })
    }
  } finally {
    stop()
  }
}

function unknownYet(error: unknown): null {
  if (namedFailure(error)?.code === 'UNAVAILABLE') return null
  throw error
}
