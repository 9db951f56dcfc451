/** Child process of pglite.ts: `node storage/init-database.ts <dir>` makes an empty database there. */
import { initdb } from './pglite.ts'

// Whoever asked has gone: its successor makes a database of its own.
process.on('disconnect', () => process.exit(1))
await initdb(process.argv[2] ?? '')
process.exit(0)
