import type { Bell, Work } from '../../kit/ports/bell.ts'

/** The bell of one process: also the last yard of a bell that reaches several. */
export interface LocalBell extends Bell {
  /** Whether somebody in this process waits for this kind now. */
  sleeps(work: Work): boolean
}

/**
 * The bell of one process. Listeners are called after the teller's own step, never within it, so that no
 * listener can delay or break whoever told. `onDropped` hears of listeners that threw.
 */
export function createInProcessBell(onDropped: (topic: string, error: unknown) => void = () => {}): LocalBell {
  const sleepers = new Map<Work, Set<() => void>>()
  const kept = new Set<Work>()
  const listeners = new Map<string, Set<{ readonly hear: (id: string) => void }>>()
  let closed = false

  return {
    ring(work) {
      if (closed) return
      const [first] = sleepers.get(work) ?? []
      if (first) first()
      else kept.add(work)
    },
    sleeps: (work) => (sleepers.get(work)?.size ?? 0) > 0,
    wait: (work, ms, signal) =>
      new Promise<void>((resolve) => {
        if (signal.aborted || kept.delete(work)) return resolve()
        const queue = sleepers.get(work) ?? new Set()
        sleepers.set(work, queue)
        const wake = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', wake)
          queue.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, ms)
        signal.addEventListener('abort', wake)
        queue.add(wake)
      }),
    tell(topic, id) {
      for (const listener of closed ? [] : (listeners.get(topic) ?? [])) {
        queueMicrotask(() => {
          if (!listeners.get(topic)?.has(listener)) return
          try {
            listener.hear(id)
          } catch (error) {
            onDropped(topic, error)
          }
        })
      }
    },
    listen(topic, hear) {
      const listener = { hear }
      const all = listeners.get(topic) ?? new Set()
      listeners.set(topic, all.add(listener))
      return () => void all.delete(listener)
    },
    // A wait after closing still lasts its time: a loop that has not noticed must not spin.
    close: async () => {
      closed = true
      kept.clear()
      listeners.clear()
      for (const wake of [...sleepers.values()].flatMap((queue) => [...queue])) wake()
    },
  }
}
