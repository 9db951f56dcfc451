/** Whatever the readers ask of large tables they must ask by an index: the server tells the plan of every statement. */
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from '../../bot/desk.ts'
import { createIds } from '../../kit/ids.ts'
import { type Db, openPostgres } from '../../storage/database.ts'
import { countNeedsPerson, nextLaneMs, nextLineMs, nextTimerMs, oldestDue } from '../../storage/due.ts'
import { createMint } from '../../storage/mint.ts'
import { createNeedsPerson } from '../../storage/reader/needs-person.ts'
import { createTalkReader } from '../../storage/reader/talk-reader.ts'
import { createTicketReader } from '../../storage/reader/ticket-reader.ts'
import { FINDER, messageOf, only, rigOn, type StoresRig, storesRig } from '../contracts/stores-rig.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'

const TICKETS = 20_000
/** Tables that grow with the desk's age. */
const LARGE = [
  'ticket',
  'ticket_event',
  'ticket_message',
  'fact',
  'message',
  'turn',
  'line',
  'delivery',
  'card',
  'lane',
  'timer',
  'event',
  'customer',
  'identity',
  'room',
  'conversation',
  'inbound_key',
  'question',
  'note',
  'reading',
  'attachment',
  'lookup',
]
const SCAN = new RegExp(`Seq Scan on (${LARGE.join('|')})\\b`)

let fresh: FreshDatabase
let db: Db
let rig: StoresRig
let plans: string[] | null = null
const emit = pg.Client.prototype.emit

beforeAll(async () => {
  fresh = await freshDatabase()
  rig = await storesRig(fresh.db)
  await seed(fresh.db)
  await sql`do $$ begin
    execute format('alter database %I set session_preload_libraries = auto_explain', current_database());
    execute format('alter database %I set auto_explain.log_min_duration = 0', current_database());
    execute format('alter database %I set auto_explain.log_level = notice', current_database());
  end $$`.execute(fresh.db.kysely)
  // A plan comes as a notice on the connection that asked.
  pg.Client.prototype.emit = function (this: pg.Client, name: string | symbol, ...args: unknown[]): boolean {
    const [said] = args as [{ message?: string } | undefined]
    if (name === 'notice' && said?.message?.includes('plan:')) plans?.push(said.message)
    return emit.call(this, name as 'notice', ...(args as never[]))
  }
  db = openPostgres(fresh.url ?? '', 2)
}, 120_000)
afterAll(async () => {
  pg.Client.prototype.emit = emit
  await db?.close()
  await fresh.drop()
})

