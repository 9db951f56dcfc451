/**
 * A whole desk for a test, in a second: one DATA_DIR with schema, configuration and trained model is made per
 * test run, by the first test that asks, and every desk begins as a copy of it.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { composeDesk, type Desk } from '../app/compose.ts'
import { openStorage } from '../app/open-storage.ts'
import type { Understand } from '../bot/ports/understand.ts'
import { createLog } from '../kit/log.ts'
import { readSettings, type Settings } from '../kit/settings.ts'
import type { Db } from '../storage/database.ts'
import { DeskClient } from './desk-client.ts'
import { madeOnce, runFolder } from './made-once.ts'
import { withQuickTalk } from './quick-talk.ts'

export interface FreshDeskOptions {
  /** Reads turns in place of the trained model. */
  readonly understand?: Understand
  readonly readMs?: number
  /** Whether the loops run; without them things are only taken in. */
  readonly start?: boolean
  /** A PostgreSQL database with the schema, in place of the embedded one. */
  readonly databaseUrl?: string
  /** More of the environment: keys of platforms. */
  readonly env?: Readonly<Record<string, string>>
}

/** A desk in this process, and the hands of everybody who uses it. */
export class FreshDesk extends DeskClient {
  readonly dir: string
  #running: Running
  #options: FreshDeskOptions

  constructor(dir: string, running: Running, options: FreshDeskOptions) {
    super(TOKEN, () => this.desk.router)
    this.dir = dir
    this.#running = running
    this.#options = options
  }

  get db(): Db {
    return this.#running.db
  }

  get desk(): Desk {
    return this.#running.desk
  }

  /** Starts the loops of a desk that was made without. */
  start(): Promise<void> {
    return this.desk.start()
  }

  /** What is said in `saying` is one burst, whatever this machine does meanwhile; it ends a second later. */
  async inOneBurst(saying: () => Promise<unknown>): Promise<void> {
    await this.#burstsEndAfter(1_000)
    await saying()
    await this.#burstsEndAfter(QUIET_MS)
  }

  async #burstsEndAfter(quietMs: number): Promise<void> {
    const file = join(this.dir, 'desk.yaml')
    await writeFile(file, withBursts(await readFile(file, 'utf8'), quietMs))
    const { status } = await this.call('POST', '/v1/settings/reload', {})
    if (status >= 300) throw new Error(`the configuration was not taken: ${status}`)
  }

  /** Stops the desk and opens it again on the same data. */
  async restart(options: FreshDeskOptions = this.#options): Promise<void> {
    await this.desk.stop()
    this.#options = options
    this.#running = await open(this.dir, options)
  }

  /** Stops the desk and takes its data away. */
  async stop(): Promise<void> {
    await this.desk.stop()
    await rm(this.dir, { recursive: true, force: true })
  }
}

interface Running {
  readonly desk: Desk
  readonly db: Db
}

export const TOKEN = 'a-token-of-the-tests'
const ROOT = fileURLToPath(new URL('../', import.meta.url))

export async function freshDesk(options: FreshDeskOptions = {}): Promise<FreshDesk> {
  const dir = await mkdtemp(join(await runFolder(), 'desk-'))
  await cp(await template(), dir, { recursive: true })
  return deskAt(dir, options)
}

/** A desk on data that is there already; it takes the data away when it stops. */
export async function deskAt(dir: string, options: FreshDeskOptions = {}): Promise<FreshDesk> {
  return new FreshDesk(dir, await open(dir, options), options)
}

async function open(dir: string, { understand, readMs, start = true, databaseUrl, env }: FreshDeskOptions): Promise<Running> {
  const settings = settingsOf(dir, databaseUrl, env)
  const log = createLog({ level: 'silent' })
  const storage = await openStorage(settings, log)
  const desk = await composeDesk(settings, log, {
    storage,
    ...(understand ? { understand } : {}),
    ...(readMs === undefined ? {} : { readMs }),
  })
  if (start) await desk.start()
  return { desk, db: storage.db }
}

function settingsOf(dir: string, databaseUrl?: string, env: FreshDeskOptions['env'] = {}): Settings {
  return readSettings({
    ...env,
    DATA_DIR: dir,
    DATABASE_URL: databaseUrl,
    DESK_CONFIG: join(dir, 'desk.yaml'),
    API_TOKEN: TOKEN,
    SESSION_SECRET: 'a-secret-of-the-tests',
    PORT: '0',
    LOG_LEVEL: 'silent',
  })
}

/** Soon; what a test says in one burst, and must be read as one, needs longer on a machine that stalls. */
const QUIET_MS = 30
const withBursts = (yaml: string, quietMs: number) => withQuickTalk(yaml, quietMs, 7 * quietMs)

const template = () => madeOnce('template', makeTemplate)

/** The shipped configuration, with a burst that ends soon. */
async function makeTemplate(dir: string): Promise<void> {
  const yaml = await readFile(join(ROOT, 'config/desk.yaml'), 'utf8')
  await writeFile(join(dir, 'desk.yaml'), withBursts(yaml, QUIET_MS))
  const desk = await composeDesk(settingsOf(dir), createLog({ level: 'silent' }))
  await desk.start()
  await desk.stop()
}
