/** Events that come twice, late, broken or hostile; workers that die in between. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from '../../bot/desk.ts'
import type { LineWork } from '../../bot/ports/stores.ts'
import { createIds } from '../../kit/ids.ts'
import { createConfigStore } from '../../storage/config-store.ts'
import { createConverseStore } from '../../storage/converse/converse-store.ts'
import { createMint } from '../../storage/mint.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { plain, toldReader } from './told-reader.ts'

const reader = toldReader(plain())
let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk({ understand: reader })
}, 120_000)
afterAll(() => desk.stop())

const count = async (from: string, where: string) =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.table(from)} where ${sql.raw(where)}`.execute(desk.db.kysely)).rows[0]?.n

describe('the same event', () => {
  it('five times at once, and once more after a restart, is one message and one ticket', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => desk.say('twice', 'my kettle leaks', 'one-id')))
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.message}`)).size).toBe(1)
    await desk.until(async () => (await desk.tickets('twice')).length > 0)
    await desk.restart()
    const again = await desk.say('twice', 'my kettle leaks', 'one-id')
    expect([again.status, again.body.message]).toEqual([202, answers[0]?.body.message])
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await desk.talk('twice')).filter((m) => m.kind === 'customer')).toHaveLength(1)
    expect(await desk.tickets('twice')).toHaveLength(1)
  })

  it('with another text is refused, and the first stays', async () => {
    await desk.say('conflict', 'the first', 'same')
    expect(await desk.say('conflict', 'the second', 'same')).toMatchObject({ status: 409, body: { code: 'INPUT_CONFLICT' } })
    expect((await desk.talk('conflict')).filter((m) => m.kind === 'customer').map((m) => m.text)).toEqual(['the first'])
  })

  it('of a remote channel is known again, and a press of a button works once', async () => {
    const heard = [
      await desk.hear('shop', 'echo', 'hello, it broke', { key: 'k' }),
      await desk.hear('shop', 'echo', 'hello, it broke', { key: 'k' }),
    ]
    expect(heard.map(({ body }) => body.answers[0]?.taken)).toEqual(['new', 'again'])
    const { number } = await desk.until(async () => (await desk.tickets('echo'))[0])
    const card = await desk.card('after-sales', number, 'lin')
    const press = { id: 'press-once', as: 'lin', token: card.body.tokens?.['take'] }
    await Promise.all(Array.from({ length: 4 }, () => desk.call('POST', '/web/actions', press)))
    await desk.until(async () => (await desk.ticket(number)).owner?.key === 'lin')
    expect(await count('event', `what = 'action'`)).toBe(1)
  })
})

describe('events out of order', () => {
  it('within a burst are read in the order they were said', async () => {
    const at = Date.now()
    await desk.inOneBurst(async () => {
      await desk.hear('shop', 'late', 'second', { at: at + 20, order: '2' })
      await desk.hear('shop', 'late', 'first', { at, order: '1' })
      await desk.hear('shop', 'late', 'third', { at: at + 20, order: '3' })
    })
    const ticket = await desk.until(async () => (await desk.tickets('late'))[0])
    expect(ticket.summary).toBe('first; second; third')
  })

  it('leave an edit of what was never heard for a person to see, and apply one that can be', async () => {
    await desk.hear('shop', 'edits', 'it brok', { key: 'said' })
    await desk.hear('shop', 'edits', 'it broke', { key: 'edit-1', what: 'edit', value: { message: 'said' } })
    await desk.hear('shop', 'edits', 'never', { key: 'edit-2', what: 'edit', value: { message: 'not said' } })
    expect(await count('message', `text = 'it broke'`)).toBe(1)
    expect(await count('message_before_edit', `text = 'it brok'`)).toBe(1)
    const { items } = await desk.get<{ items: { kind: string; what: string }[] }>('/v1/person')
    expect(items.filter((item) => item.what.includes('not said'))).toHaveLength(1)
  })

  it('let nobody edit or take back the words of another', async () => {
    await desk.hear('shop', 'owner-of-words', 'my own words', { key: 'own' })
    await desk.hear('shop', 'thief', 'stolen words', { key: 'steal', what: 'edit', value: { message: 'own' } })
    await desk.hear('shop', 'thief', '', { key: 'steal-2', what: 'recall', value: { message: 'own' } })
    expect(await count('message', `text = 'my own words' and recalled_at is null`)).toBe(1)
    expect(await count('message', `text = 'stolen words'`)).toBe(0)
  })
})

describe('a hostile text', () => {
  it('with NUL and half characters is stored with those replaced, and becomes a ticket like any other', async () => {
    const ticket = await desk.open('nul', 'it\u0000 broke \ud83d and \udc00 again')
    expect(ticket.summary).toContain('broke')
    expect((await desk.talk('nul'))[0]?.text).toBe('it\ufffd broke \ufffd and \ufffd again')
    expect((await desk.command(ticket.number, 'lin', 'reply', { text: 'so\u0000rry \ud83d' })).status).toBe(200)
    expect(await desk.told('nul', 'reply')).toEqual(['so\ufffdrry \ufffd'])
  })

  it('of a megabyte is refused as too large, in REST and in a web room', async () => {
    const much = 'x'.repeat(1_000_000)
    expect(await desk.say('much', much)).toMatchObject({ status: 413, body: { code: 'INPUT_TOO_LARGE' } })
    expect((await desk.hear('shop', 'much', much)).status).toBe(413)
    expect((await desk.type('after-sales', 'lin', much)).status).toBe(413)
  })

  it('as long as may be makes a short title and a whole message', async () => {
    const long = '水壶漏水。'.repeat(4_000)
    const ticket = await desk.open('long', long)
    expect([...ticket.title].length).toBeLessThanOrEqual(60)
    expect([...ticket.summary].length).toBeLessThanOrEqual(300)
    expect((await desk.talk('long'))[0]?.text).toBe(long)
  })

  it('of marks that pile up, turn around or hide makes a card that can be read', async () => {
    const ticket = await desk.open(
      'zalgo',
      `it b${'\u0301'.repeat(2_000)}roke \u202eesrever\u202c\u200b <script>alert(1)</script> ${'👨‍👩‍👧‍👦'.repeat(50)}`,
    )
    expect(ticket.title).not.toMatch(/[\u202a-\u202e\u200b\n]/)
    expect(ticket.title.isWellFormed()).toBe(true)
  })

  it('full of SQL, HTML and prototype names is only words', async () => {
    const text = `'; drop table ticket; -- {"__proto__": {"x": 1}} \${jndi:ldap://x} %00 <img src=x onerror=alert(1)>`
    expect((await desk.open('sql', text)).summary).toContain('drop table ticket')
    expect(
      (await desk.get<{ tickets: unknown[] }>(`/v1/tickets?q=${encodeURIComponent(text.slice(0, 100))}`)).tickets.length,
    ).toBeGreaterThanOrEqual(0)
  })
})

/** Another worker of the same desk. */
async function another(fromMs = 1) {
  const ids = createIds()
  const config = await createConfigStore(desk.db, ids)
  const view = () => ({
    config: config.current(),
    can: () => ({ text: { max: 8_000, unit: 'utf16' as const }, pulled: true, edit: false }),
  })
  const mint = createMint(desk.db, ids)
  await mint.ready(fromMs)
  const store = createConverseStore({ db: desk.db, ids, owner: 'another', view, roomOf: config.roomOf })
  const commit = (works: readonly LineWork[]) =>
    store.commit(works, (work, fresh) =>
      decide(
        fresh,
        work.item.is === 'turn' ? { is: 'turn', turn: work.item.turn, understanding: null } : { is: 'event', event: work.item.event },
        mint,
      ),
    )
  return { store, commit }
}

