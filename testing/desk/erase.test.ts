/** A customer's words taken away for good: nothing of them is left anywhere, and nothing else is touched. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verify } from '../../storage/audit/verify.ts'
import { createBlobs } from '../../storage/blobs/directory-blobs.ts'
import { eraseCustomer } from '../../storage/erase/erase-customer.ts'
import { type FreshDesk, freshDesk } from '../desk-template.ts'

/** Words that stand nowhere else in the database. */
const CANARY = ['口红断成金丝雀', '20269988123', '金丝雀巷七号', '金丝雀内部备注', '金丝雀答复', '金丝雀待批']
const NAME = 'canary-person'

let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk()
}, 120_000)
afterAll(() => desk.stop())

/** Every table that holds one of the words, the person's name or a file's hash. */
async function residue(words: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname::text as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`.execute(
    desk.db.kysely,
  )
  const found: string[] = []
  for (const { name } of rows) {
    if (name === 'desk_config' || name === 'model') continue
    const { rows: hits } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(name)} t where ${sql.join(
        words.map((word) => sql`t::text like ${`%${word}%`}`),
        sql` or `,
      )}`.execute(desk.db.kysely)
    found.push(...hits.map((hit) => `${name}: ${hit.row.slice(0, 200)}`))
  }
  return found
}

const upload = async (text: string): Promise<string> => {
  const request = { method: 'POST', headers: { host: '127.0.0.1' }, body: text }
  const answer = await desk.desk.router.request('http://127.0.0.1/web/files?name=photo.txt', request)
  return ((await answer.json()) as { blob: string }).blob
}
const filesThere = async () =>
  (await readdir(join(desk.dir, 'blobs'), { recursive: true }))
    .map((name) => name.split('/').at(-1) ?? '')
    .filter((name) => name.length === 64)

describe('a customer who is erased', () => {
  it('leaves tickets with their numbers, and no word of theirs in any table or file; everybody else keeps theirs', async () => {
    const [own, shared] = [await upload('a photo of the canary'), await upload('a photo everybody has')]
    const attach = (blob: string) => ({ name: '金丝雀巷七号.txt', mime: 'text/plain', size: 21, blob })
    const say = (customer: string, id: string, text: string, attachments: object[] = []) =>
      desk.call('POST', '/v1/messages', { customer: { id: customer, name: customer }, id, text, attachments })
    await say(NAME, 'c1', `我买的${CANARY[0]}，订单号${CANARY[1]}，太气人了`, [attach(own), attach(shared)])
    await say('somebody-else', 'e1', '我买的口红断了，订单号 20260112345，太气人了', [{ ...attach(shared), name: '大家都有.txt' }])
    const ticket = await desk.until(async () => (await desk.tickets(NAME))[0])
    const others = await desk.until(async () => (await desk.tickets('somebody-else'))[0])
    await say(NAME, 'c2', `寄到${CANARY[2]}，快点处理`)
    await desk.command(ticket.number, 'sun', 'take')
    await desk.command(ticket.number, 'sun', 'note', { text: `${CANARY[3]}` })
    await desk.command(ticket.number, 'sun', 'reply', { text: `您好，${CANARY[4]}` })
    await desk.until(async () => (await desk.told(NAME, 'reply')).length > 0)
    // One that a second person has to see stands on a card of its own, with a form to write it anew.
    await desk.command(ticket.number, 'sun', 'reply', { text: `保证收益，${CANARY[5]}` })
    await desk.until(async () => (await residue(['金丝雀待批'])).some((row) => row.startsWith('board_post')))
    await desk.until(
      async () => (await desk.db.kysely.selectFrom('delivery').select('id').where('state', '=', 'queued').execute()).length === 0,
    )
    const words = [...CANARY, NAME, own]
    expect((await residue(words)).length).toBeGreaterThan(10)
    const before = await residue(['somebody-else', '20260112345', '大家都有'])

    const blobs = createBlobs(join(desk.dir, 'blobs'))
    const dry = await eraseCustomer(desk.db, blobs, ticket.customer.id, { dry: true, config: 1 })
    expect(dry.erased).toMatchObject({ tickets: 1, activeTickets: 1, notes: 1, identities: 1, files: 1 })
    expect((await residue(words)).length).toBeGreaterThan(10)
    expect((await verify(desk.db)).problems).toEqual([])

    const { erased, left } = await eraseCustomer(desk.db, blobs, ticket.customer.id, { dry: false, config: 1 })
    expect([erased.facts, left]).toEqual([dry.erased.facts, []])
    expect(erased.facts).toBeGreaterThan(1)
    await desk.until(async () => (await residue(words)).length === 0)
    expect((await verify(desk.db)).problems).toEqual([])
    expect(await filesThere()).toEqual([shared])
    expect(await residue(['somebody-else', '20260112345', '大家都有'])).toEqual(before)

    const after = await desk.ticket(ticket.number)
    expect([after.number, after.state, after.title, after.fields.every((field) => field.value === null)]).toEqual([
      ticket.number,
      'open',
      null,
      true,
    ])
    expect((await desk.ticket(others.number)).title).toBe(others.title)
    const events = await desk.get<{ events: { text: string }[] }>(`/v1/tickets/${ticket.number}/events`)
    expect(events.events.at(-1)?.text).toMatch(/^Erased \d+ personal words$/)
  })

  it('is found again by nothing: who writes from the same address is somebody new, and once more is nothing to do', async () => {
    const [row] = await desk.db.kysely.selectFrom('customer').select('id').where('name', 'is', null).execute()
    const again = await eraseCustomer(desk.db, createBlobs(join(desk.dir, 'blobs')), row?.id ?? '', { dry: false, config: 1 })
    expect(again.erased).toMatchObject({ facts: 0, messages: 0, notes: 0, files: 0, identities: 0 })
    await desk.say(NAME, '我买的杯子碎了，订单号 20260112346')
    const ticket = await desk.until(async () => (await desk.tickets(NAME))[0])
    expect(ticket.customer.id).not.toBe(row?.id)
    expect((await verify(desk.db)).problems).toEqual([])
  })

  it('must be one the desk knows', async () => {
    await expect(eraseCustomer(desk.db, createBlobs(desk.dir), '0'.repeat(32), { dry: false, config: 1 })).rejects.toMatchObject({
      code: 'CUSTOMER_NOT_FOUND',
    })
  })
})
