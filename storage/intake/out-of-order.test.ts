/**
 * Row 10: platforms bring what people said and did in any order, and in any company. A story of six events is told twice, once in
 * order and once shuffled and cut into other batches, and in the end both desks must say the same of it.
 * Not in it: an emoji on words that come after it while the card is still being posted. It may be for the card, and waits as
 * long as that does, no longer. What waits for its words is forgotten after a day, not after ten minutes: a platform brings
 * them again after an hour, and until then a person sees that a change waits.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../bot/ports/channel.ts'
import type { SendWork } from '../../bot/ports/stores.ts'
import { messageOf, type StoresRig, storesRig } from '../../testing/contracts/stores-rig.ts'
import { understood } from '../../testing/fakes/fixture-desk.ts'
import { sized } from '../../testing/full-size.ts'
import { DATABASE_NAME, databaseOfFile } from '../../testing/services/fresh-database.ts'
import type { Db } from '../database.ts'

const RUNS = sized(20, 2_000)
const PATIENCE_MS = sized(60_000, 600_000)
const SEED = 10

const database = databaseOfFile()
let db: Db
let rig: StoresRig
beforeAll(async () => {
  db = await database.open()
  rig = await storesRig(db)
}, 120_000)
afterAll(database.close)

/** Who tells what, in the order of the telling. `of`: what it changes, or was given to; `again`: the very same once more. */
interface Told {
  readonly by: 'customer' | 'lin'
  readonly what: InboundEvent['what']
  readonly text?: string
  readonly of?: string
  readonly again?: string
}

/** All that may be in a story, in the order it was done. A change whose first words are not in the story stays an orphan. */
const TOLD: Readonly<Record<string, Told>> = {
  words: { by: 'customer', what: 'message', text: 'the handel came off' },
  'words-mended': { by: 'customer', what: 'edit', text: 'the handle came off', of: 'words' },
  'more-words': { by: 'customer', what: 'message', text: 'order 8812315900' },
  'words-mended-again': { by: 'customer', what: 'edit', text: 'the handle came off today', of: 'words' },
  'words-again': { by: 'customer', what: 'message', text: 'the handel came off', again: 'words' },
  'words-gone': { by: 'customer', what: 'recall', of: 'words' },
  'more-gone': { by: 'customer', what: 'recall', of: 'more-words' },
  note: { by: 'lin', what: 'message', text: 'look at the stok' },
  'eyes-on-note': { by: 'lin', what: 'reaction', of: 'note' },
  'note-mended': { by: 'lin', what: 'edit', text: 'look at the stock', of: 'note' },
  'note-mended-again': { by: 'lin', what: 'edit', text: 'look at the stock first', of: 'note' },
  'note-gone': { by: 'lin', what: 'recall', of: 'note' },
  reply: { by: 'lin', what: 'message', text: 'reply: it leaves tody' },
  'reply-mended': { by: 'lin', what: 'edit', text: 'reply: it leaves today', of: 'reply' },
  'reply-again': { by: 'lin', what: 'message', text: 'reply: it leaves tody', again: 'reply' },
  'reply-gone': { by: 'lin', what: 'recall', of: 'reply' },
  'eyes-on-card': { by: 'lin', what: 'reaction' },
}
const NAMES = Object.keys(TOLD)
const inOrder = (story: readonly string[]) => NAMES.filter((name) => story.includes(name))

/** How a story is brought: which events end a batch, after which batches the desk decides, and when it learns where its card stands. */
interface Way {
  readonly ends: readonly boolean[]
  readonly decides: readonly boolean[]
  readonly cardAfter: number
}
const PLAINLY: Way = { ends: Array<boolean>(6).fill(true), decides: Array<boolean>(6).fill(true), cardAfter: 0 }

const flags = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 })
const way: fc.Arbitrary<Way> = fc.record({ ends: flags, decides: flags, cardAfter: fc.nat(6) })
const shuffled = (names: readonly string[]) => fc.shuffledSubarray([...names], { minLength: 6, maxLength: 6 })
/** Anything at all, and stories in which everything hangs on something else. */
const story = fc.oneof(
  shuffled(NAMES),
  shuffled(['words', 'words-mended', 'more-words', 'words-mended-again', 'words-again', 'words-gone']),
  shuffled(['words', 'words-mended', 'note', 'note-mended', 'reply', 'reply-mended']),
  shuffled(['note', 'eyes-on-note', 'note-mended', 'note-mended-again', 'reply', 'reply-gone']),
  shuffled(['note', 'note-gone', 'eyes-on-note', 'reply', 'reply-again', 'reply-mended']),
)

