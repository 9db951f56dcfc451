/**
 * Row 13: two bots wired to each other. A customer whose account answers automatically answers whatever the desk says,
 * and the desk answers that; each of them alone would go on for ever.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardOf } from '../desk-client.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { plain, type Told, toldReader } from './told-reader.ts'

const AWAY = '我现在有事不在，稍后回复'
/** What the desk may say within a minute as it ships, and what a person is told on top of it who asks for people. */
const [MOST, PUT_THROUGH] = [5, 1]

const usual = plain()
const reader = toldReader((text, view) => (text === '转人工' ? [{ intent: 'human' } satisfies Told] : usual(text, view)))
let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk({ understand: reader })
}, 120_000)
afterAll(() => desk.stop())

/** Tests talk without the limit; a file that says nothing of it has the one that ships. */
const ship = async () => {
  const file = join(desk.dir, 'desk.yaml')
  await writeFile(file, (await readFile(file, 'utf8')).replace(/, answersPerMinute: \d+/, ''))
  expect((await desk.call('POST', '/v1/settings/reload', {})).status).toBeLessThan(300)
}

const rowsOf = async (bot: string) => {
  const { rows } = await sql<{ kind: string; own: boolean }>`
    select m.kind, m.author_id is null as own from message m join conversation c on c.id = m.conversation_id
    join room r on r.id = c.room_id where r.external = ${bot}`.execute(desk.db.kysely)
  return rows
}
/** What was said to the desk and is not decided yet, and what the desk said and has not gone. */
const pendingOf = async (bot: string) => {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from turn t join conversation c on c.id = t.conversation_id where c.room_id = r.id and t.state <> 'done')
      + (select count(*) from delivery d where d.room_id = r.id and d.state in ('queued', 'sending')) as n
    from room r where r.external = ${bot}`.execute(desk.db.kysely)
  return rows[0]?.n ?? 0
}
const whysOf = async (bot: string) => {
  const { rows } = await sql<{ why: string }>`
    select t.why from turn t join conversation c on c.id = t.conversation_id
    join room r on r.id = c.room_id where r.external = ${bot} and t.why is not null order by t.id`.execute(desk.db.kysely)
  return rows.map(({ why }) => why)
}

/** Answers each message of the desk at once, up to so many; answers how many it was sent, once the desk says no more. */
async function wired(bot: string, channel: string, most: number): Promise<number> {
  let sends = 0
  await desk.hear(channel, bot, 'my kettle leaks')
  for (;;) {
    const lent = await desk.until(async () => {
      const some = await desk.lent(channel)
      if (some.length > 0) return some
      return (await pendingOf(bot)) === 0 && (await desk.lent(channel))
    })
    if (lent.length === 0) return sends
    for (const { id } of lent) {
      sends++
      const { status } = await desk.call('POST', `/v1/channels/${channel}/deliveries/${id}/outcome`, { sent: {} })
      expect(status).toBeLessThan(300)
      if (sends > most) return sends
      await desk.hear(channel, bot, AWAY)
    }
  }
}

describe('Row 13: two bots wired to each other', () => {
  it('would go on for ever where the desk may answer as often as it is spoken to', async () => {
    expect(await wired('endless', 'echo', 12)).toBeGreaterThan(12)
  })

  it('hear the desk five times in a minute; all they said is kept, and the team sees it', async () => {
    await ship()
    expect(await wired('bot', 'shop', 100)).toBe(MOST)
    const alone = 3
    for (let i = 0; i < alone; i++) await desk.hear('shop', 'bot', AWAY)
    await desk.until(async () => (await pendingOf('bot')) === 0)
    const rows = await rowsOf('bot')
    expect(rows.filter(({ own }) => own)).toHaveLength(MOST)
    expect(rows.filter(({ kind }) => kind === 'customer')).toHaveLength(1 + MOST + alone)
    expect((await whysOf('bot')).at(-1)).toMatch(/kept silent .*said enough within a minute/)

    const [ticket, ...others] = await desk.tickets('bot')
    expect(others).toEqual([])
    const number = ticket?.number ?? ''
    const card = await desk.until(async () => {
      const shown = cardOf(await desk.card('after-sales', number, 'lin'))
      return shown?.lines.some(({ value }) => value.includes('对方可能是自动回复')) && shown
    })
    expect(card.lines.filter(({ value }) => value.includes('对方可能是自动回复'))).toHaveLength(1)
    const told = await desk.until(async () => {
      const thread = (await desk.thread('after-sales', number, 'lin')).join('\n')
      return thread.split(AWAY).length - 1 >= MOST + alone && thread
    })
    expect(told).toContain(AWAY)
    const metrics = await (await desk.desk.router.request('http://127.0.0.1/metrics', { headers: { host: '127.0.0.1' } })).text()
    expect(Number(/^relaydesk_unsaid_total (\d+)/m.exec(metrics)?.[1])).toBeGreaterThan(0)
  })

  it('are put through to people when one asks for them, and told so', async () => {
    await desk.hear('shop', 'bot', '转人工')
    await desk.until(async () => (await rowsOf('bot')).filter(({ own }) => own).length === MOST + PUT_THROUGH)
    const { rows } = await sql<{ speaker: string }>`
      select c.speaker from conversation c join room r on r.id = c.room_id where r.external = 'bot'`.execute(desk.db.kysely)
    expect(rows).toEqual([{ speaker: 'nobody' }])
  })

  it('hear the desk again when the minute has gone by', async () => {
    const own = async () => (await rowsOf('bot')).filter((row) => row.own).length
    await desk.hear('shop', 'bot', '查进度')
    await desk.until(async () => (await whysOf('bot')).at(-1)?.startsWith('asks how it stands; kept silent'))
    expect(await own()).toBe(MOST + PUT_THROUGH)
    await sql`update message set at = at - interval '61 seconds'`.execute(desk.db.kysely)
    await desk.hear('shop', 'bot', '查进度')
    await desk.until(async () => (await own()) === MOST + PUT_THROUGH + 1)
  })
})
