/** A disk with little room: a tmpfs that the rows of one home are moved to. Linux, as root. */
import { execFile } from 'node:child_process'
import { cp, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Home } from '../backend.ts'

const run = promisify(execFile)

export interface SmallDisk {
  /** Writes to it until there is no room. */
  fill(): Promise<void>
  /** Takes what `fill` wrote away. */
  free(): Promise<void>
  /** Moves the rows back. No desk may run, and none of the home's connections be open. */
  close(): Promise<void>
}

/** No desk may run on the home. `spareMb` is the room there is besides what is there. */
export async function moveToSmallDisk(home: Home, spareMb: number): Promise<SmallDisk> {
  return home.services === null ? ownFiles(join(home.dir, 'pgdata'), spareMb) : ownTablespace(home, home.services, spareMb)
}

async function ownFiles(place: string, spareMb: number): Promise<SmallDisk> {
  const before = `${place}-before`
  await rename(place, before)
  await mkdir(place)
  await mountAt(place, (await megabytes(before)) + spareMb)
  await cp(before, place, { recursive: true })
  return {
    ...filler(place),
    close: async () => {
      await rm(before, { recursive: true })
      await cp(place, before, { recursive: true })
      await run('umount', ['-l', place])
      await rm(place, { recursive: true })
      await rename(before, place)
    },
  }
}

async function ownTablespace(home: Home, services: NonNullable<Home['services']>, spareMb: number): Promise<SmallDisk> {
  const place = join(home.dir, 'small')
  const database = new URL(home.env['DATABASE_URL'] ?? '').pathname.slice(1)
  const size = Number(await services.sql(`select pg_database_size('${database}') / 1024 / 1024`))
  await mkdir(place)
  await mountAt(place, size + spareMb, await uidOf('postgres'))
  // The server must get to it.
  await run('chmod', ['711', home.dir])
  const name = `small_${database}`
  await services.sql(`create tablespace ${name} location '${place}'`)
  await services.sql(`alter database ${database} set tablespace ${name}`)
  return {
    ...filler(place),
    close: async () => {
      await services.sql(`alter database ${database} set tablespace pg_default`)
      await services.sql(`drop tablespace ${name}`)
      await run('umount', ['-l', place])
    },
  }
}

function filler(place: string): Pick<SmallDisk, 'fill' | 'free'> {
  const file = join(place, 'filler')
  return {
    fill: async () => {
      const handle = await open(file, 'a')
      try {
        for (const size of [1024 * 1024, 4096]) {
          const bytes = Buffer.alloc(size)
          for (;;) if ((await handle.write(bytes)).bytesWritten < size) break
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      } finally {
        await handle.close()
      }
    },
    free: () => rm(file, { force: true }),
  }
}

async function mountAt(place: string, mb: number, uid = process.getuid?.() ?? 0): Promise<void> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${Math.ceil(mb)}m,mode=700,uid=${uid},gid=${uid}`, 'tmpfs', place])
}

const megabytes = async (place: string): Promise<number> => Number((await run('du', ['-sm', place])).stdout.split('\t')[0])
const uidOf = async (user: string): Promise<number> => Number((await run('id', ['-u', user])).stdout)
