/** The playground's seed and reset: the customers talk through the same routes as a browser. */
import type { Lang } from '../bot/domain/lang.ts'
import type { Ids } from '../bot/ports/ids.ts'
import type { Playground } from '../console/rest/deps.ts'
import type { Router } from '../kit/http/router-env.ts'
import type { Log } from '../kit/log.ts'
import type { Bell } from '../kit/ports/bell.ts'
import type { Db } from '../storage/database.ts'
import { emptyDesk, makeWebCustomers } from '../storage/playground-store.ts'
import { SAMPLE_CUSTOMERS } from './playground-customers.ts'

export interface PlaygroundOptions {
  readonly db: Db
  readonly ids: Ids
  readonly bell: Bell
  readonly log: Log
  /** The process's own router; asked in process, never over the network. */
  readonly router: Router
}

export function createPlayground({ db, ids, bell, log, router }: PlaygroundOptions): Playground {
  const say = async (room: string, text: string) => {
    const response = await router.request(`http://127.0.0.1/web/rooms/${room}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', host: '127.0.0.1' },
      body: JSON.stringify({ id: ids.next(), as: room, text }),
    })
    if (response.status !== 202) log.warn('a sample customer was not heard', { status: response.status })
  }
  return {
    seed: async () => {
      const customers = SAMPLE_CUSTOMERS.map((sample, i) => ({ ...sample, external: `c-${String(i + 1).padStart(3, '0')}` }))
      await makeWebCustomers(db, ids, customers)
      bell.tell('playground', 'seeded')
      await Promise.all(
        customers.map(async ({ external, says }) => {
          for (const text of says) await say(external, text)
        }),
      )
      return { customers: customers.length }
    },
    reset: async () => {
      await emptyDesk(db)
      bell.tell('web-reset', 'all')
    },
    addCustomer: async ({ name, lang }: { name: string; lang: Lang }) => {
      const external = `c-${ids.next().slice(20)}`
      await makeWebCustomers(db, ids, [{ external, name, lang }])
      return { id: external, name, lang }
    },
  }
}
