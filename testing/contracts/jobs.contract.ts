import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Jobs, TRIES } from '../../kit/ports/jobs.ts'

export interface JobsStart {
  /** Another process of the same desk, if there can be one; else the same. */
  join(): Promise<Jobs>
  readonly failed: readonly string[]
}

/** The suite every engine of heavy jobs passes. */
export function jobsContract(name: string, start: () => Promise<JobsStart>): void {
  describe(`jobs contract: ${name}`, () => {
    const open: Jobs[] = []
    const begin = async () => {
      const desk = await start()
      const join = async () => {
        const jobs = await desk.join()
        if (!open.includes(jobs)) open.push(jobs)
        return jobs
      }
      return { jobs: await join(), other: await join(), failed: desk.failed }
    }
    afterEach(async () => {
      for (const jobs of open.splice(0)) await jobs.close()
    })
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 20 })

    it('runs what is asked for, once, wherever somebody works on it', async () => {
      const { jobs, other } = await begin()
      let runs = 0
      for (const each of [jobs, other]) each.work('train', async () => void runs++)
      await jobs.ask('train')
      await eventually(() => expect(runs).toBe(1))
      await pause(200)
      expect(runs).toBe(1)
    })

    it('keeps what is asked for until somebody comes to work on it', async () => {
      const { jobs, other } = await begin()
      await jobs.ask('train')
      await jobs.ask('train')
      let runs = 0
      other.work('train', async () => void runs++)
      await eventually(() => expect(runs).toBe(1))
      await pause(200)
      expect(runs).toBe(1)
    })

    it('runs one at a time, and whoever asks meanwhile joins the run that goes on', async () => {
      const { jobs, other } = await begin()
      let [now, most, runs] = [0, 0, 0]
      let go = () => {}
      const gate = new Promise<void>((resolve) => (go = resolve))
      const run = async () => {
        most = Math.max(most, ++now)
        await gate
        now--
        runs++
      }
      for (const each of [jobs, other]) each.work('train', run)
      await jobs.ask('train')
      await eventually(() => expect(now).toBe(1))
      await jobs.ask('train')
      await other.ask('train')
      go()
      await eventually(() => expect(runs).toBe(1))
      await pause(200)
      expect([most, runs]).toEqual([1, 1])
    })

    it('runs again when asked after a run is over', async () => {
      const { jobs } = await begin()
      let runs = 0
      jobs.work('train', async () => void runs++)
      for (let i = 1; i <= 3; i++) {
        // The end of a run is known a little after its last step: who asks before that has joined it.
        await eventually(async () => {
          await jobs.ask('train')
          expect(runs).toBeGreaterThanOrEqual(i)
        })
      }
    })

    it('tries one that fails again, and tells of one that keeps failing', async () => {
      const { jobs, failed } = await begin()
      let tries = 0
      jobs.work('train', async () => {
        tries++
        throw new Error('no')
      })
      await jobs.ask('train')
      await eventually(() => expect(failed).toEqual(['train']))
      expect(tries).toBe(TRIES)
      let learned = 0
      jobs.work('learn', async () => {
        if (++learned < 2) throw new Error('not yet')
      })
      await jobs.ask('learn')
      await eventually(() => expect(learned).toBe(2))
      await pause(100)
      expect(failed).toEqual(['train'])
    })

    it('runs on a schedule, one at a time however many processes have it', async () => {
      const { jobs, other } = await begin()
      const at: number[] = []
      let [now, most] = [0, 0]
      for (const each of [jobs, other]) {
        each.work('learn', async () => {
          most = Math.max(most, ++now)
          at.push(Date.now())
          await pause(30)
          now--
        })
        each.every('learn', 300)
      }
      await eventually(() => expect(at.length).toBeGreaterThan(3))
      const gaps = at.slice(1).map((each, i) => each - (at[i] ?? 0))
      expect(most).toBe(1)
      expect(Math.max(...gaps)).toBeGreaterThan(150)
      expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan(500)
    })

    it('begins nothing and takes nothing once closed', async () => {
      const { jobs } = await begin()
      let runs = 0
      jobs.work('train', async () => void runs++)
      jobs.every('train', 50)
      await jobs.close()
      await expect(jobs.ask('train')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      const before = runs
      await pause(200)
      expect(runs).toBe(before)
    })
  })
}
