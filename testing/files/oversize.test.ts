/** Files too large, and too many of them: they are noted as not fetched, and cost neither memory nor disk. Fault 102. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Channel } from '../../bot/ports/channel.ts'
import type { FetchOutcome, FileStore, FileWork } from '../../bot/ports/stores.ts'
import { createLog } from '../../kit/log.ts'
import { createBlobs } from '../../storage/blobs/directory-blobs.ts'
import { createInProcessBell } from '../../workers/bell/in-process-bell.ts'
import { startFetch } from '../../workers/fetch.ts'
import { endlessChannel } from './endless-channel.ts'

const MB = 1024 * 1024
const MAX = 8 * MB
const TWO_GB = 2 * 1024 * MB

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'relaydesk-oversize-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** A store with these files to be fetched; ends when all have an outcome. */
async function fetchAll(works: readonly FileWork[], channel: Channel): Promise<ReadonlyMap<string, FetchOutcome>> {
  const outcomes = new Map<string, FetchOutcome>()
  const left = [...works]
  let done: () => void = () => undefined
  const all = new Promise<void>((resolve) => {
    done = resolve
  })
  const store: FileStore = {
    claim: async (_, most) => left.splice(0, most),
    renew: async () => undefined,
    settle: async (work, outcome) => {
      outcomes.set(work.id, outcome)
      if (outcomes.size === works.length) done()
      return { rings: new Set() }
    },
  }
  const loop = startFetch({
    store,
    channels: new Map([[channel.name, channel]]),
    blobs: createBlobs(dir),
    max: MAX,
    bell: createInProcessBell(),
    log: createLog({ level: 'silent' }),
  })
  await all
  await loop.stop()
  return outcomes
}

const file = (n: number, size: number): FileWork => ({
  id: `f${n}`,
  channel: 'endless',
  account: 'main',
  ref: `r${n}`,
  name: `film-${n}.mp4`,
  mime: 'video/mp4',
  size,
  tries: 1,
  worn: false,
})
const TOO_LARGE = { failed: 'INPUT_TOO_LARGE', again: false }

describe('a file of 2 GB', () => {
  it('whose size the platform tells is not asked for at all', async () => {
    const { channel, asked } = endlessChannel(TWO_GB)
    expect((await fetchAll([file(1, TWO_GB)], channel)).get('f1')).toEqual(TOO_LARGE)
    expect(asked()).toEqual({ files: 0, bytes: 0 })
  })

  it('of which the platform says it is small is cut off at the largest size, leaves nothing, and memory stays flat', async () => {
    const { channel, asked } = endlessChannel(TWO_GB)
    const before = process.memoryUsage.rss()
    const outcomes = await fetchAll(
      [1, 2, 3, 4].map((n) => file(n, 1_000)),
      channel,
    )
    expect([...outcomes.values()]).toEqual([TOO_LARGE, TOO_LARGE, TOO_LARGE, TOO_LARGE])
    // A few pieces lie between what is read and what is counted.
    expect(asked().bytes).toBeLessThan(4 * (MAX + 4 * MB))
    expect(process.memoryUsage.rss() - before).toBeLessThan(128 * MB)
    expect(await readdir(dir, { recursive: true })).not.toContainEqual(expect.stringMatching(/[0-9a-f]{64}/))
  })
})

it('ten thousand files that are too large are each noted, and none is asked for', async () => {
  const { channel, asked } = endlessChannel(TWO_GB)
  const before = process.memoryUsage.rss()
  const outcomes = await fetchAll(
    Array.from({ length: 10_000 }, (_, n) => file(n, TWO_GB)),
    channel,
  )
  expect(outcomes.size).toBe(10_000)
  expect(new Set([...outcomes.values()].map((outcome) => JSON.stringify(outcome)))).toEqual(new Set([JSON.stringify(TOO_LARGE)]))
  expect(asked().files).toBe(0)
  expect(process.memoryUsage.rss() - before).toBeLessThan(128 * MB)
})
