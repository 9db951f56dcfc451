/** Child of memory.ts: a bare PGlite with the desk's settings takes n rows and tells its resident memory. */
import { sql } from 'kysely'
import { openEmbedded } from '../storage/database.ts'
import { openPglite } from '../storage/pglite.ts'

const [dir = '', n = '0'] = process.argv.slice(2)
const db = openEmbedded(await openPglite(dir))
await sql`create table if not exists m (id serial primary key, body text)`.execute(db.kysely)
for (let i = 0; i < Number(n); i++) await db.tx((tx) => sql`insert into m (body) values ('my kettle leaks')`.execute(tx))
await new Promise((resolve) => setTimeout(resolve, Number(n) > 0 ? 5_000 : 0))
process.send?.(process.memoryUsage.rss())
await db.close()
process.exit(0)
