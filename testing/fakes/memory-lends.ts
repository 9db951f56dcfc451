/** A LendStore in memory: lends each outgoing until it is told, again after it was put back. */
import type { Outcome, Outgoing } from '../../bot/ports/channel.ts'
import type { LendStore } from '../../bot/ports/lend.ts'

export interface MemoryLends extends LendStore {
  /** Due next, oldest first. */
  readonly due: Outgoing[]
  readonly told: { readonly id: string; readonly outcome: Outcome }[]
}

export function createMemoryLends(channel: string): MemoryLends {
  const due: Outgoing[] = []
  const told: { id: string; outcome: Outcome }[] = []
  const lent = new Set<string>()
  return {
    due,
    told,
    lend: async (name, most) => {
      if (name !== channel) return { lent: [], rings: new Set() }
      const given = due.splice(0, most)
      for (const { id } of given) lent.add(id)
      return { lent: given, rings: new Set() }
    },
    settle: async (name, id, outcome) => {
      if (name !== channel || !lent.has(id)) return { known: false, rings: new Set() }
      if (told.some((each) => each.id === id)) return { known: true, rings: new Set() }
      told.push({ id, outcome })
      return { known: true, rings: new Set(['send'] as const) }
    },
  }
}