describe(`Row 10: events out of order (${DATABASE_NAME})`, () => {
  it(
    'leave the desk as the same events in order do',
    async () => {
      await fc.assert(
        fc.asyncProperty(story, way, async (names, how) => {
          expect(await tell(names, how)).toEqual(await tell(inOrder(names), PLAINLY))
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      )
    },
    PATIENCE_MS,
  )
})

let told = 0
async function tell(names: readonly string[], { ends, decides, cardAfter }: Way) {
  if (told++ % 20 === 0) rig = await storesRig(db)
  await sendAll()
  const customer = `ann-${told}`
  const ticket = await rig.open(customer, 'it broke')
  const card = `card-${told}`
  const posting = await cardInHand()
  const arrives = () => rig.worker.send.settle([{ work: posting, outcome: { sent: { ref: card } } }])
  const start = Date.now() - 60_000
  const events = names.map((name) => eventOf(name, customer, card, start))
  let batch: InboundEvent[] = []
  let batches = 0
  const known = names.includes('eyes-on-note') ? 0 : cardAfter
  if (known === 0) await arrives()
  for (const [i, event] of events.entries()) {
    batch.push(event)
    if (!ends[i] && i < events.length - 1) continue
    await rig.intake.take(batch)
    batch = []
    batches++
    if (decides[i]) await decideAll(ticket.id)
    if (batches === known) await arrives()
  }
  if (batches < known) await arrives()
  await rig.pass(1)
  await decideAll(ticket.id)
  return outcomeOf(customer, ticket.id, card)
}

function eventOf(name: string, customer: string, card: string, start: number): InboundEvent {
  const { by, what, text, of, again } = TOLD[name] as Told
  const key = (each: string) => `${card}/${each}`
  const team = { channel: 'web', account: 'desk', room: { id: 'after-sales', thread: what === 'reaction' && of ? key(of) : card } }
  const { text: _, ...event } = messageOf(customer, '', by === 'lin' ? { ...team, from: { id: 'lin' } } : {})
  const about = what === 'reaction' ? { emoji: 'eyes', given: true, message: of ? key(of) : card } : { message: key(of ?? '') }
  return {
    ...event,
    key: key(again ?? name),
    at: start + NAMES.indexOf(again ?? name) * 1_000,
    what,
    ...(text === undefined ? {} : { text }),
    ...(what === 'message' ? {} : { value: about }),
  }
}

/** The posting of the only card that is not there yet, in hand: people see it, and the desk does not know where. */
async function cardInHand(): Promise<SendWork> {
  const [work, ...others] = await rig.worker.send.claim(['web'], 64)
  if (work?.outgoing.kind !== 'card' || others.length > 0) throw new Error('a card was expected, and nothing else')
  return work
}

/** Everything that waits to be said to the team is said. */
async function sendAll(): Promise<void> {
  for (let works = await rig.worker.send.claim(['web'], 64); works.length > 0; works = await rig.worker.send.claim(['web'], 64))
    await rig.worker.send.settle(works.map((work) => ({ work, outcome: { sent: { ref: work.outgoing.id } } })))
}

/** Decides whatever can be. Each turn is read as more about the ticket there is. */
async function decideAll(ticket: string): Promise<void> {
  const reading = understood({ intent: 'answer', ticket })
  // What waited for its card is found by one look, and decided by the next.
  for (let idle = 0; idle < 2; ) {
    const works = [...(await rig.worker.converse.claim('quick', 64, 'v')), ...(await rig.worker.converse.claim('model', 64, 'v'))]
    await rig.worker.commit(works, reading)
    idle = works.length === 0 ? idle + 1 : 0
  }
}

/** What stands in the end, without ids and times, and without what the story before it left. */
async function outcomeOf(customer: string, ticket: string, card: string) {
  const rows = async (query: ReturnType<typeof sql>) => (await query.execute(db.kysely)).rows
  const theirs = sql`select id from customer where name = ${customer}`
  return {
    words: await rows(sql`
      select text, edited_at is not null as edited, recalled_at is not null as gone,
        recalled_at is not null or exists (select from ticket_message tm where tm.message_id = message.id and tm.ticket_id = ${ticket}) as with_ticket
      from message where author_id in (${theirs}) order by at`),
    notes: await rows(sql`select text, removed_at is not null as gone from note where ticket_id = ${ticket} order by at`),
    replies: await rows(sql`
      select m.text from message m join delivery d on d.message_id = m.id
      where d.ticket_id = ${ticket} and m.kind = 'reply' and d.state <> 'cancelled' order by m.at`),
    tickets: await rows(sql`select state, owner_id from ticket where customer_id in (${theirs}) order by id`),
    waiting: await rows(sql`select what, text from event where state = 'waiting' and line not like 'early:%'`),
    orphans: await rows(
      sql`select split_part(excerpt, '/', 2) as key from unparsed where state = 'open' and excerpt like ${`% ${card}/%`} order by key`,
    ),
  }
}
