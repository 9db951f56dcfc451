import { describe, expect, it } from 'vitest'
import { DeskError } from '../bot/errors.ts'
import type { Blame, ConverseStore, LineWork } from '../bot/ports/stores.ts'
import type { Log } from '../kit/log.ts'
import { createMetrics } from '../kit/metrics.ts'
import type { Bell } from '../kit/ports/bell.ts'
import { type CommitOptions, commitAll } from './commit-works.ts'

const work = (line: string) => ({ line, fence: 1, tries: 1 }) as LineWork

/** What lines come back with, where the store commits nothing that has one of them. */
async function givenBack(failures: Readonly<Record<string, Error>>, lines: readonly string[]): Promise<Readonly<Record<string, Blame>>> {
  const back: Record<string, Blame> = {}
  const store = {
    commit: async (works: readonly LineWork[]) => {
      for (const { line } of works) if (failures[line]) throw failures[line]
      return { results: works.map(() => 'done' as const), rings: new Set(), outcomes: [], grown: 0 }
    },
    release: async (line: string, _fence: number, _ms: number, _why: string, blame: Blame) => {
      back[line] = blame
    },
  } as unknown as ConverseStore
  const options: CommitOptions = {
    store,
    mint: { ready: async () => undefined } as unknown as CommitOptions['mint'],
    bell: { ring: () => undefined, tell: () => undefined } as unknown as Bell,
    log: { error: () => undefined } as unknown as Log,
    metrics: createMetrics(),
  }
  expect(await commitAll(options, lines.map(work), new Map())).toBe(Object.keys(failures).length === 0)
  return back
}

describe('an item that could not be committed', () => {
  it('comes back by itself, and as the one that failed', async () => {
    expect(await givenBack({ b: new TypeError('cannot be decided') }, ['a', 'b', 'c'])).toEqual({ b: 'item' })
  })

  it('is not to blame for a deadlock or a database that is away', async () => {
    const lost = new DeskError('UNAVAILABLE', { why: 'database' }, new Error('deadlock detected'))
    expect(await givenBack({ a: lost }, ['a', 'b'])).toEqual({ a: 'desk' })
  })
})
