/**
 * One message from arrival to its card, inside a transaction that is rolled back: afterwards the database and
 * the code have done everything once, and the first real customer does not wait for cold caches.
 */

import { decide } from '../bot/desk.ts'
import type { ConfigVersion } from '../bot/domain/desk-config.ts'
import type { Lang } from '../bot/domain/lang.ts'
import type { Ids } from '../bot/ports/ids.ts'
import type { Mint } from '../bot/ports/mint.ts'
import { API_CUSTOMERS } from '../bot/ports/say.ts'
import type { ConverseOptions } from '../storage/converse/converse-store.ts'
import { createConverseStore } from '../storage/converse/converse-store.ts'
import type { Db } from '../storage/database.ts'
import { createIntakeStore } from '../storage/intake/intake-store.ts'
import type { OutboundOptions } from '../storage/outbound/outbound-options.ts'
import { createSendStore } from '../storage/outbound/send-store.ts'

export interface RehearseOptions {
  readonly db: Db
  readonly ids: Ids
  readonly mint: Mint
  readonly config: () => ConfigVersion
  readonly converse: Omit<ConverseOptions, 'db'>
  readonly outbound: Omit<OutboundOptions, 'db'>
}

/** Asked for a person: the one wish that opens a ticket without a model, and at once. */
const SAYS: Readonly<Record<Lang, string>> = { 'zh-CN': '转人工', 'zh-TW': '轉人工', en: 'human' }

class Undo extends Error {}

export async function rehearse(options: RehearseOptions): Promise<void> {
  await options.mint.ready(1)
  await options.db
    .tx(async (tx) => {
      const inside: Db = {
        ...options.db,
        kysely: tx,
        tx: (work) => work(tx),
        urgent: (work) => work(tx),
        hurried: () => false,
        full: () => false,
      }
      const event = {
        ...API_CUSTOMERS,
        key: `rehearsal-${options.ids.next()}`,
        at: Date.now(),
        room: { id: 'rehearsal' },
        from: { id: 'rehearsal' },
        what: 'message' as const,
        text: SAYS[options.config().config.lang],
        files: [],
        mentions: [],
        raw: {},
      }
      await createIntakeStore(inside, options.ids, options.config).take([event])
      const converse = createConverseStore({ ...options.converse, db: inside })
      const works = await converse.claim('quick', 1, '')
      await converse.commit(works, (work, view) =>
        work.item.is === 'turn'
          ? decide(view, { is: 'turn', turn: work.item.turn, understanding: null }, options.mint)
          : decide(view, { is: 'event', event: work.item.event }, options.mint),
      )
      const sends = createSendStore({ ...options.outbound, db: inside })
      const sending = await sends.claim(['web'], 1)
      if (sending.length > 0) await sends.settle(sending.map((work) => ({ work, outcome: { sent: { ref: work.outgoing.id } } })))
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
}
