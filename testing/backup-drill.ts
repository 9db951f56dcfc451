/**
 * The restore drill, the same on both databases: tickets and a file on one desk, a backup, and then two lives of it:
 * the old desk goes on and sends what was on its way; the restored one must not send it again by itself.
 */

import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { makeBackup, type Place } from '../storage/backup/make-backup.ts'
import type { Manifest } from '../storage/backup/manifest.ts'
import { type Restored, restoreBackup } from '../storage/backup/restore-backup.ts'
import { cardOf, type Lent } from './desk-client.ts'
import { deskAt, type FreshDesk, freshDesk } from './desk-template.ts'

export interface Drill {
  readonly old: FreshDesk
  readonly oldPlace: Place
  readonly backup: string
  readonly manifest: Manifest
  /** What the old desk's remote channel had not fetched yet at the restore point. */
  readonly onItsWay: readonly string[]
  /** A number of a ticket that was there. */
  readonly number: string
  end(): Promise<void>
}

const CHANNEL = 'pager'
const WORDS = '上周买的口红断了，订单号 20260112345'

/** A desk with two tickets, a file, a delivery not fetched and a message not read; and its backup. */
export async function makeDrill(databaseUrl?: string): Promise<Drill> {
  const old = await freshDesk(databaseUrl === undefined ? {} : { databaseUrl })
  const { number } = await old.open('ann', WORDS)
  await old.command(number, 'lin', 'take')
  await writeBlob(old.dir, 'a picture of a lipstick')
  await sql`insert into attachment (id, name, mime, size, blob) values (${'a'.repeat(32)}, 'lipstick.png', 'image/png', 23, ${hashOf('a picture of a lipstick')})`.execute(
    old.db.kysely,
  )
  await old.hear(CHANNEL, 'bob', WORDS)
  // Everything else has gone out: only what nobody fetched is on its way.
  await old.until(async () => (await queued(old)).length > 0 && (await restless(old)) === 0)
  // What is said now is not read any more.
  await old.restart({ start: false, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
  const onItsWay = await queued(old)
  await old.hear(CHANNEL, 'cleo', '我要退货')
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-drill-'))
  const oldPlace = { dataDir: old.dir, databaseUrl: databaseUrl ?? null }
  // The embedded database must be let go; PostgreSQL is backed up under the running desk.
  if (databaseUrl === undefined) await old.desk.stop()
  const manifest = await makeBackup(oldPlace, join(dir, 'backup'))
  return {
    old,
    oldPlace,
    backup: join(dir, 'backup'),
    manifest,
    onItsWay,
    number,
    end: async () => {
      await old.stop().catch(() => undefined)
      await rm(dir, { recursive: true, force: true })
      await rm(old.dir, { recursive: true, force: true })
    },
  }
}

/** Restores elsewhere and goes through what the restored desk must and must not do. */
export async function runDrill({ backup, manifest, onItsWay, number }: Drill, databaseUrl?: string): Promise<Restored> {
  const dir = await mkdtemp(join(tmpdir(), 'relaydesk-restored-'))
  const place = { dataDir: dir, databaseUrl: databaseUrl ?? null }
  const restored = await restoreBackup(backup, place)
  expect(restored.rows).toBe(Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0))
  expect(restored.verified.tickets).toBe(2)
  expect(restored.blobs).toBe(1)
  expect(restored.held).toMatchObject({ deliveries: onItsWay.length, turns: 1 })
  await expect(restoreBackup(backup, place)).rejects.toMatchObject({ code: 'BACKUP_REFUSED', facts: { why: 'database-there' } })
  const desk = await deskAt(dir, databaseUrl === undefined ? {} : { databaseUrl })
  try {
    expect((await desk.ticket(number)).owner?.key).toBe('lin')
    // New work goes its way, up to the card and the words to the customer.
    const made = await desk.open('dora', '裙子太小了，想换大一码')
    expect(made.number).not.toBe(number)
    const team = made.team
    expect(cardOf(await desk.card(team, made.number))?.number).toBe(Number(made.number.slice(2)))
    await desk.until(async () => (await desk.told('dora')).length > 0)
    // By now an unheld delivery would be lent, and an unheld turn would be a ticket.
    expect(await desk.lent(CHANNEL)).toEqual([])
    expect(await desk.tickets('cleo')).toEqual([])
    const items = (await desk.get<{ items: { id: string; kind: string; state: string; why: string }[] }>('/v1/person?limit=50')).items
    const held = items.filter((item) => item.kind === 'delivery')
    expect(held.map((item) => item.id).sort()).toEqual([...onItsWay].sort())
    expect(held.map((item) => item.state)).toEqual(onItsWay.map(() => 'held'))
    expect(new Set(items.map((item) => item.why))).toEqual(new Set([expect.stringContaining('restored from a backup')]))
    const turn = items.find((item) => item.kind === 'turn')
    expect(turn).toBeDefined()
    // One is released, the rest is dropped; the turn is read after all.
    const [first = '', ...rest] = onItsWay
    expect((await desk.call('POST', `/v1/person/delivery/${first}`, { do: 'retry' })).status).toBeLessThan(300)
    for (const id of rest) expect((await desk.call('POST', `/v1/person/delivery/${id}`, { do: 'drop' })).status).toBeLessThan(300)
    expect((await desk.call('POST', `/v1/person/turn/${turn?.id}`, { do: 'retry' })).status).toBeLessThan(300)
    await desk.until(async () => (await desk.tickets('cleo'))[0])
    const sent: Lent[] = []
    await desk.until(async () => {
      sent.push(...(await desk.lent(CHANNEL)))
      return sent.some((out) => out.room.id === 'cleo') && sent.some((out) => out.id === first)
    })
    expect(sent.filter((out) => rest.includes(out.id))).toEqual([])
    expect((await desk.get<{ items: unknown[] }>('/v1/person?limit=50')).items).toEqual([])
  } finally {
    await desk.stop()
  }
  return restored
}

export async function writeBlob(dataDir: string, text: string): Promise<string> {
  const hash = hashOf(text)
  await mkdir(join(dataDir, 'blobs', hash.slice(0, 2)), { recursive: true })
  await writeFile(join(dataDir, 'blobs', hash.slice(0, 2), hash), text)
  return hash
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Deliveries to others than the remote channel that are not over. */
async function restless(desk: FreshDesk): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from delivery d join room r on r.id = d.room_id
    where r.channel <> ${CHANNEL} and d.state in ('queued', 'sending', 'held', 'in_doubt')`.execute(desk.db.kysely)
  return Number(rows[0]?.n)
}

async function queued(desk: FreshDesk): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from delivery d join room r on r.id = d.room_id where r.channel = ${CHANNEL} and d.state in ('queued', 'sending')`.execute(
    desk.db.kysely,
  )
  return rows.map((row) => row.id)
}
