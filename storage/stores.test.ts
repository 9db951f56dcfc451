import { sql } from 'kysely'
import { afterAll } from 'vitest'
import { createIds } from '../kit/ids.ts'
import { cardStoreContract } from '../testing/contracts/card-store.contract.ts'
import { configSourceContract } from '../testing/contracts/config-source.contract.ts'
import { converseStoreContract } from '../testing/contracts/converse-store.contract.ts'
import { exampleStoreContract } from '../testing/contracts/examples.contract.ts'
import { intakeStoreContract } from '../testing/contracts/intake-store.contract.ts'
import { sendStoreContract } from '../testing/contracts/send-store.contract.ts'
import { storesRig } from '../testing/contracts/stores-rig.ts'
import { timeStoreContract } from '../testing/contracts/time-store.contract.ts'
import { createConfigStore } from './config-store.ts'
import { type Db, openEmbedded } from './database.ts'
import { createExampleStore } from './example-store.ts'
import { migrate } from './migrate.ts'
import { openPgliteInMemory } from './pglite.ts'

let opening: Promise<Db> | undefined
const open = () => {
  opening ??= (async () => {
    const db = openEmbedded(await openPgliteInMemory())
    await migrate(db)
    return db
  })()
  return opening
}
afterAll(async () => (await open()).close())

const rig = async () => storesRig(await open())
intakeStoreContract('PGlite', rig)
converseStoreContract('PGlite', rig)
sendStoreContract('PGlite', rig)
cardStoreContract('PGlite', rig)
timeStoreContract('PGlite', rig)
configSourceContract('PGlite', async () => ({
  source: await createConfigStore(await open(), createIds()),
  other: await createConfigStore(await open(), createIds()),
}))
exampleStoreContract('PGlite', async () => {
  const db = await open()
  await sql`truncate example, model`.execute(db.kysely)
  return createExampleStore(db, createIds())
})
