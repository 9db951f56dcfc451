import { sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import { createIds } from '../kit/ids.ts'
import { cardStoreContract } from '../testing/contracts/card-store.contract.ts'
import { configSourceContract } from '../testing/contracts/config-source.contract.ts'
import { converseStoreContract } from '../testing/contracts/converse-store.contract.ts'
import { exampleStoreContract } from '../testing/contracts/examples.contract.ts'
import { fileStoreContract } from '../testing/contracts/file-store.contract.ts'
import { homeStoreContract } from '../testing/contracts/home-store.contract.ts'
import { intakeStoreContract } from '../testing/contracts/intake-store.contract.ts'
import { lendStoreContract } from '../testing/contracts/lend-store.contract.ts'
import { lookupStoreContract } from '../testing/contracts/lookup-store.contract.ts'
import { makingContract } from '../testing/contracts/making.contract.ts'
import { sendStoreContract } from '../testing/contracts/send-store.contract.ts'
import { stillSendingContract } from '../testing/contracts/still-sending.contract.ts'
import { storesRig } from '../testing/contracts/stores-rig.ts'
import { timeStoreContract } from '../testing/contracts/time-store.contract.ts'
import { trainingsContract } from '../testing/contracts/trainings.contract.ts'
import { DATABASE_NAME, databaseOfFile } from '../testing/services/fresh-database.ts'
import { createConfigStore } from './config-store.ts'
import { createCustomers } from './customer-store.ts'
import { createExampleStore } from './example-store.ts'
import { createTrainings } from './training-store.ts'

const { open, close } = databaseOfFile()
// The first opening makes the database, whoever asks for it.
beforeAll(async () => void (await open()), 120_000)
afterAll(close)

const rig = async () => storesRig(await open())
intakeStoreContract(DATABASE_NAME, rig)
converseStoreContract(DATABASE_NAME, rig)
stillSendingContract(DATABASE_NAME, rig)
makingContract(DATABASE_NAME, rig)
sendStoreContract(DATABASE_NAME, rig)
cardStoreContract(DATABASE_NAME, rig)
lendStoreContract(DATABASE_NAME, rig)
homeStoreContract(DATABASE_NAME, rig)
timeStoreContract(DATABASE_NAME, rig)
lookupStoreContract(DATABASE_NAME, rig)
fileStoreContract(DATABASE_NAME, rig)
configSourceContract(DATABASE_NAME, async () => ({
  source: await createConfigStore(await open(), createIds()),
  other: await createConfigStore(await open(), createIds()),
}))
trainingsContract(DATABASE_NAME, async () => {
  const db = await open()
  await sql`truncate training`.execute(db.kysely)
  const stores = await storesRig(db)
  return { ...stores, trainings: createTrainings(db, createIds(), stores.config.roomOf), customers: createCustomers(db) }
})
exampleStoreContract(DATABASE_NAME, async () => {
  const db = await open()
  await sql`truncate example, model`.execute(db.kysely)
  return createExampleStore(db, createIds())
})
