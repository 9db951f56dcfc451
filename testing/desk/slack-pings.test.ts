/** A channel that Slack holds back holds back nothing else: pings come when they are due. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIds } from '../../kit/ids.ts'
import { queueDeliveries } from '../../storage/outbound/queue-deliveries.ts'
import { type SlackDesk, slackDesk } from './slack-desk.ts'

const PINGS = 8
/** Slack takes about one message a second in one channel. */
const APART_MS = 1_200
const CHATTER = 100

let here: SlackDesk
beforeAll(async () => {
  here = await slackDesk({}, { channels: ['after-sales', 'customers', 'managers'] })
}, 120_000)
afterAll(() => here.stop())

/** The ticket’s first promise breaks then. */
async function breaksAt(number: string, due: number): Promise<void> {
  const { db } = here.desk
  const row = await db.kysely
    .selectFrom('ticket')
    .select(['id', 'fold'])
    .where('number', '=', Number(number.slice(2)))
    .executeTakeFirstOrThrow()
  const fold = JSON.parse(row.fold) as { promises: { kind: string; due: number }[] }
  for (const promise of fold.promises) if (promise.kind === 'first-response') promise.due = due
  await db.tx(async (tx) => {
    await tx
      .updateTable('ticket')
      .set({ fold: JSON.stringify(fold) })
      .where('id', '=', row.id)
      .execute()
    const timer = tx.updateTable('timer').set({ due_at: new Date(due) })
    await timer.where('ticket_id', '=', row.id).where('kind', '=', 'promise').where('subject', '=', 'first-response').execute()
  })
}

describe('while Slack holds back one channel', () => {
  it('pings of another are never more than a second behind', { retry: 2, timeout: 90_000 }, async () => {
    const { desk, slack } = here
    const tickets: string[] = []
    for (let i = 0; i < PINGS; i++)
      tickets.push((await desk.open(`late-${Date.now()}-${i}`, `我上周买的口红断了，订单号 2026011234${i}`)).number)
    const [limited, managers] = [slack.workspace.channel('after-sales'), slack.workspace.channel('managers')]
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
    const from = Date.now() + 2_000
    const dues = new Map(tickets.map((number, i) => [number, from + i * APART_MS]))
    for (const [number, due] of dues) await breaksAt(number, due)
    const pings = () => slack.front.calls.filter(({ method, args }) => method === 'chat.postMessage' && args['channel'] === managers)
    const pingOf = (number: string) => pings().find(({ args }) => String(args['text']).includes(`${number} `))
    await desk.until(async () => tickets.every(pingOf), 40_000)
    const behind = [...dues].map(([number, due]) => (pingOf(number)?.at ?? Number.NaN) - due)
    expect(Math.max(...behind)).toBeLessThanOrEqual(1_000)
    expect(
      slack.front.calls.filter(({ args, answer }) => args['channel'] === limited && answer?.['error'] === 'ratelimited').length,
    ).toBeGreaterThan(2)
  })
})
