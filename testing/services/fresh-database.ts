/**
 * An empty database with the schema, for one test file: on the embedded database, or on the PostgreSQL that a run of
 * the services suite names. The same suites run on both, because they ask here.
 */
import { randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type Db, openEmbedded, openPostgres } from '../../storage/database.ts'
import { migrate } from '../../storage/migrate.ts'
import { openPgliteInMemory } from '../../storage/pglite.ts'
import { madeOnce } from '../made-once.ts'

/** Set by the services suite only, never by an environment a desk runs in: what is asked for here is emptied. */
const TEMPLATE = 'RELAYDESK_TESTS_TEMPLATE'

/** For the titles of suites. */
export const DATABASE_NAME = process.env[TEMPLATE] === undefined ? 'PGlite' : 'PostgreSQL'

export interface FreshDatabase {
  readonly db: Db
  /** Address of a PostgreSQL database, for programs of its own; null on the embedded one. */
  readonly url: string | null
  /** Closes it and takes it away. */
  drop(): Promise<void>
}

export async function freshDatabase(connections = 8): Promise<FreshDatabase> {
  const template = process.env[TEMPLATE]
  if (template === undefined) {
    const db = openEmbedded(await openPgliteInMemory(await embeddedImage()))
    return { db, url: null, drop: () => db.close() }
  }
  const made = await createDatabase(template)
  const db = openPostgres(made.url, connections)
  return {
    db,
    url: made.url,
    drop: async () => {
      await db.close()
      await made.drop()
    },
  }
}

/** The embedded database with the schema, packed: making one anew takes seconds. */
async function embeddedImage(): Promise<Blob> {
  const dir = await madeOnce('database', async (dir) => {
    const embedded = await openPgliteInMemory()
    const db = openEmbedded(embedded)
    await migrate(db)
    await writeFile(join(dir, 'image.tar'), Buffer.from(await (await embedded.dump()).arrayBuffer()))
    await db.close()
  })
  return openAsBlob(join(dir, 'image.tar'))
}

/** One database for a whole file, made when it is first asked for. */
export function databaseOfFile(): { open(): Promise<Db>; close(): Promise<void> } {
  let opening: Promise<FreshDatabase> | undefined
  return {
    open: async () => {
      opening ??= freshDatabase()
      return (await opening).db
    },
    close: async () => (await opening)?.drop(),
  }
}

/** Makes a database beside the one at `url`: a copy of it, or an empty one. */
export async function createDatabase(
  url: string,
  from: 'copy' | 'empty' = 'copy',
): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const template = new URL(url)
  const name = `relaydesk_test_${randomBytes(8).toString('hex')}`
  await asAdmin(url, `create database ${name} template ${from === 'copy' ? template.pathname.slice(1) : 'template0'}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return { url: own.href, drop: () => asAdmin(url, `drop database if exists ${name} with (force)`) }
}

/** Databases are made and dropped from a connection to another one. */
async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = new URL(url)
  admin.pathname = '/postgres'
  const client = new pg.Client({ connectionString: admin.href })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Before a run on PostgreSQL: a database with the schema, of which every file takes a copy. */
export async function makeTemplate(url: string): Promise<{ drop(): Promise<void> }> {
  const made = await createDatabase(url, 'empty')
  const db = openPostgres(made.url, 2, 0)
  try {
    await migrate(db)
  } finally {
    await db.close()
  }
  process.env[TEMPLATE] = made.url
  return made
}
