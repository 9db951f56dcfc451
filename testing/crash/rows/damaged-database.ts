import { execFile } from 'node:child_process'
import { cp, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ApiClient } from '../../api-client.ts'
import { pause } from '../fleet.ts'
import { judge, type Scenario } from '../scenario.ts'
import { spawnDesk } from '../spawn-desk.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const WORDS = 12
const TICKET_MS = 60_000

/** What a broken disk or a careless hand does to a stopped desk's database. */
const DAMAGES: Readonly<Record<string, (pgdata: string) => Promise<void>>> = {
  'the log cut to nothing': async (pgdata) => {
    for (const name of await segments(pgdata)) await cut(join(pgdata, 'pg_wal', name), 0)
  },
  'the log cut in its first page': async (pgdata) => {
    for (const name of await segments(pgdata)) await cut(join(pgdata, 'pg_wal', name), 5_000)
  },
  'the file gone by which it is known as a database': (pgdata) => rm(join(pgdata, 'PG_VERSION')),
  'the control file overwritten': (pgdata) => writeFile(join(pgdata, 'global/pg_control'), Buffer.alloc(8_192, 0x5a)),
}

/**
 * What a killed desk left behind does not keep the next one from starting. A database that is damaged does: the desk
 * says so and how to go on, and deletes nothing; and going on as it says brings the desk back from its backup.
 */
export const scenario: Scenario = {
  rows: [25],
  title: 'a stale postmaster.pid; a damaged database, and the way back from a backup',
  backends: ['pglite'],
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const pgdata = join(home.dir, 'pgdata')
    const problems: string[] = []
    await fleet.start(0)
    for (let i = 0; i < WORDS; i++) await customers.say(customers.fresh())
    await ticketsOf(fleet.at(0), WORDS)
    await fleet.kill(0)
    // Of a process that lives, though it is no database.
    await writeFile(join(pgdata, 'postmaster.pid'), `-42\n${pgdata}\n${Math.round(Date.now() / 1000)}\n5432\n\n\n  1 1\nready\n`)
    await fleet.start(0)
    await customers.say(customers.fresh())
    const tickets = await ticketsOf(fleet.at(0), WORDS + 1)
    if (tickets !== WORDS + 1) problems.push(`after a stale postmaster.pid there are ${tickets} tickets`)
    await fleet.stop()

    const backup = join(home.dir, 'backup')
    const made = await command('app/backup.ts', ['--to', backup], { ...home.env, DATA_DIR: home.dir })
    if (made.code !== 0) problems.push(`no backup: ${made.said}`)
    let [refused, restored] = [0, 0]
    for (const [what, damage] of Object.entries(DAMAGES)) {
      const dir = join(home.dir, `damaged-${refused}`)
      await cp(pgdata, join(dir, 'pgdata'), { recursive: true })
      await damage(join(dir, 'pgdata'))
      const before = await filesOf(dir)
      const { code, said } = await spawnDesk(dir, home.env).exited
      if (code === 1 && said.includes('DATA_DIR_UNUSABLE') && said.includes('npm run restore')) refused++
      else problems.push(`${what}: code ${code}, said: ${said.slice(-400)}`)
      const gone = [...before].filter(([name, bytes]) => bytes > 0 && name.startsWith('pgdata/')).map(([name]) => name)
      const after = await filesOf(dir)
      const deleted = gone.filter((name) => !after.has(name) && !name.endsWith('postmaster.pid'))
      if (deleted.length > 0) problems.push(`${what}: deleted ${deleted.slice(0, 5).join(', ')}`)
      await rm(dir, { recursive: true, force: true })
    }
    // The way back is the same whatever was damaged.
    const again = join(home.dir, 'restored')
    const back = await command('app/restore.ts', ['--from', backup, '--moved'], { ...home.env, DATA_DIR: again })
    if (back.code !== 0) problems.push(`not restored: ${back.said}`)
    await rm(pgdata, { recursive: true })
    await cp(join(again, 'pgdata'), pgdata, { recursive: true })
    await fleet.start(0)
    await customers.say(customers.fresh())
    restored = await ticketsOf(fleet.at(0), WORDS + 2)
    return judge(await settle(), { damages: Object.keys(DAMAGES).length, refused, restored }, [
      [problems.length === 0, problems.join('\n')],
      [restored === WORDS + 2, `${restored} tickets after the restore`],
    ])
  },
}

const segments = async (pgdata: string) => (await readdir(join(pgdata, 'pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name))

async function cut(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.truncate(bytes)
  await handle.close()
}

/** Every file under the directory, with its length. */
async function filesOf(dir: string): Promise<ReadonlyMap<string, number>> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
  return new Map(await Promise.all(files.map(async (file) => [file.slice(dir.length + 1), (await stat(file)).size] as const)))
}

/** How many tickets there are, as soon as there are so many. */
async function ticketsOf(desk: ConstructorParameters<typeof ApiClient>[0] | null, wanted: number): Promise<number> {
  let found = 0
  for (const end = Date.now() + TICKET_MS; desk && found < wanted && Date.now() < end; await pause(100))
    found = (await new ApiClient(desk).tickets()).length
  return found
}

function command(file: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ readonly code: number; readonly said: string }>((resolve) =>
    execFile(process.execPath, [file, ...args], { cwd: ROOT, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, said: `${stdout}${stderr}`.slice(-600) }),
    ),
  )
}
