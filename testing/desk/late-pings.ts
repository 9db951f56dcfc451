/** Promises that break one after another, and how late the pings that tell of it come to the managers in Slack. */
import { createIds } from '../../kit/ids.ts'
import { queueDeliveries } from '../../storage/outbound/queue-deliveries.ts'
import type { SlackDesk } from './slack-desk.ts'

/** Slack takes about one message a second in one channel. */
const APART_MS = 1_200
const PATIENCE_MS = 60_000
const CHATTER = 100

/** The tickets’ first promises break one after another, the first `afterMs` from when that is written; answers when each does. */
export async function breakInTurn(
  here: SlackDesk,
  numbers: readonly string[],
  afterMs: number,
  apartMs = APART_MS,
): Promise<ReadonlyMap<string, number>> {
  return here.desk.db.tx(async (tx) => {
    const rows = await tx
      .selectFrom('ticket')
      .select(['id', 'number', 'fold'])
      .where(
        'number',
        'in',
        numbers.map((number) => Number(number.slice(2))),
      )
      .orderBy('number')
      .forUpdate()
      .execute()
    const from = Date.now() + afterMs
    const dues = new Map<string, number>()
    for (const [i, row] of rows.entries()) {
      const due = from + i * apartMs
      dues.set(`T-${row.number}`, due)
      const fold = JSON.parse(row.fold) as { promises: { kind: string; due: number }[] }
      for (const promise of fold.promises) if (promise.kind === 'first-response') promise.due = due
      await tx
        .updateTable('ticket')
        .set({ fold: JSON.stringify(fold) })
        .where('id', '=', row.id)
        .execute()
      const timer = tx.updateTable('timer').set({ due_at: new Date(due) })
      await timer.where('ticket_id', '=', row.id).where('kind', '=', 'promise').where('subject', '=', 'first-response').execute()
    }
    return dues
  })
}

/** So many tickets. */
export async function openTickets(here: SlackDesk, count: number, name: string): Promise<readonly string[]> {
  const numbers: string[] = []
  for (let i = 0; i < count; i++) numbers.push((await here.desk.open(`${name}-${i}`, `我上周买的口红断了，订单号 2026011234${i}`)).number)
  return numbers
}

/** By how much the ping of each of these tickets came after its promise broke, in milliseconds. */
export async function behind(here: SlackDesk, dues: ReadonlyMap<string, number>): Promise<readonly number[]> {
  const { desk, slack } = here
  const managers = slack.workspace.channel('managers')
  const pings = () => slack.front.calls.filter(({ method, args }) => method === 'chat.postMessage' && args['channel'] === managers)
  const pingOf = (number: string) => pings().find(({ args }) => String(args['text']).includes(`${number} `))
  await desk.until(async () => [...dues.keys()].every(pingOf), PATIENCE_MS + dues.size * APART_MS)
  return [...dues].map(([number, due]) => (pingOf(number)?.at ?? Number.NaN) - due)
}

/** From now on Slack puts off whatever goes into that channel, and there is much for it; answers how often it did, once it has. */
export async function holdBack(here: SlackDesk, channel: string): Promise<() => number> {
  const { desk, slack } = here
  const limited = slack.workspace.channel(channel)
  slack.front.faults.always = (method, args) => (method.startsWith('chat.') && args['channel'] === limited ? { limited: 2 } : null)
  const room = await desk.db.kysely.selectFrom('room').select('id').where('external', '=', limited).executeTakeFirstOrThrow()
  const ids = createIds()
  const chatter = Array.from({ length: CHATTER }, (_, i) => ({
    id: ids.next(),
    room_id: room.id,
    kind: 'text',
    body: JSON.stringify({ text: `${i}` }),
    held: false,
  }))
  await desk.db.tx(async (tx) => queueDeliveries(tx, chatter))
  const refused = () =>
    slack.front.calls.filter(({ args, answer }) => args['channel'] === limited && answer?.['error'] === 'ratelimited').length
  await desk.until(async () => refused() > 0, PATIENCE_MS)
  return refused
}
