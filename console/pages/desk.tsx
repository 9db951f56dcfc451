/** The desk's people, teams and rooms, asked once and shared by all pages. */
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { getDesk } from './api.ts'
import type { Desk, Person, Team } from './api-types.ts'
import { type Asked, useAsk } from './hooks.ts'
import { useLanguage } from './language.tsx'
import { labelIn } from './texts/index.ts'

const DeskContext = createContext<Asked<Desk> | null>(null)

export function DeskProvider({ children }: { children: ReactNode }) {
  const asked = useAsk('desk', getDesk)
  return <DeskContext value={asked}>{children}</DeskContext>
}

export function useDesk(): Asked<Desk> {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk outside DeskProvider')
  return desk
}

export interface Names {
  readonly desk: string
  team(key: string): string
  /** An agent by id or key, a customer by id; anything else as it stands. */
  person(id: string | null): string
  agent(id: string | null): Person | undefined
}

/** Ids and keys as the reader knows them. */
export function useNames(): Names {
  const { data } = useDesk()
  const { lang, t } = useLanguage()
  return useMemo(() => {
    const agents = new Map((data?.agents ?? []).flatMap((agent) => [[agent.id, agent] as const, [agent.key, agent] as const]))
    const customers = new Map((data?.customers ?? []).map((customer) => [customer.id, customer.name]))
    const teams = new Map((data?.teams ?? []).map((team: Team) => [team.key, team]))
    const desk = labelIn(lang, data?.name, t.common.desk)
    return {
      desk,
      team: (key) => labelIn(lang, teams.get(key)?.labels, key),
      person: (id) => (id === null || id === 'desk' ? t.common.desk : (agents.get(id)?.name ?? customers.get(id) ?? id)),
      agent: (id) => (id === null ? undefined : agents.get(id)),
    }
  }, [data, lang, t])
}
