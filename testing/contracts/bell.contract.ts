import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Bell } from '../../kit/ports/bell.ts'

const LONG = 40_000

/** The suite every bell passes. What is told may arrive a little later, so cases wait for it. */
export function bellContract(name: string, start: () => Promise<Bell>): void {
  describe(`bell contract: ${name}`, () => {
    const open: Bell[] = []
    const hang = async () => {
      const bell = await start()
      open.push(bell)
      return bell
    }
    afterEach(async () => {
      for (const bell of open.splice(0)) await bell.close()
    })
    const never = new AbortController().signal
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    /** Milliseconds the promise took; a case fails rather than waits when it takes long. */
    const timed = async (waiting: Promise<void>) => {
      const since = performance.now()
      await waiting
      return performance.now() - since
    }
    const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000 })

    it('wakes a sleeper when it rings', async () => {
      const bell = await hang()
      const waiting = timed(bell.wait('send', LONG, never))
      bell.ring('send')
      expect(await waiting).toBeLessThan(15_000)
    })

    it('keeps a ring nobody waited for, once', async () => {
      const bell = await hang()
      bell.ring('converse')
      bell.ring('converse')
      expect(await timed(bell.wait('converse', LONG, never))).toBeLessThan(15_000)
      expect(await timed(bell.wait('converse', 60, never))).toBeGreaterThan(40)
    })

    it('wakes one sleeper per ring, and nobody of another kind', async () => {
      const bell = await hang()
      const woken: string[] = []
      for (const who of ['first', 'second']) void bell.wait('send', LONG, never).then(() => woken.push(who))
      void bell.wait('redraw', LONG, never).then(() => woken.push('redraw'))
      bell.ring('send')
      await eventually(() => expect(woken).toHaveLength(1))
      await pause(30)
      expect(woken).toHaveLength(1)
      bell.ring('send')
      await eventually(() => expect(woken.toSorted()).toEqual(['first', 'second']))
    })

    it('lets a sleeper wake by itself, or be woken by a signal', async () => {
      const bell = await hang()
      expect(await timed(bell.wait('send', 30, never))).toBeGreaterThan(20)
      const stop = new AbortController()
      const waiting = timed(bell.wait('send', LONG, stop.signal))
      stop.abort()
      expect(await waiting).toBeLessThan(15_000)
      expect(await timed(bell.wait('send', LONG, stop.signal))).toBeLessThan(15_000)
    })

    it('does not spend a ring on a sleeper who is gone', async () => {
      const bell = await hang()
      const stop = new AbortController()
      const gone = bell.wait('send', LONG, stop.signal)
      stop.abort()
      await gone
      bell.ring('send')
      expect(await timed(bell.wait('send', LONG, never))).toBeLessThan(15_000)
    })

    it('tells every listener of a topic, in order, and nobody else', async () => {
      const bell = await hang()
      const heard: string[] = []
      bell.listen('web-room', (id) => heard.push(`a${id}`))
      bell.listen('web-room', (id) => heard.push(`b${id}`))
      bell.listen('config', (id) => heard.push(`c${id}`))
      bell.tell('web-room', '1')
      bell.tell('web-room', '2')
      await eventually(() => expect(heard).toHaveLength(4))
      expect(heard.filter((each) => each.startsWith('a'))).toEqual(['a1', 'a2'])
      expect(heard.filter((each) => each.startsWith('b'))).toEqual(['b1', 'b2'])
    })

    it('tells the others although one listener throws, and the teller notices nothing', async () => {
      const bell = await hang()
      const heard: string[] = []
      bell.listen('web-room', () => {
        throw new Error('a listener broke')
      })
      bell.listen('web-room', (id) => heard.push(id))
      expect(() => bell.tell('web-room', '1')).not.toThrow()
      bell.tell('web-room', '2')
      await eventually(() => expect(heard).toEqual(['1', '2']))
    })

    it('tells nothing to who has stopped listening', async () => {
      const bell = await hang()
      const heard: string[] = []
      const hear = (id: string) => void heard.push(id)
      const stop = bell.listen('web-room', hear)
      bell.listen('web-room', hear)
      stop()
      stop()
      bell.tell('web-room', '1')
      await eventually(() => expect(heard).toEqual(['1']))
      await pause(30)
      expect(heard).toEqual(['1'])
    })

    it('ends every wait when it is closed, and says nothing more', async () => {
      const bell = await hang()
      const heard: string[] = []
      bell.listen('web-room', (id) => heard.push(id))
      const waits = [timed(bell.wait('send', LONG, never)), timed(bell.wait('train', LONG, never))]
      await bell.close()
      for (const each of await Promise.all(waits)) expect(each).toBeLessThan(15_000)
      bell.ring('send')
      bell.tell('web-room', '1')
      expect(await timed(bell.wait('send', 30, never))).toBeGreaterThan(20)
      expect(heard).toEqual([])
    })
  })
}
