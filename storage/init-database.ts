/** Child process of pglite.ts: `node storage/init-database.ts <dir>` makes an empty database there. */
import { initdb } from './pglite.ts'

await initdb(process.argv[2] ?? '')
process.exit(0)
