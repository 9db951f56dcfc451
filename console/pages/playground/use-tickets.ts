/** The tickets behind a room's cards: a card is worded, so its deadlines are asked for apart to be counted down. */
import { useEffect, useState } from 'react'
import { getTickets } from '../api.ts'
import type { Post, TicketRow } from '../api-types.ts'

const SETTLE_MS = 600

/** Asked again shortly after any card of the room was drawn or redrawn. */
export function useTickets(team: string | null, posts: readonly Post[]): ReadonlyMap<number, TicketRow> {
  const [tickets, setTickets] = useState<ReadonlyMap<number, TicketRow>>(new Map())
  let drawn = 0
  for (const post of posts) if (post.kind === 'card') drawn = Math.max(drawn, post.rev)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` says that a card changed
  useEffect(() => {
    let current = true
    const timer = setTimeout(() => {
      getTickets({ ...(team === null ? {} : { team }), limit: 200 }).then(
        (answer) => current && setTickets(new Map(answer.tickets.map((ticket) => [ticket.number, ticket]))),
        // Without deadlines a card still says everything else.
        () => {},
      )
    }, SETTLE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [team, drawn])
  return tickets
}
