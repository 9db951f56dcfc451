/** What happens when a time has come; times are moved by SQL. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { plain, toldReader } from './told-reader.ts'

const tell: Parameters<typeof toldReader>[0] = (text, view) => {
  if (text.includes('INVOICE')) return [{ intent: 'problem', category: 'invoice/issue' }]
  if (text.includes('AGAIN')) return [{ intent: 'problem', category: 'after-sales/quality' }]
  return plain()(text, view)
}
let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk({
    understand: toldReader(tell),
  })
}, 120_000)
afterAll(() => desk.stop())

const idOf = async (number: string) =>
  (
    await desk.db.kysely
      .selectFrom('ticket')
      .select('id')
      .where('number', '=', Number(number.slice(2)))
      .executeTakeFirstOrThrow()
  ).id

/** Lets so many days pass for one ticket: its fold, its times and its timers become older. */
async function pass(number: string, days: number): Promise<void> {
  const id = await idOf(number)
  const ms = days * 24 * 3_600_000
  const age = sql`make_interval(days => ${days})`
  await desk.db.tx(async (tx) => {
    // What the desk does to the ticket meanwhile comes before or after.
    const { fold } = await tx.selectFrom('ticket').select('fold').where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
    const older = JSON.parse(fold, (key, value) =>
      typeof value === 'number' && ['due', 'openedAt', 'resolvedAt', 'closedAt'].includes(key) ? value - ms : value,
    ) as object
    await sql`update ticket set fold = ${JSON.stringify(older)}, opened_at = opened_at - ${age}, ended_at = ended_at - ${age} where id = ${id}`.execute(
      tx,
    )
    await sql`update timer set due_at = due_at - ${age} where ticket_id = ${id}`.execute(tx)
  })
}

const resolved = async (customer: string) => {
  const { number } = await desk.open(customer, 'my kettle leaks')
  await desk.command(number, 'lin', 'take')
  await desk.command(number, 'lin', 'resolve')
  return number
}

describe('a promise that is broken', () => {
  it('reaches the managers’ room and the thread, once', async () => {
    const { number } = await desk.open('waiting', 'my kettle leaks')
    await pass(number, 1)
    const told = async () => (await desk.room('managers', 'sun')).filter((p) => p.body.text?.includes(number))
    await desk.until(async () => (await told()).length > 0)
    expect((await told())[0]).toMatchObject({ kind: 'ping' })
    expect((await told())[0]?.body.text).toContain('首次响应')
    await desk.until(async () => (await desk.thread('after-sales', number)).some((text) => text.includes('首次响应')))
    expect((await desk.ticket(number)).promises[0]).toMatchObject({ kind: 'first-response', state: 'broken' })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await told()).toHaveLength(1)
  })

  it('is not one of a ticket that waits for the customer', async () => {
    const { number } = await desk.open('paused', 'my kettle leaks')
    await desk.command(number, 'lin', 'reply', { text: 'which one?', wait: 'true' })
    await pass(number, 5)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await desk.room('managers', 'sun')).filter((p) => p.body.text?.includes(number))).toEqual([])
    expect(await desk.ticket(number)).toMatchObject({ state: 'waiting' })
  })

  it('breaks nothing of a ticket that was resolved without a reply and is reopened days later', async () => {
    const number = await resolved('unanswered')
    await pass(number, 3)
    await desk.command(number, 'lin', 'reopen')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await desk.ticket(number)).promises.map((p) => [p.kind, p.state])).toEqual([
      ['first-response', 'kept'],
      ['resolution', 'running'],
    ])
  })
})

describe('seven days after it was resolved', () => {
  it('a ticket closes, and the same matter opens one that is linked to it', async () => {
    const number = await resolved('later')
    await pass(number, 7)
    await desk.until(async () => (await desk.ticket(number)).state === 'closed')
    await desk.say('later', 'my kettle leaks again')
    const next = await desk.until(async () => (await desk.tickets('later'))[1])
    const { fold } = await desk.db.kysely
      .selectFrom('ticket')
      .select('fold')
      .where('id', '=', await idOf(next.number))
      .executeTakeFirstOrThrow()
    expect((JSON.parse(fold) as { linked: string }).linked).toBe(await idOf(number))
    expect((await desk.ticket(number)).state).toBe('closed')
  })

  it('less a day it still opens again, and another matter does not open it', async () => {
    const number = await resolved('in-time')
    await pass(number, 6)
    await desk.say('in-time', 'INVOICE please')
    await desk.until(async () => (await desk.tickets('in-time')).length === 2)
    expect((await desk.ticket(number)).state).toBe('resolved')
    await desk.say('in-time', 'my kettle leaks AGAIN')
    await desk.until(async () => (await desk.ticket(number)).state === 'open')
    expect(await desk.tickets('in-time')).toHaveLength(2)
  })
})

describe('a question', () => {
  it('that was not answered ends, and the next in line is asked', async () => {
    const { number } = await desk.open('asked', 'my kettle leaks')
    await desk.say('asked', 'INVOICE please')
    await desk.until(async () => (await desk.tickets('asked')).length === 2)
    await desk.until(async () => (await desk.told('asked', 'question')).length === 1)
    await sql`update timer set due_at = now() where kind = 'question' and ticket_id = ${await idOf(number)}`.execute(desk.db.kysely)
    await desk.until(async () => (await desk.told('asked', 'question')).length === 2)
    const [first, second] = await desk.told('asked', 'question')
    expect([first?.includes(number), second?.includes(number)]).toEqual([true, false])
  })
})

describe('a snoozed ticket', () => {
  it('wakes by itself with its clocks running', async () => {
    const { number } = await desk.open('sleeper', 'my kettle leaks')
    await desk.command(number, 'lin', 'take')
    expect((await desk.command(number, 'lin', 'snooze', { minutes: '60' })).body.state).toBe('snoozed')
    await sql`update timer set due_at = now() where kind = 'wake' and ticket_id = ${await idOf(number)}`.execute(desk.db.kysely)
    await desk.until(async () => (await desk.ticket(number)).state === 'open')
    expect((await desk.ticket(number)).promises.map((p) => p.state)).toEqual(['running', 'running'])
  })

  it('wakes when the customer writes', async () => {
    const { number } = await desk.open('woken', 'my kettle leaks')
    await desk.command(number, 'lin', 'take')
    await desk.command(number, 'lin', 'snooze', { minutes: '60' })
    await desk.say('woken', 'any news?')
    await desk.until(async () => (await desk.ticket(number)).state === 'open')
  })
})
