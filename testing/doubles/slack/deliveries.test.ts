/** The double brings events again as Slack does: at once, after a minute, after five, and not when it is told to stop. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDeliveries, SLACK_RETRY_MS } from './deliveries.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What comes to a desk that answers like this, by the second it came. */
async function brought(answer: (nth: number) => Response | Promise<Response>) {
  const came: { readonly at: number; readonly nth: string | null; readonly why: string | null; readonly stamp: number }[] = []
  const began = Date.now()
  const target = (request: Request) => {
    const header = (name: string) => request.headers.get(name)
    const at = Math.floor((Date.now() - began) / 1000)
    const stamp = Number(header('x-slack-request-timestamp')) - Math.floor(Date.now() / 1000)
    came.push({ at, nth: header('x-slack-retry-num'), why: header('x-slack-retry-reason'), stamp })
    return answer(came.length)
  }
  const deliveries = createDeliveries({ signingSecret: 's', target: () => target, answerMs: 3_000, retryMs: SLACK_RETRY_MS })
  const bringing = deliveries.event({ type: 'event_callback' })
  await vi.advanceTimersByTimeAsync(600_000)
  return { came, ...(await bringing) }
}

describe('an event', () => {
  it('comes again at once, after a minute and after five more, signed anew, with the number and the reason', async () => {
    const { came, accepted, tries } = await brought(() => new Response('', { status: 500 }))
    expect(came).toEqual([
      { at: 0, nth: null, why: null, stamp: 0 },
      { at: 0, nth: '1', why: 'http_error', stamp: 0 },
      { at: 60, nth: '2', why: 'http_error', stamp: 0 },
      { at: 360, nth: '3', why: 'http_error', stamp: 0 },
    ])
    expect([accepted, tries]).toEqual([false, 4])
  })

  it('comes again when nothing was answered in three seconds, and no more once it is taken', async () => {
    const { came, accepted } = await brought((nth) => (nth === 1 ? new Promise<Response>(() => undefined) : new Response('')))
    expect(came.map(({ at, why }) => [at, why])).toEqual([
      [0, null],
      [3, 'http_timeout'],
    ])
    expect(accepted).toBe(true)
  })

  it('does not come again to who says so', async () => {
    const { came } = await brought(() => new Response('', { status: 500, headers: { 'x-slack-no-retry': '1' } }))
    expect(came).toHaveLength(1)
  })
})
