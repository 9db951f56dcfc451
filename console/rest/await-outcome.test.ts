import { describe, expect, it } from 'vitest'
import { DeskError } from '../../bot/errors.ts'
import type { Outcomes } from '../../bot/ports/reader.ts'
import { awaitOutcome } from './await-outcome.ts'

const bell = { listen: () => () => {} }
const done = { code: 'done', facts: {} }
/** Answers each time what stands next; what is an error is thrown. */
const answering = (...all: (Awaited<ReturnType<Outcomes['outcome']>> | Error)[]): Outcomes => ({
  outcome: async () => {
    const next = all.length > 1 ? all.shift() : all[0]
    if (next instanceof Error) throw next
    return next ?? null
  },
})
const away = new DeskError('UNAVAILABLE', {})

describe('the outcome of a command', () => {
  it('is waited for although the database cannot be asked for a while', async () => {
    expect(await awaitOutcome(async () => 'e1', answering(away, done), bell, 60_000)).toEqual({ event: 'e1', outcome: done })
  })

  it('is not known yet when nobody could be asked in time: the command is committed all the same', async () => {
    expect(await awaitOutcome(async () => 'e1', answering(away), bell, 10)).toEqual({ event: 'e1', outcome: null })
  })

  it('is none when the command could not be committed', async () => {
    const refused = () => Promise.reject(away)
    await expect(awaitOutcome(refused, answering(done), bell, 10)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})
