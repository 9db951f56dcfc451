import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '../../storage/database.ts'
import { databaseOfFile } from '../services/fresh-database.ts'
import { audit } from './audit.ts'
import { Ledger } from './ledger.ts'

const { open, close } = databaseOfFile()
const id = (n: number) => String(n).padStart(32, '0')
let db: Db
let dir: string
let ledger: Ledger
let count = 0

beforeAll(async () => {
  db = await open()
  dir = await mkdtemp(join(tmpdir(), 'relaydesk-audit-'))
})
afterAll(async () => {
  await close()
  await rm(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  ledger = new Ledger(join(dir, `${count++}.jsonl`))
  await sql`truncate room, customer, conversation, message, turn, event, line, lane, delivery, ticket, ticket_event cascade`.execute(
    db.kysely,
  )
})

/** A customer with a room, a conversation and these words, whose turn was put aside, so that no ticket is owed. */
async function said(n: number, ...texts: readonly string[]): Promise<void> {
  await sql`insert into room (id, channel, account, external, kind) values (${id(n)}, 'api', 'main', ${`c${n}`}, 'customer')`.execute(
    db.kysely,
  )
  await sql`insert into customer (id, name) values (${id(n)}, ${`c${n}`})`.execute(db.kysely)
  await sql`insert into conversation (id, room_id, customer_id, lang) values (${id(n)}, ${id(n)}, ${id(n)}, 'en')`.execute(db.kysely)
  await sql`insert into turn (id, conversation_id, author_id, kind, state, due_at) values (${id(n)}, ${id(n)}, ${id(n)}, 'words', 'quarantined', now())`.execute(
    db.kysely,
  )
  for (const [i, text] of texts.entries())
    await sql`insert into message (id, conversation_id, kind, text, at) values (${id(n * 100 + i)}, ${id(n)}, 'customer', ${text}, now())`.execute(
      db.kysely,
    )
}

const acked = (n: number, token: string, message = id(n * 100)) =>
  ledger.add({ is: 'acked', token, customer: `c${n}`, message, first: true })

describe('the audit', () => {
  it('finds nothing where everything acknowledged is there once', async () => {
    await said(1, 'order 20260000001')
    acked(1, '20260000001')
    expect(await audit(db, ledger)).toMatchObject({
      events: 1,
      lost: 0,
      doubled: 0,
      stuck: 0,
      verifyProblems: 0,
      quarantined: 1,
      problems: [],
    })
  })

  it('finds a message that was acknowledged and is gone', async () => {
    await said(1)
    acked(1, '20260000001')
    expect(await audit(db, ledger)).toMatchObject({ lost: 1, problems: ['message 20260000001 was acknowledged and is gone'] })
  })

  it('finds a message acknowledged under another id', async () => {
    await said(1, 'order 20260000001')
    acked(1, '20260000001', id(7))
    expect(await audit(db, ledger)).toMatchObject({ lost: 1 })
  })

  it('finds a repeat that was given another id', async () => {
    await said(1, 'order 20260000001')
    acked(1, '20260000001')
    ledger.add({ is: 'again', token: '20260000001', message: id(7) })
    expect(await audit(db, ledger)).toMatchObject({ lost: 1 })
  })

  it('finds a message that is there twice', async () => {
    await said(1, 'order 20260000001', 'order 20260000001')
    acked(1, '20260000001')
    expect(await audit(db, ledger)).toMatchObject({ doubled: 1, lost: 0 })
  })

  it('finds a customer without a ticket', async () => {
    await said(1, 'order 20260000001')
    await sql`update turn set state = 'done'`.execute(db.kysely)
    acked(1, '20260000001')
    expect(await audit(db, ledger)).toMatchObject({ lost: 1, problems: ['c1 has no ticket'] })
  })

  it('finds a customer whose turn waits stuck, not lost', async () => {
    await said(1, 'order 20260000001')
    await sql`update turn set state = 'waiting'`.execute(db.kysely)
    acked(1, '20260000001')
    expect(await audit(db, ledger)).toMatchObject({ lost: 0, stuck: 1, waiting: 1, problems: ['stuck: 1 turns waiting'] })
  })

  it('finds a reply that was done and is gone, and one that is there twice', async () => {
    await said(1)
    for (const n of [1, 2])
      await sql`insert into message (id, conversation_id, kind, text, at) values (${id(900 + n)}, ${id(1)}, 'reply', ${`seen to ${n === 1 ? 'R0-1' : '  R0-1'}`}, now())`.execute(
        db.kysely,
      )
    for (const token of ['R0-1', 'R0-2']) ledger.add({ is: 'command', command: 'reply', ticket: 'T-1', status: 200, token })
    const { problems } = await audit(db, ledger)
    expect(problems).toEqual(['reply R0-2 was done and is gone', 'reply R0-1 is there 2 times'])
  })

  it('finds a customer who was told the same more often than there was something to answer', async () => {
    await said(1)
    const tell = (n: number) =>
      sql`insert into message (id, conversation_id, kind, text, at) values (${id(910 + n)}, ${id(1)}, 'ack', 'seen to', now())`.execute(
        db.kysely,
      )
    await tell(1)
    expect(await audit(db, ledger)).toMatchObject({ doubled: 0 })
    await tell(2)
    expect(await audit(db, ledger)).toMatchObject({ doubled: 1, problems: ['a customer was told 2 times: seen to'] })
    await sql`insert into turn (id, conversation_id, author_id, kind, state, due_at) values (${id(2)}, ${id(1)}, ${id(1)}, 'words', 'done', now())`.execute(
      db.kysely,
    )
    expect(await audit(db, ledger)).toMatchObject({ doubled: 0 })
  })

  it('finds what counts as sent and was seen nowhere', async () => {
    await sql`insert into room (id, channel, account, external, kind) values (${id(5)}, 'web', 'desk', 'after-sales', 'team')`.execute(
      db.kysely,
    )
    await sql`insert into delivery (id, lane, room_id, kind, body, state) values (${id(50)}, 'l', ${id(5)}, 'text', '{}', 'sent'), (${id(51)}, 'l', ${id(5)}, 'text', '{}', 'in_doubt')`.execute(
      db.kysely,
    )
    expect(await audit(db, ledger)).toMatchObject({ lost: 1, inDoubt: 1 })
  })

  it('finds what is stuck', async () => {
    await sql`insert into line (key, kind, due_at) values ('conv:x', 'quick', now() - interval '1 minute')`.execute(db.kysely)
    expect(await audit(db, ledger)).toMatchObject({ stuck: 1, problems: ['stuck: 1 lines due'] })
  })
})
