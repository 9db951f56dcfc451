/** Where the desk under test keeps its rows: a fresh data directory, or a fresh database beside the run's Redis. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openStorage } from '../../app/open-storage.ts'
import { createLog } from '../../kit/log.ts'
import { readSettings } from '../../kit/settings.ts'
import { type Db, openPostgres } from '../../storage/database.ts'
import { startDesk } from '../desk-process.ts'
import { withQuickTalk } from '../quick-talk.ts'
import { type Services, startServices } from './servers/services.ts'

export type BackendName = 'pglite' | 'postgres'

/** One desk's data and how its processes find it. */
export interface Home {
  readonly backend: BackendName
  readonly dir: string
  readonly env: Readonly<Record<string, string>>
  /** Null on the embedded database. */
  readonly services: Services | null
  /** Opens the rows, in this process; no desk may run on the embedded ones. */
  open(): Promise<{ readonly db: Db; close(): Promise<void> }>
  drop(): Promise<void>
}

export interface Backends {
  home(backend: BackendName): Promise<Home>
  close(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TOKEN = 'a-token-of-the-crash-driver'
const TEMPLATE = 'crash_template'

/** A burst ends at once, so that every message is a turn of its own; everything else is the shipped configuration. */
async function writeConfig(file: string): Promise<void> {
  const yaml = await readFile(join(ROOT, 'config/desk.yaml'), 'utf8')
  await writeFile(file, withQuickTalk(yaml))
}

/** Data that every home begins as a copy of is made once, by a desk that starts and stops. */
export async function createBackends(dir: string): Promise<Backends> {
  let running = false
  const config = join(dir, 'desk.yaml')
  await writeConfig(config)
  const common = { DESK_CONFIG: config, API_TOKEN: TOKEN, SESSION_SECRET: 'a-secret-of-the-crash-driver' }
  const started = once(async () => {
    // PostgreSQL runs as a user of its own, who must get to its folder.
    await chmod(dir, 0o711)
    const services = await startServices(join(dir, 'services'))
    running = true
    return services
  })

  const embeddedTemplate = once(async () => {
    const template = join(dir, 'template')
    await mkdir(template)
    await (await startDesk(template, common)).stop()
    return template
  })
  const serverEnv = async (database: string) => {
    const { databaseUrl, redisUrl } = await started()
    const url = new URL(databaseUrl)
    url.pathname = `/${database}`
    return { ...common, DATABASE_URL: url.href, REDIS_URL: redisUrl }
  }
  const serverTemplate = once(async () => {
    const { sql } = await started()
    await sql(`create database ${TEMPLATE}`)
    const env = await serverEnv(TEMPLATE)
    const data = await mkdtemp(join(dir, 'template-'))
    await promisify(execFile)(process.execPath, ['app/migrate.ts'], { cwd: ROOT, env: { ...process.env, ...env, DATA_DIR: data } })
    await (await startDesk(data, env)).stop()
  })

  const home = async (backend: BackendName): Promise<Home> => {
    const data = await mkdtemp(join(dir, 'home-'))
    let env: Readonly<Record<string, string>> = common
    let dropMore = async (): Promise<void> => {}
    if (backend === 'pglite') await cp(await embeddedTemplate(), data, { recursive: true })
    else {
      await serverTemplate()
      const { sql } = await started()
      const database = `crash_${randomBytes(6).toString('hex')}`
      await sql(`create database ${database} template ${TEMPLATE}`)
      env = await serverEnv(database)
      dropMore = async () => void (await sql(`drop database ${database} with (force)`))
    }
    return {
      backend,
      dir: data,
      env,
      services: backend === 'pglite' ? null : await started(),
      open: async () => {
        const settings = readSettings({ ...env, DATA_DIR: data })
        if (settings.databaseUrl === null) return openStorage(settings, createLog({ level: 'silent' }))
        // The driver's own questions go through whole tables, as the desk's never do, and may take as long as they take.
        const db = openPostgres(settings.databaseUrl, 4, 0)
        return { db, close: () => db.close() }
      },
      drop: async () => {
        await dropMore()
        await rm(data, { recursive: true, force: true })
      },
    }
  }
  return {
    home,
    close: async () => {
      if (running) await (await started()).close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make()
    return made
  }
}
