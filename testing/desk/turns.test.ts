/** How bursts become turns and turns tickets, whatever a model does meanwhile; and row 37 of the fault catalogue, an item that nobody can decide. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDesk, freshDesk } from '../desk-template.ts'
import { plain, type Told, toldReader } from './told-reader.ts'

const READ_MS = 1_500
const usual = plain()
const reader = toldReader((text, view) => {
  if (text.includes('HANG')) return new Promise<never>(() => undefined)
  if (text.includes('THROW')) throw new Error('the model is down')
  if (text.includes('NONSENSE'))
    return [{ about: 'intent', matter: 0, intent: 'problem', confidence: 0.9, words: { message: 'nowhere', start: 0, end: 3 } }]
  if (text.includes('NOTHING')) return []
  if (text.includes('ANGRY')) return [{ ...(usual(text, view)[0] as Told), mood: 'angry' }]
  if (text.includes('HELP ME, A PERSON')) return [{ intent: 'human' }, { intent: 'problem', category: 'after-sales/quality' }]
  if (text.includes('CORRECTION')) return [{ intent: 'correction', category: 'after-sales/quality' }]
  if (text.includes('CHATTER')) return [{ intent: 'smalltalk' }]
  if (text.includes('SIZE')) return [{ intent: 'answer', field: { name: 'size', value: 'M' } }]
  return usual(text, view)
})

let desk: FreshDesk
beforeAll(async () => {
  desk = await freshDesk({ understand: reader, readMs: READ_MS })
}, 120_000)
afterAll(() => desk.stop())

const readsOf = (part: string) => reader.reads.filter((turn) => turn.messages.some((m) => m.text.includes(part)))
const turnsOf = async (customer: string) => {
  const { rows } = await sql<{ kind: string; state: string; messages: number; reads: number; why: string | null }>`
    select t.kind, t.state, t.messages, t.reads, t.why from turn t join conversation c on c.id = t.conversation_id
    join room r on r.id = c.room_id where r.external = ${customer} order by t.id`.execute(desk.db.kysely)
  return rows
}
const settled = (customer: string) =>
  desk.until(async () => {
    const turns = await turnsOf(customer)
    return turns.length > 0 && turns.every((t) => t.state === 'done') && turns
  })

describe('a burst', () => {
  it('is read once, as one turn', async () => {
    await desk.inOneBurst(() => Promise.all(['burst 1', 'burst 2', 'burst 3'].map((text) => desk.say('one', text))))
    await settled('one')
    expect(readsOf('burst 1').map((turn) => turn.messages.length)).toEqual([3])
    expect(await turnsOf('one')).toMatchObject([{ kind: 'words', messages: 3, state: 'done' }])
  })

  it('of twenty messages at once makes one turn at a time and no ticket twice', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => desk.say('twenty', `parallel ${i}`)))
    await desk.until(async () => (await desk.tickets('twenty')).length > 0)
    await settled('twenty')
    expect(await desk.tickets('twenty')).toHaveLength(1)
    expect((await desk.talk('twenty')).filter((m) => m.kind === 'customer')).toHaveLength(20)
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from ticket_message tm join message m on m.id = tm.message_id where m.text like 'parallel %'`.execute(
      desk.db.kysely,
    )
    expect(rows[0]?.n).toBe(20)
  })

  it('goes on while it is read: newer messages join the turn, which is then read again', async () => {
    const open = reader.hold()
    await desk.say('slow', 'first words')
    await desk.until(async () => readsOf('first words').length === 1)
    await desk.say('slow', 'second words')
    open()
    const ticket = await desk.until(async () => (await desk.tickets('slow'))[0])
    expect(ticket.summary).toContain('second words')
    expect(await turnsOf('slow')).toMatchObject([{ messages: 2, reads: 1, state: 'done' }])
    expect(await desk.told('slow', 'ack')).toHaveLength(1)
  })

  it('is committed as read when newer messages come a third time', async () => {
    let said = 0
    const open = [reader.hold()]
    await desk.say('endless', `endless ${said++}`)
    for (let i = 1; i <= 3; i++) {
      await desk.until(async () => readsOf('endless').length === i)
      await desk.say('endless', `endless ${said++}`)
      const go = open.pop()
      open.push(reader.hold())
      go?.()
    }
    open.pop()?.()
    await settled('endless')
    const turns = await turnsOf('endless')
    expect(turns.map((t) => t.reads)).toEqual([2, 0])
    expect(await desk.tickets('endless')).toHaveLength(1)
    reader.hold()()
  })

  it('ends with a command: what is said after it comes after it', async () => {
    const open = reader.hold()
    await desk.say('order', 'before the command')
    await desk.until(async () => readsOf('before the command').length === 1)
    await desk.say('order', '查进度')
    await desk.say('order', 'after the command')
    open()
    await settled('order')
    expect((await turnsOf('order')).map((t) => [t.kind, t.messages])).toEqual([
      ['words', 1],
      ['command', 1],
      ['words', 1],
    ])
    const [ticket] = await desk.tickets('order')
    expect(await desk.told('order', 'result')).toEqual([expect.stringContaining(ticket?.number ?? '')])
  })
})

describe('a model', () => {
  it.each(['THROW', 'HANG', 'NONSENSE'])('that answers with %s loses nothing: the words become a ticket for a person', async (what) => {
    const ticket = await desk.open(`broken-${what}`, `${what}: my kettle leaks`)
    expect(ticket).toMatchObject({
      category: 'other/unsorted',
      state: 'new',
      title: `${what}: my kettle leaks`,
      summary: `${what}: my kettle leaks`,
      missing: [],
    })
    expect(await desk.told(`broken-${what}`)).toEqual([expect.stringContaining(ticket.number)])
    await desk.card('general', ticket.number)
  })

  it('that fails later leaves the words with the ticket there is', async () => {
    const { number } = await desk.open('later', 'my kettle leaks')
    await desk.say('later', 'THROW more about it')
    await desk.until(async () => (await desk.thread('after-sales', number)).some((text) => text.includes('more about it')))
    expect(await desk.tickets('later')).toHaveLength(1)
    expect((await desk.told('later', 'ack')).at(-1)).toContain(number)
  })

  it('that finds nothing to settle gets a polite answer and no ticket', async () => {
    await desk.say('polite', 'NOTHING')
    await desk.until(async () => (await desk.told('polite')).length === 1)
    await desk.say('polite', 'CHATTER')
    await desk.until(async () => (await desk.told('polite')).length === 2)
    expect(await desk.tickets('polite')).toEqual([])
  })

  it('that hangs on one customer holds up nobody else, and no command', async () => {
    await desk.say('hanging', 'HANG for ever')
    await desk.until(async () => readsOf('HANG for ever').length > 0)
    await desk.open('others', 'my lamp is broken')
    await desk.say('others', '查进度')
    await desk.until(async () => (await desk.told('others', 'result')).length > 0)
    expect(await desk.tickets('hanging')).toEqual([])
    await desk.until(async () => (await desk.tickets('hanging')).length === 1)
  })

  it('takes an answer that belongs to nothing for a matter, not for nothing', async () => {
    expect(await desk.open('lost', 'CORRECTION: it was the blue one that broke')).toMatchObject({ category: 'after-sales/quality' })
  })

  it('reads a wish for a person told with a problem as one ticket', async () => {
    await desk.open('person', 'HELP ME, A PERSON')
    await settled('person')
    expect(await desk.tickets('person')).toMatchObject([{ category: 'after-sales/quality' }])
    // Nobody speaks until a person comes: nothing is asked.
    expect(await desk.told('person', 'question')).toEqual([])
  })
})

describe('a mood', () => {
  it('stays on the card when the next message tells none', async () => {
    const { number } = await desk.open('angry', 'ANGRY: it broke')
    expect((await desk.ticket(number)).mood).toBe('angry')
    await desk.say('angry', 'the order was last week')
    await settled('angry')
    expect((await desk.ticket(number)).mood).toBe('angry')
  })
})

describe('an item that cannot be decided', () => {
  it('goes to “Needs a person” after five tries while others flow, and can be tried again', async () => {
    await desk.open('poison', 'my mug is broken')
    await sql`update conversation set lang = 'xx' where room_id = (select id from room where external = 'poison')`.execute(desk.db.kysely)
    await desk.say('poison', '查进度')
    await desk.open('healthy', 'my lamp is broken')
    type Items = { items: { kind: string; id: string; what: string }[] }
    const item = await desk.until(async () => {
      // Nobody has to wait here for the pauses between its tries.
      await sql`update line set due_at = now() where due_at > now() and owner is null`.execute(desk.db.kysely)
      return (await desk.get<Items>('/v1/person')).items.find((each) => each.kind === 'turn')
    })
    expect(item.what).toContain('查进度')
    const { rows } = await sql<{
      tries: number
    }>`select tries from line where key = (select 'conv:' || id from conversation where lang = 'xx')`.execute(desk.db.kysely)
    expect(rows[0]?.tries).toBe(0)
    await sql`update conversation set lang = 'en' where lang = 'xx'`.execute(desk.db.kysely)
    expect((await desk.call('POST', `/v1/person/turn/${item.id}`, { do: 'retry' })).status).toBe(200)
    await desk.until(async () => (await desk.told('poison', 'result')).length === 1)
    expect((await desk.get<Items>('/v1/person')).items).toEqual([])
  })
})

describe('a number', () => {
  it('that no menu takes is read as words, and does not wait behind a model', async () => {
    const { number } = await desk.open('numbers', 'it broke')
    await desk.until(async () => (await desk.told('numbers', 'question')).length > 0)
    await desk.say('numbers', '7')
    await settled('numbers')
    expect((await turnsOf('numbers')).map((t) => t.kind)).toEqual(['words', 'choice'])
    expect(await desk.tickets('numbers')).toMatchObject([{ number }])
  })
})
