/** What `verify` proves, and names when it is not so. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Effect } from '../../bot/domain/effect.ts'
import { API_COMMANDS } from '../../bot/ports/say.ts'
import { createIds } from '../../kit/ids.ts'
import { writeCheckpoint } from '../../storage/audit/checkpoint.ts'
import { type VerifyReport, verify } from '../../storage/audit/verify.ts'
import { createConfigStore } from '../../storage/config-store.ts'
import { createConverseStore } from '../../storage/converse/converse-store.ts'
import type { Tx } from '../../storage/database.ts'
import { createIntakeStore } from '../../storage/intake/intake-store.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'

let desk: FreshDesk
let [first, second] = ['', '']
beforeAll(async () => {
  desk = await freshDesk()
  for (const customer of ['ann', 'bob']) {
    const { number } = await desk.open(customer, '我上周买的口红断了，订单号 20260112345，电话 13800001111，太气人了')
    await desk.command(number, 'lin', 'take')
    await desk.command(number, 'lin', 'reply', { text: '您好 \u{1F600}' })
    await desk.command(number, 'lin', 'resolve', { note: '已补发' })
    await desk.say(customer, '还是没解决，又断了')
    await desk.until(async () => (await desk.ticket(number)).state === 'open')
  }
  const tickets = await desk.db.kysely.selectFrom('ticket').select('id').orderBy('number').execute()
  ;[first = '', second = ''] = tickets.map((t) => t.id)
  // Changes of the last seconds belong to the next checkpoint.
  await sql`update ticket set changed_at = changed_at - interval '1 minute'`.execute(desk.db.kysely)
  expect(await writeCheckpoint(desk.db)).toBe(2)
}, 120_000)
afterAll(() => desk.stop())

class Undo extends Error {}

/** What verify says of data that somebody has tampered with; afterwards nothing has happened. */
async function tamperedWith(tamper: (tx: Tx) => Promise<unknown>): Promise<VerifyReport> {
  let report: VerifyReport | null = null
  await desk.db
    .tx(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await tamper(tx)
      report = await verify({ ...desk.db, kysely: tx, tx: (work) => work(tx), urgent: (work) => work(tx) })
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
  if (!report) throw new Error('verify said nothing')
  return report
}

describe('verify', () => {
  it('finds nothing wrong with what happened', async () => {
    const report = await verify(desk.db)
    expect(report.problems).toEqual([])
    expect([report.tickets, report.checkpoints]).toEqual([2, 1])
    expect(report.events).toBeGreaterThan(8)
  })

  it('finds no personal word in any event', async () => {
    const bodies = (await desk.db.kysely.selectFrom('ticket_event').select('body').execute()).map((row) => row.body).join('\n')
    for (const word of ['口红', '20260112345', '13800001111', '已补发', '您好']) expect(bodies).not.toContain(word)
  })

  it.each<[string, string, (tx: Tx) => Promise<unknown>]>([
    [
      'an event was changed',
      'event 2 was changed',
      (tx) => sql`update ticket_event set body = replace(body, 'taken', 'eaten') where ticket_id = ${first} and seq = 2`.execute(tx),
    ],
    [
      'an event in the middle is gone',
      'event 2 is missing',
      (tx) => sql`delete from ticket_event where ticket_id = ${first} and seq = 2`.execute(tx),
    ],
    [
      'the last event is gone',
      'does not stand at its history’s end',
      (tx) =>
        sql`delete from ticket_event where ticket_id = ${first} and seq = (select max(seq) from ticket_event where ticket_id = ${first})`.execute(
          tx,
        ),
    ],
    [
      'a fact was changed',
      'is not what the event says',
      (tx) => sql`update fact set value = 'something else' where ticket_id = ${first} and value = '20260112345'`.execute(tx),
    ],
    ['a fact is gone', 'is missing', (tx) => sql`delete from fact where ticket_id = ${first} and value = '20260112345'`.execute(tx)],
    [
      'a fact was emptied without an event that says so',
      'no event erased it',
      (tx) => sql`update fact set value = null, salt = null where ticket_id = ${first} and value = '20260112345'`.execute(tx),
    ],
    [
      'a fact was slipped in',
      'belongs to no event',
      (tx) =>
        sql`insert into fact (id, ticket_id, customer_id, salt, value) select ${'f'.repeat(32)}, ticket_id, customer_id, salt, value from fact where ticket_id = ${first} limit 1`.execute(
          tx,
        ),
    ],
    [
      'the ticket was changed',
      'is not what its history says',
      (tx) => sql`update ticket set fold = replace(fold, '"priority":"P2"', '"priority":"P4"') where id = ${first}`.execute(tx),
    ],
    ['a column was changed', 'an indexed column differs', (tx) => sql`update ticket set owner_id = null where id = ${first}`.execute(tx)],
    [
      'a column by which it is listed was changed',
      'an indexed column differs',
      (tx) => sql`update ticket set team = 'general' where id = ${first}`.execute(tx),
    ],
    [
      'the ticket is gone, but its history is there',
      'has a history but no ticket',
      (tx) => sql`delete from ticket where id = ${first}`.execute(tx),
    ],
    [
      'everything of the ticket is gone',
      'checkpoint 1 saw it',
      async (tx) => {
        for (const [table, column] of [
          ['fact', 'ticket_id'],
          ['ticket_event', 'ticket_id'],
          ['ticket', 'id'],
        ] as const)
          await sql`delete from ${sql.table(table)} where ${sql.ref(column)} = ${first}`.execute(tx)
      },
    ],
    ['a history was written anew from its start', 'checkpoint 1 saw it', async (tx) => rewrite(tx, first)],
    [
      'the ticket is gone from the checkpoint as well',
      'checkpoint 1 was changed',
      (tx) => sql`update checkpoint set heads = '[]'`.execute(tx),
    ],
  ])('names it when %s', async (_, problem, tamper) => {
    const { problems } = await tamperedWith(tamper)
    expect(problems.map((p) => p.what).join('\n')).toContain(problem)
    expect(problems.filter((p) => p.ticket === second)).toEqual(problem.includes('checkpoint 1 was') ? expect.anything() : [])
  })

  it('finds nothing wrong once personal words were erased by an event that says so', async () => {
    const facts = (await desk.db.kysely.selectFrom('fact').select('id').where('ticket_id', '=', second).execute()).map((f) => f.id)
    await change(second, [{ do: 'change', ticket: second, by: { kind: 'desk' }, change: { type: 'erased', facts } }])
    await sql`update fact set value = null, salt = null, erased_at = now() where ticket_id = ${second}`.execute(desk.db.kysely)
    expect((await verify(desk.db)).problems).toEqual([])
    const row = await desk.db.kysely.selectFrom('ticket').select(['fold', 'number']).where('id', '=', second).executeTakeFirstOrThrow()
    for (const word of ['口红', '20260112345', '13800001111']) expect(row.fold).not.toContain(word)
    const { tickets } = await desk.get<{ tickets: { number: string }[] }>(`/v1/tickets?q=${encodeURIComponent('口红')}`)
    expect(tickets.map((t) => t.number)).not.toContain(`T-${row.number}`)
  })
})

/** A forger who can hash: one word of the first event differs, and all links after it are right again. */
async function rewrite(tx: Tx, ticket: string): Promise<void> {
  const { createHash } = await import('node:crypto')
  const events = await tx.selectFrom('ticket_event').select(['seq', 'body']).where('ticket_id', '=', ticket).orderBy('seq').execute()
  let head = Buffer.alloc(32)
  for (const { seq, body } of events) {
    const forged = seq === 1 ? body.replace('"priority":"P2"', '"priority":"P3"') : body
    head = createHash('sha256').update(head).update(forged).digest()
    await sql`update ticket_event set body = ${forged}, hash = ${head} where ticket_id = ${ticket} and seq = ${seq}`.execute(tx)
  }
  await sql`update ticket set head = ${head}, fold = replace(fold, '"priority":"P2"', '"priority":"P3"') where id = ${ticket}`.execute(tx)
}

/** Changes a ticket as the desk does, by an event of its line. */
async function change(ticket: string, effects: readonly Effect[]): Promise<void> {
  const ids = createIds()
  const config = await createConfigStore(desk.db, ids)
  await desk.restart({ start: false })
  const { id } = await desk.db.kysely.selectFrom('agent').select('id').where('key', '=', 'he').executeTakeFirstOrThrow()
  await createIntakeStore(desk.db, ids, () => config.current()).take([
    {
      ...API_COMMANDS,
      room: { id: API_COMMANDS.room },
      key: ids.next(),
      at: Date.now(),
      from: { id },
      what: 'command',
      files: [],
      mentions: [],
      value: { action: 'erase', ticket },
      raw: null,
    },
  ])
  const view = () => ({
    config: config.current(),
    can: () => ({ text: { max: 8_000, unit: 'utf16' as const }, pulled: true, edit: false }),
  })
  const store = createConverseStore({ db: desk.db, ids, owner: 'eraser', view, roomOf: config.roomOf })
  const works = await store.claim('quick', 1, '')
  const { results } = await store.commit(works, () => ({
    effects,
    outcome: { code: 'done', facts: {} },
    why: 'erased',
    model: '',
    unsaid: 0,
  }))
  expect(results).toEqual(['done'])
}
