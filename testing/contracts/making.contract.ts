/** Tickets made on purpose: however often, by however many and in however many processes, one thing is made into one ticket. */
import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import { about, understood } from '../fakes/fixture-desk.ts'
import { messageOf, type StoresRig, type Worker } from './stores-rig.ts'

const web = (room: string, from: string, more: Partial<InboundEvent> = {}): InboundEvent =>
  messageOf(from, '', { channel: 'web', account: 'desk', room: { id: room }, from: { id: from, name: from }, ...more })
const emoji = (room: string, message: string, from = 'lin') =>
  web(room, from, { what: 'reaction', value: { emoji: 'ticket', given: true, message } })
const shortcut = (room: string, message: string, text = '', from = 'lin') =>
  web(room, from, { what: 'command', text, value: { action: 'create', message } })
const typed = (text: string, more: Partial<InboundEvent> = {}) => web('after-sales', 'lin', { text: `@bot ticket ${text}`, ...more })

/** Decides whatever is due for that worker, oldest first. */
async function decideAll(worker: Worker, kind: 'quick' | 'model' = 'quick'): Promise<void> {
  for (let works = await worker.converse.claim(kind, 8, 'v'); works.length > 0; works = await worker.converse.claim(kind, 8, 'v'))
    await worker.commit(works, kind === 'model' ? understood() : null)
}

