import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { unlessAborted } from './unless-aborted.ts'

describe('work under a signal', () => {
  it('ends as it ends by itself, and leaves nothing at the signal', async () => {
    const { signal } = new AbortController()
    expect(await unlessAborted(Promise.resolve('read'), signal)).toBe('read')
    await expect(unlessAborted(Promise.reject(new Error('wrong')), signal)).rejects.toThrow('wrong')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('is not waited for once the signal is aborted, before or meanwhile', async () => {
    const stop = new AbortController()
    const never = new Promise<never>(() => {})
    const waited = unlessAborted(never, stop.signal)
    stop.abort(new Error('stopping'))
    await expect(waited).rejects.toThrow('stopping')
    await expect(unlessAborted(never, stop.signal)).rejects.toThrow('stopping')
    expect(getEventListeners(stop.signal, 'abort')).toEqual([])
  })
})
