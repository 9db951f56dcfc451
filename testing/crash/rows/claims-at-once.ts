import { ApiClient } from '../../api-client.ts'
import type { DeskProcess } from '../../desk-process.ts'
import { pause } from '../fleet.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const CLAIMS = 100
/** Of one team: every one of them may take its tickets. */
const AGENTS = ['shen', 'lin', 'chen', 'emma']
const TICKET_MS = 60_000
/** Decided for or against, or committed and decided later, where the machine is slow. */
const ANSWERS: readonly number[] = [200, 202, 409]

interface TicketSeen {
  readonly number: string
  readonly state: string
  readonly owner: { readonly key: string } | null
}
interface EventSeen {
  readonly type: string
}

/** A hundred claims of one ticket at the same moment: one agent has it, all others are told; then a reply meets the closing of its ticket. */
export const scenario: Scenario = {
  rows: [90],
  title: 'a hundred claims at once; a reply while the ticket is closed',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, ledger, customers, settle } = await stage.set()
    const desks = [await fleet.start(0), ...(home.services ? [await fleet.start(1)] : [])]
    const api = (turn: number) => new ApiClient(desks[turn % desks.length] as DeskProcess)
    const rounds = stage.rounds(4, 50)
    const problems: string[] = []
    let [refused, tooLate] = [0, 0]
    for (let round = 0; round < rounds; round++) {
      const words = customers.fresh()
      await customers.say(words)
      const number = await ticketOf(api(0), words.customer)
      const command = async (turn: number, as: string, name: string, token: string | null) => {
        const args = token ? { text: `您好，已为您登记 ${token}` } : {}
        const { status } = await api(turn).call('POST', `/v1/tickets/${number}/commands`, {
          as,
          command: name,
          id: `${name}-${turn}-${number}`,
          args,
        })
        ledger.add({ is: 'command', command: name, ticket: number, status, token })
        return status
      }
      const claims = await Promise.all(
        Array.from({ length: CLAIMS }, async (_, i) => {
          const as = AGENTS[i % AGENTS.length] ?? ''
          return { as, status: await command(i, as, 'take', null) }
        }),
      )
      const owner = await ownerOf(api(1), number)
      const winners = new Set(claims.filter(({ status }) => status === 200).map(({ as }) => as))
      refused += claims.filter(({ status }) => status === 409).length
      if ([...winners].some((winner) => winner !== owner))
        problems.push(`${number} is ${owner}'s; told that they have it: ${[...winners].join(', ')}`)
      const odd = claims.filter(({ status }) => !ANSWERS.includes(status))
      if (odd.length > 0) problems.push(`${number}: claims answered ${[...new Set(odd.map(({ status }) => status))].join(', ')}`)
      const { events } = await api(0).get<{ events: EventSeen[] }>(`/v1/tickets/${number}/events?limit=200`)
      const taken = events.filter(({ type }) => type === 'taken').length
      if (taken !== 1) problems.push(`${number} was taken ${taken} times`)

      // The owner replies and another lead closes: whichever comes first, a reply that counts as done was said.
      const token = `C${round}-${number}`
      const [replied] = await Promise.all([command(1_000, owner, 'reply', token), command(1_001, owner, 'resolve', null)])
      if (replied >= 400) tooLate++
      const said = await api(1).get<{ messages: { text: string }[] }>(`/v1/messages?conversation=${words.customer}&limit=200`)
      const there = said.messages.filter(({ text }) => text.endsWith(` ${token}`)).length
      if (replied === 200 ? there !== 1 : replied >= 400 && there !== 0)
        problems.push(`reply ${token} was answered ${replied} and is there ${there} times`)
      stage.progress(`round ${round + 1}/${rounds}`)
    }
    return judge(await settle(), { rounds, claims: rounds * CLAIMS, refused, tooLate }, [
      [problems.length === 0, problems.slice(0, 5).join('\n')],
    ])
  },
}

async function ticketOf(api: ApiClient, customer: string): Promise<string> {
  for (const end = Date.now() + TICKET_MS; Date.now() < end; await pause(30)) {
    const found = (await api.get<{ tickets: (TicketSeen & { customer: { name: string | null } })[] }>('/v1/tickets?limit=20')).tickets.find(
      (each) => each.customer.name === customer,
    )
    if (found) return found.number
  }
  throw new Error(`${customer} has no ticket`)
}

/** Who has it, once anybody has. */
async function ownerOf(api: ApiClient, number: string): Promise<string> {
  for (const end = Date.now() + TICKET_MS; Date.now() < end; await pause(100)) {
    const { owner } = await api.get<TicketSeen>(`/v1/tickets/${number}`)
    if (owner) return owner.key
  }
  throw new Error(`nobody got ${number}`)
}