const cases = {
  'an emoji and a shortcut on one message, and both again, make one ticket of its customer': async ({
    intake,
    worker,
    count,
  }: StoresRig) => {
    const said = web('ann', 'ann', { text: 'hello there' })
    await intake.take([said])
    await worker.commit(await worker.converse.claim('model', 8, 'v'), understood({ intent: 'smalltalk' }))
    expect(await count('ticket')).toBe(0)
    await intake.take([emoji('ann', said.key), shortcut('ann', said.key), emoji('ann', said.key)])
    await decideAll(worker)
    await intake.take([shortcut('ann', said.key)])
    await decideAll(worker)
    expect([
      await count('ticket', `customer_id = (select id from customer where name = 'ann')`),
      await count('ticket'),
      await count('ticket_source'),
      await count('ticket_message', `message_id = (select id from message where text = 'hello there')`),
      await count('delivery', `kind = 'whisper'`),
      await count('event', `outcome like '%"done"%'`),
    ]).toEqual([1, 1, 1, 1, 4, 4])
  },
  'two who press at once, each decided by another process, make one': async ({ intake, worker, other, pass, count }: StoresRig) => {
    const said = web('ann', 'ann', { text: 'hello there' })
    await intake.take([said, emoji('ann', said.key)])
    const first = await worker.converse.claim('quick', 8, 'v')
    await pass(16)
    // The first seems dead: its line is claimed by the second, and both decide.
    await intake.take([shortcut('ann', said.key)])
    const second = await other.converse.claim('quick', 8, 'v')
    const results = (await Promise.all([worker.commit(first), other.commit(second)])).flat()
    expect(results).toContain('lost')
    await pass(16)
    await decideAll(other)
    expect([await count('ticket'), await count('ticket_source')]).toEqual([1, 1])
  },
  'made before the desk has read the words, the ticket gets what the desk reads in them': async ({ intake, worker, count }: StoresRig) => {
    const said = web('ann', 'ann', { text: 'it broke' })
    await intake.take([said, emoji('ann', said.key)])
    const reading = await worker.converse.claim('model', 8, 'v')
    await decideAll(worker)
    expect(await worker.commit(reading, understood({ category: about('after-sales/quality') }))).toEqual(['done'])
    expect([await count('ticket'), await count('ticket', `category = 'after-sales/quality'`)]).toEqual([1, 1])
  },
  'of a message that belongs to a ticket none is made': async ({ intake, worker, count }: StoresRig) => {
    const said = web('ann', 'ann', { text: 'it broke' })
    await intake.take([said])
    await worker.commit(await worker.converse.claim('model', 8, 'v'), understood({ category: about('after-sales/quality') }))
    await intake.take([emoji('ann', said.key)])
    await decideAll(worker)
    expect([
      await count('ticket'),
      await count('ticket_source'),
      await count('delivery', `kind = 'whisper' and body like '%T-1%'`),
    ]).toEqual([1, 0, 1])
  },
  'of what a colleague said, and of what was not heard at all, one each, whoever presses how often': async ({
    intake,
    worker,
    count,
  }: StoresRig) => {
    const said = web('after-sales', 'lin', { text: 'the shelf fell' })
    await intake.take([said, emoji('after-sales', said.key), shortcut('after-sales', said.key, 'the shelf fell')])
    await intake.take([shortcut('after-sales', 'never-heard', 'call Ms Wu'), shortcut('after-sales', 'never-heard', 'call Ms Wu')])
    await intake.take([emoji('after-sales', 'not-heard-either')])
    await decideAll(worker)
    expect([
      await count('ticket'),
      await count('ticket_source'),
      await count('room', `channel = 'offline'`),
      await count('customer', 'name is null'),
      await count('event', `outcome like '%MESSAGE_UNHEARD%'`),
    ]).toEqual([2, 2, 2, 2, 1])
  },
  'typed words are one ticket however often they are brought, and find the customer they name': async ({
    open,
    intake,
    worker,
    count,
  }: StoresRig) => {
    const { number } = await open('ann', 'it broke')
    const events = [typed('customer=ann she rang'), typed(`customer=T-${number} she rang again`), typed('customer=Nobody a walk-in')]
    await intake.take([...events, ...events])
    await intake.take(events)
    await decideAll(worker)
    const ann = `(select id from customer where name = 'ann')`
    expect([
      await count('ticket'),
      await count('ticket', `customer_id = ${ann} and conversation_id = (select id from conversation where customer_id = ${ann})`),
      await count('customer', `name = 'Nobody'`),
      await count('delivery', `conversation_id = (select conversation_id from ticket where number = (select max(number) from ticket))`),
    ]).toEqual([4, 3, 1, 0])
  },
  'a name that two customers have is refused, and nothing is made': async ({ intake, worker, count }: StoresRig) => {
    await intake.take([
      web('ann-1', 'ann-1', { from: { id: 'ann-1', name: 'Ann' } }),
      web('ann-2', 'ann-2', { from: { id: 'ann-2', name: 'Ann' } }),
    ])
    await intake.take([typed('customer=Ann she rang')])
    await decideAll(worker)
    expect([await count('ticket'), await count('event', `outcome like '%CUSTOMER_AMBIGUOUS%'`)]).toEqual([0, 1])
  },
  'a client’s customer is met once, in the room that has its name': async ({
    intake,
    worker,
    command,
    config,
    count,
    agent,
  }: StoresRig) => {
    expect(config.current().version).toBeGreaterThan(0)
    const lin = await agent('lin')
    const rest = (text: string) => {
      const event = command(lin, 'create', '', { text, identity: 'c-9', name: 'Cid' })
      return { ...event, value: { action: 'create', input: event.value?.['input'] } }
    }
    await intake.take([rest('one'), rest('two')])
    await decideAll(worker)
    await intake.take([messageOf('c-9', 'and more', { channel: 'api' })])
    expect([
      await count('ticket', `customer_id = (select id from customer where name = 'Cid')`),
      await count('customer'),
      await count('room', `channel = 'api' and account = 'main' and external = 'c-9'`),
      await count('conversation'),
      await count('message', `conversation_id = (select conversation_id from ticket limit 1)`),
    ]).toEqual([2, 1, 1, 1, 1])
  },
  'an emoji, a shortcut or a slash command in a customer’s room makes nobody a customer': async ({ intake, worker, count }: StoresRig) => {
    const slash = web('ann', 'eve', { what: 'command', text: 'x', value: { command: '/ticket' } })
    await intake.take([emoji('ann', 'k', 'eve'), shortcut('ann', 'k', 'x', 'eve'), slash, emoji('ann', 'k')])
    await decideAll(worker)
    expect([
      await count('customer'),
      await count('conversation'),
      await count('message'),
      await count('ticket'),
      await count('event', `outcome like '%NOT_ALLOWED%'`),
      await count('event', `what = 'reaction'`),
    ]).toEqual([0, 0, 0, 0, 2, 1])
  },
} satisfies Record<string, (rig: StoresRig) => Promise<void>>

export function makingContract(name: string, start: () => Promise<StoresRig>): void {
  describe(`making tickets contract: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}
