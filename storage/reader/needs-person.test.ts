/** What waits in the thread of a card that was given up stands under “Needs a person”, and goes on with the card. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Outcome } from '../../bot/ports/channel.ts'
import type { SendWork } from '../../bot/ports/stores.ts'
import { type StoresRig, storesRig } from '../../testing/contracts/stores-rig.ts'
import { DATABASE_NAME, databaseOfFile } from '../../testing/services/fresh-database.ts'
import type { Db } from '../database.ts'
import { countNeedsPerson } from '../due.ts'
import { createNeedsPerson } from './needs-person.ts'

const database = databaseOfFile()
let db: Db
let rig: StoresRig
beforeAll(async () => {
  db = await database.open()
}, 120_000)
afterAll(database.close)
beforeEach(async () => {
  rig = await storesRig(db)
})

const PAGE = { limit: 20, after: null }
const SENT: Outcome = { sent: { ref: 'card-1' } }
const REFUSED: Outcome = { refused: 'CHANNEL_REJECTED' }

/** What the team's room is sent now, and what comes of it. */
async function send(outcome: Outcome): Promise<readonly SendWork[]> {
  const works = await rig.worker.send.claim(['web'], 8)
  await rig.worker.send.settle(works.map((work) => ({ work, outcome })))
  return works
}
async function command(ticket: string, action: string): Promise<void> {
  await rig.intake.take([rig.command(await rig.agent('lin'), action, ticket)])
  await rig.worker.commit(await rig.worker.converse.claim('quick', 8, 'v'))
}
const listed = async () =>
  (await createNeedsPerson(db).list(PAGE)).rows.map(({ id, what, why, state, ticket }) => ({ id, what, why, state, ticket }))

describe(`a card that was given up (${DATABASE_NAME})`, () => {
  it('is shown with what waits in its thread, also what was said later; one retried brings the card and all of it', async () => {
    const { id, number } = await rig.open('ann', 'it broke')
    await command(id, 'take')
    expect(await listed()).toEqual([])
    expect((await send(REFUSED)).map(({ outgoing }) => outgoing.kind)).toEqual(['card'])
    await command(id, 'release')
    const items = await listed()
    expect(items.map(({ id: _, ...item }) => item)).toEqual([
      { what: 'text', why: 'card', state: 'failed', ticket: number },
      { what: 'text', why: 'card', state: 'failed', ticket: number },
      { what: 'card', why: 'CHANNEL_REJECTED', state: 'failed', ticket: number },
    ])
    expect(await countNeedsPerson(db)).toBe(3)
    expect(await send(SENT)).toEqual([])
    expect(await createNeedsPerson(db).settle('delivery', items[0]?.id ?? '', 'retry')).toBe(true)
    expect((await send(SENT)).map(({ outgoing }) => outgoing.kind)).toEqual(['card'])
    expect(await listed()).toEqual([])
    expect((await send({ sent: { ref: 'said' } })).map(({ outgoing }) => [outgoing.kind, outgoing.room.thread])).toEqual([
      ['text', 'card-1'],
      ['text', 'card-1'],
    ])
    expect(await countNeedsPerson(db)).toBe(0)
  })

  it('and is dropped leaves what waits for it to be seen, until that is dropped or brings the card back', async () => {
    const { id } = await rig.open('ann', 'it broke')
    await command(id, 'take')
    await send(REFUSED)
    const person = createNeedsPerson(db)
    const [said, card] = await listed()
    expect(await person.settle('delivery', card?.id ?? '', 'drop')).toBe(true)
    expect((await listed()).map(({ id }) => id)).toEqual([said?.id])
    await person.settle('delivery', said?.id ?? '', 'retry')
    expect((await send(REFUSED)).map(({ outgoing }) => outgoing.kind)).toEqual(['card'])
    expect(await person.settle('delivery', said?.id ?? '', 'drop')).toBe(true)
    expect((await listed()).map(({ what }) => what)).toEqual(['card'])
  })

  it('is nothing for a person while it is on its way', async () => {
    const { id } = await rig.open('ann', 'it broke')
    await command(id, 'take')
    await send({ later: 0 })
    expect(await listed()).toEqual([])
  })
})