describe('a worker that dies between claim and commit', () => {
  it('leaves the turn to the next, and its late commit changes nothing', async () => {
    const idle = await freshDesk({ understand: reader, start: false })
    const outer = desk
    desk = idle
    try {
      await desk.say('orphan', 'my kettle leaks')
      await sql`update line set due_at = now()`.execute(desk.db.kysely)
      const dead = await another()
      const works = await dead.store.claim('model', 16, 'told-1')
      expect(works).toHaveLength(1)
      const living = await another()
      expect(await living.store.claim('model', 16, 'told-1')).toEqual([])
      await sql`update line set until = now() - interval '1 second'`.execute(desk.db.kysely)
      await desk.start()
      await desk.until(async () => (await desk.tickets('orphan')).length === 1)
      expect((await dead.commit(works)).results).toEqual(['lost'])
      expect(await desk.tickets('orphan')).toHaveLength(1)
      expect(await desk.told('orphan', 'ack')).toHaveLength(1)
    } finally {
      desk = outer
      await idle.stop()
    }
  })

  it('with the whole desk is taken over at the next start without waiting for the lease', async () => {
    const idle = await freshDesk({ understand: reader, start: false })
    const outer = desk
    desk = idle
    try {
      await desk.say('crashed', 'my kettle leaks')
      await sql`update line set due_at = now()`.execute(desk.db.kysely)
      expect(await (await another()).store.claim('model', 16, 'told-1')).toHaveLength(1)
      const started = performance.now()
      await desk.restart({ understand: reader })
      await desk.until(async () => (await desk.tickets('crashed')).length === 1)
      expect(performance.now() - started).toBeLessThan(10_000)
    } finally {
      desk = outer
      await idle.stop()
    }
  })
})

describe('a desk with an item that cannot be decided', () => {
  it('starts all the same, and serves everybody else', async () => {
    const own = await freshDesk({ understand: reader, start: false })
    await own.say('poison', '查进度')
    await sql`update conversation set lang = 'xx'`.execute(own.db.kysely)
    await own.restart({ understand: reader })
    await own.say('healthy', '查进度')
    await own.until(async () => (await own.told('healthy')).length > 0)
    await own.stop()
  })
})

describe('a desk that is stopped while a model reads', () => {
  it('gives the turn back unread, and reads it after the next start', async () => {
    const own = await freshDesk({ understand: reader })
    const open = reader.hold()
    await own.say('stopped', 'my lamp is broken')
    await own.until(async () => reader.reads.some((turn) => turn.messages.some((m) => m.text === 'my lamp is broken')))
    const asked = performance.now()
    const restarting = own.restart({ understand: toldReader(plain('after-sales/repair')) })
    await restarting
    expect(performance.now() - asked).toBeLessThan(15_000)
    open()
    const ticket = await own.until(async () => (await own.tickets('stopped'))[0])
    expect(ticket.category).toBe('after-sales/repair')
    await own.stop()
  })
})