/** Copies one real ticket, with its customer and all that hangs on it, so many times; a fiftieth stays open. */
async function seed(to: Db): Promise<void> {
  await rig.open('pattern', 'it broke')
  const { rows } = await sql<{ ticket: string; conversation: string; turn: string; message: string }>`
    select t.id as ticket, t.conversation_id as conversation, m.turn_id as turn, m.id as message
    from ticket t join message m on m.conversation_id = t.conversation_id and m.kind = 'customer'`.execute(to.kysely)
  const one = only(rows)
  const id = (column: string) => sql`md5(${sql.ref(column)} || i)`
  const copies = sql`generate_series(1, ${sql.lit(TICKETS)}) i`
  const all = [
    sql`insert into room select ${id('t.id')}, channel, account, external || i, thread, kind, team, lang from room t, ${copies} where kind = 'customer'`,
    sql`insert into customer select ${id('t.id')}, name || i from customer t, ${copies}`,
    sql`insert into identity select channel, account, external || i, ${id('t.customer_id')} from identity t, ${copies}`,
    sql`insert into conversation select ${id('t.id')}, ${id('t.room_id')}, ${id('t.customer_id')}, speaker, speaker_epoch, lang from conversation t, ${copies}`,
    sql`insert into turn (id, conversation_id, author_id, kind, state, due_at, messages) select ${id('t.id')}, ${id('t.conversation_id')}, ${id('t.author_id')}, kind, 'done', due_at, messages from turn t, ${copies}`,
    sql`insert into message (id, conversation_id, turn_id, kind, author_id, text, at) select ${id('t.id')}, ${id('t.conversation_id')}, ${id('t.turn_id')}, kind, author_id, text, at from message t, ${copies}`,
    sql`insert into ticket (id, number, seq, conversation_id, customer_id, state, team, category, priority, fold, search, head)
      select ${id('t.id')}, number + i, seq, ${id('t.conversation_id')}, ${id('t.customer_id')}, case when i % 50 = 0 then 'new' else 'closed' end, team, category, priority, fold, array_to_tsvector(array['w' || i]), head from ticket t, ${copies}`,
    sql`insert into ticket_event select ${id('t.ticket_id')}, seq, body, hash from ticket_event t, ${copies}`,
    sql`insert into fact select ${id('t.id')}, ${id('t.ticket_id')}, customer_id, salt, value from fact t, ${copies}`,
    sql`insert into ticket_message select ${id('t.ticket_id')}, ${id('t.message_id')} from ticket_message t, ${copies}`,
    sql`insert into card (id, ticket_id, room_id, ref, shown) select ${id('t.id')}, ${id('t.ticket_id')}, room_id, 'r' || i, 1 from card t, ${copies}`,
    sql`insert into delivery (id, lane, room_id, kind, body, state, ticket_id, message_id) select ${id('t.id')}, lane, room_id, kind, body, 'sent', ${id('t.ticket_id')}, ${id('t.message_id')} from delivery t, ${copies}`,
    sql`insert into line (key, kind) select key || i, kind from line t, ${copies}`,
    sql`insert into lane (key, channel, pace) select key || i, channel, pace from lane t, ${copies}`,
    sql`insert into timer (ticket_id, kind, subject) select ${id('t.ticket_id')}, kind, subject from timer t, ${copies}`,
    sql`insert into event (id, line, what, sender, text, value, state, at) select md5('event' || i), 'team:' || i, 'action', 'lin', '', '{}', 'done', now() from ${copies}`,
    sql`insert into question (id, conversation_id, ticket_id, kind, about, options, state, until) select md5('question' || i), md5(${one.conversation}::text || i), md5(${one.ticket}::text || i), 'field', 'order', '[]', 'answered', now() from ${copies}`,
    sql`insert into note (id, ticket_id, author_id, event_id, text) select md5('note' || i), md5(${one.ticket}::text || i), a.id, md5('event' || i), 'n' from (select id from agent limit 1) a, ${copies}`,
    sql`insert into reading (turn_id, last_message_id, version, model, claims, understanding, tokens_in, tokens_out, calls) select md5(${one.turn}::text || i), md5(${one.message}::text || i), 'v', 'm', '[]', '{}', 0, 0, 0 from ${copies}`,
    sql`insert into attachment (id, message_id, name, mime, size, blob) select md5('file' || i), md5(${one.message}::text || i), 'n', 'image/png', 1, 'b' from ${copies}`,
    sql`insert into lookup (ticket_id, key, state) select md5(${one.ticket}::text || i), 'order', 'found' from ${copies}`,
    sql`insert into inbound_key (hash, event_id) select sha256(i::text::bytea), event_id from inbound_key t, ${copies}`,
  ]
  for (const statement of all) await statement.execute(to.kysely)
  await sql`select setval('ticket_number', (select max(number) from ticket))`.execute(to.kysely)
  await sql`analyze`.execute(to.kysely)
}

/** The scans of whole large tables in what `work` asked. */
async function scansIn(work: () => Promise<unknown>): Promise<readonly string[]> {
  plans = []
  await work()
  const heard = plans
  plans = null
  expect(heard.length).toBeGreaterThan(0)
  return heard.filter((plan) => SCAN.test(plan) && !plan.includes('ofTheTest'))
}

