/** Agents who take tickets, answer customers and close, each command under an id of its own until there is an answer. */
import { ApiClient } from '../../api-client.ts'
import { type Fleet, pause } from '../fleet.ts'
import type { Ledger } from '../ledger.ts'
import type { Load } from './customers.ts'

const AGENTS = ['shen', 'lin', 'chen', 'emma']
const AGAIN_MS = 50
const MOST_TRIES = 400

interface TicketSeen {
  readonly number: string
  readonly state: string
}

/** Each agent takes the newest free ticket, replies once and resolves every second one. */
export function startAgents(fleet: Fleet, ledger: Ledger, betweenMs = 100): Load {
  let running = true
  let count = 0
  const command = async (as: string, ticket: string, name: string, token: string | null): Promise<number> => {
    const id = `k${count++}-${as}`
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const desk = fleet.any(count, 'console')
      const body = { as, command: name, id, args: token ? { text: `您好，已为您登记 ${token}` } : {} }
      const answer = desk ? await new ApiClient(desk).call('POST', `/v1/tickets/${ticket}/commands`, body).catch(() => null) : null
      if (answer && answer.status < 500) {
        ledger.add({ is: 'command', command: name, ticket, status: answer.status, token })
        return answer.status
      }
      await pause(AGAIN_MS)
    }
    return 0
  }
  const work = async (as: string, index: number) => {
    while (running) {
      await pause(betweenMs)
      const desk = fleet.any(index, 'console')
      const list = desk
        ? await new ApiClient(desk).get<{ tickets: TicketSeen[] }>('/v1/tickets?state=new&limit=20').catch(() => null)
        : null
      const ticket = list?.tickets[(index * 5) % Math.max(1, list.tickets.length)]
      if (!ticket || (await command(as, ticket.number, 'take', null)) !== 200) continue
      await command(as, ticket.number, 'reply', `R${index}-${count++}`)
      if (count % 2 === 0) await command(as, ticket.number, 'resolve', null)
    }
  }
  const all = AGENTS.map(work)
  return {
    stop: async () => {
      running = false
      await Promise.all(all)
    },
  }
}
