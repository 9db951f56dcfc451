/** Leases as rows, by the database's clock: processes whose clocks differ agree on who holds what. */
import { sql } from 'kysely'
import type { Lease } from '../kit/ports/lease.ts'
import type { Db } from './database.ts'

/** `owner` names this process among all. */
export function createLease(db: Db, owner: string): Lease {
  return {
    hold: async (name, ms) => {
      const until = sql`clock_timestamp() + make_interval(secs => ${ms / 1000})`
      const { rows } = await sql`
        insert into lease (name, owner, until) values (${name}, ${owner}, ${until})
        on conflict (name) do update set owner = excluded.owner, until = excluded.until
          where lease.owner = excluded.owner or lease.until < clock_timestamp()
        returning 1 as mine`.execute(db.kysely)
      return rows.length > 0
    },
    release: async (name) => {
      await db.kysely.deleteFrom('lease').where('name', '=', name).where('owner', '=', owner).execute()
    },
  }
}