describe('with many tickets', () => {
  it('notices a whole table that is read', async () => {
    expect(await scansIn(() => sql`select count(*) from ticket where priority = 'P9'`.execute(db.kysely))).toHaveLength(1)
  })

  it.each([
    ['all', {}],
    ['open ones', { states: ['new', 'open'] }],
    ['a team', { team: 'after-sales' }],
    ['open ones of a team', { states: ['new'], team: 'after-sales' }],
    ['an owner', { owner: 'lin' }],
    ['words', { q: 'w77' }],
    ['a number', { q: '2000' }],
  ] as const)('reads a page of tickets by an index: %s', async (_, filter) => {
    const tickets = createTicketReader(db)
    expect(await scansIn(() => tickets.list(filter, { limit: 20, after: null }))).toEqual([])
    expect(await scansIn(() => tickets.list(filter, { limit: 20, after: '8'.repeat(32) }))).toEqual([])
  })

  it('reads one ticket, its history, its talk and what needs a person by an index', async () => {
    const [tickets, talk] = [createTicketReader(db), createTalkReader(db)]
    const one = await tickets.byNumber(1500)
    const ticket = one?.ticket
    if (!ticket) throw new Error('a ticket was expected')
    const page = { limit: 50, after: null }
    const work = async () => {
      await tickets.byNumber(1500)
      await tickets.events(ticket.id, page)
      await tickets.why(ticket)
      await talk.messages(ticket.conversation, page)
      await talk.conversation(ticket.conversation, { channel: 'safe', account: 'main' })
      await talk.conversation('pattern77', { channel: 'safe', account: 'main' })
      await createNeedsPerson(db).list(page)
      await countNeedsPerson(db)
      await oldestDue(db)
      await nextLineMs(db)
      await nextTimerMs(db)
      await nextLaneMs(db, ['slack', 'web'])
    }
    expect(await scansIn(work)).toEqual([])
  })
})

describe('the loops, with many tickets', () => {
  let working: StoresRig
  let mint: ReturnType<typeof createMint>
  beforeAll(async () => {
    // Plans of prepared statements that know no values: what a long-lived connection comes to use.
    await sql`do $$ begin execute format('alter database %I set plan_cache_mode = force_generic_plan', current_database()); end $$`.execute(
      fresh.db.kysely,
    )
    await db.close()
    db = openPostgres(fresh.url ?? '', 2)
    working = await rigOn(db)
    mint = createMint(db, createIds())
    await mint.ready(8)
  })

  /** Each several times, because a statement is prepared only from its third use on a connection. */
  const often = async (work: (i: number) => Promise<unknown>) => {
    for (let i = 0; i < 8; i++) await work(i)
  }
  const turn = async (customer: string, more = {}) => {
    await working.say(customer, 'it broke', more)
    const works = await working.worker.converse.claim('model', 8, 'v')
    await working.worker.converse.renew(works)
    expect(await working.worker.commit(works)).toContain('done')
  }
  /** No loop asks for that: its plan is nobody's concern. */
  const opened = async (customer: string) => {
    await turn(customer)
    const { rows } = await sql<{ ofTheTest: string }>`
      select t.id as "ofTheTest" from ticket t join customer c on c.id = t.customer_id where c.name = ${customer}`.execute(fresh.db.kysely)
    return only(rows).ofTheTest
  }
  /** What is looked for is due again, and everything is surely there or not. */
  const lookSoon = async () => {
    await sql`update delivery set sent_at = now() - interval '5 seconds' where state = 'sending'`.execute(fresh.db.kysely)
    await sql`update lane set due_at = now() where due_at > now()`.execute(fresh.db.kysely)
  }
  const sendAll = async () => {
    for (let works = await working.worker.send.claim(['web', 'safe', FINDER], 8); works.length > 0; ) {
      await working.worker.send.settle(works.map((work) => ({ work, outcome: { sent: { ref: work.outgoing.id } } })))
      works = await working.worker.send.claim(['web', 'safe', FINDER], 8)
    }
  }

  it('take in what new and known customers say, edit, and say twice, by an index', async () => {
    const work = async (i: number) => {
      const message = messageOf(`plan-${i}`, 'it broke')
      await working.intake.take([message, messageOf(`pattern${i + 1}`, 'it broke'), messageOf(`plan-${i}`, 'twice')])
      await working.intake.take([message])
      await working.intake.take([messageOf(`plan-${i}`, 'it is bent', { what: 'edit', value: { message: message.key } })])
      await working.intake.take([messageOf(`plan-${i}`, '', { what: 'recall', value: { message: message.key } })])
    }
    expect(await scansIn(() => often(work))).toEqual([])
  })

  it('claim, decide and commit turns by an index', async () => {
    const work = async (i: number) => {
      await turn(`claim-${i}`)
      await turn(`claim-${i}`)
      await turn(`pattern${i + 100}`)
    }
    expect(await scansIn(() => often(work))).toEqual([])
  })

  it('send, look for and draw by an index', async () => {
    const work = async (i: number) => {
      await turn(`send-${i}`, { channel: FINDER })
      const [first] = await working.worker.send.claim([FINDER], 8)
      if (first) await working.worker.send.settle([{ work: first, outcome: { unknown: true } }])
      await lookSoon()
      await sendAll()
      await turn(`send-${i}`, { channel: FINDER })
      const cards = await working.worker.cards.claim(['web', 'safe'], 8)
      await working.worker.cards.settle(cards.map((work) => ({ work, outcome: { sent: { ref: work.outgoing.id } } })))
    }
    expect(await scansIn(() => often(work))).toEqual([])
  })

  it('decide what an agent does by an index', async () => {
    const work = async (i: number) => {
      const id = await opened(`agent-${i}`)
      for (const action of ['take', 'resolve', 'close']) {
        await working.intake.take([working.command('lin', action, id)])
        const works = await working.worker.converse.claim('quick', 8, 'v')
        expect(await working.worker.commit(works)).toContain('done')
      }
    }
    expect(await scansIn(() => often(work))).toEqual([])
  })

  it('fetch files and look things up by an index', async () => {
    const work = async (i: number) => {
      await turn(`file-${i}`, { files: [{ ref: `at-${i}`, name: 'n.png', mime: 'image/png', size: 3 }] })
      const [file] = await working.worker.files.claim(['safe'], 4)
      if (!file) throw new Error('a file was expected')
      await working.worker.files.renew([file])
      await working.worker.files.settle(file, { stored: { blob: 'b'.repeat(64), size: 3, mime: 'image/png' } })
      const id = await opened(`look-up-${i}`)
      const command = working.command('lin', 'field', id, { name: 'order_no', value: `2026011234${i}` })
      await working.intake.take([{ ...command, channel: 'web', account: 'desk', room: { id: 'after-sales' } }])
      expect(await working.worker.commit(await working.worker.converse.claim('quick', 8, 'v'))).toContain('done')
      const lookups = await working.worker.lookups.claim(8)
      expect(lookups.length).toBeGreaterThan(0)
      await working.worker.lookups.settle(lookups.map((each) => ({ work: each, answer: { found: { phone: '13800138000' } } })))
    }
    expect(await scansIn(() => often(work))).toEqual([])
  })

  it('keep time by an index', async () => {
    const work = async (i: number) => {
      const id = await opened(`time-${i}`)
      await sql`update timer set due_at = now() - interval '1 second' where ticket_id = ${id}`.execute(fresh.db.kysely)
      const timers = (await working.worker.time.claim(8)).map(({ timer }) => timer)
      expect(timers.length).toBeGreaterThan(0)
      await working.worker.time.commit(timers, (timer, view) => decide(view, { is: 'timer', timer }, mint))
    }
    expect(await scansIn(() => often(work))).toEqual([])
  })
})
