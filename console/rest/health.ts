/** What a supervisor asks a process: does it live, can it take work, how does it do. Open to all; holds no secret. */

import type { Router } from '../../kit/http/router-env.ts'
import type { Metrics } from '../../kit/metrics.ts'

export interface Readiness {
  /** Whether work can be taken in and committed. */
  readonly ready: boolean
  /** Names of what does not work or works only in part, such as `redis`. */
  readonly degraded: readonly string[]
}

export interface HealthDeps {
  readonly ready: () => Promise<Readiness>
  readonly metrics: Pick<Metrics, 'text'>
  /** A check that takes longer has failed; 3 s unless told. */
  readonly checkMs?: number
}

const CHECK_MS = 3_000

export function mountHealth(router: Router, { ready, metrics, checkMs = CHECK_MS }: HealthDeps): void {
  router.get('/healthz', (c) => c.json({ ok: true }))
  router.get('/readyz', async (c) => {
    const found = await inTime(ready(), checkMs)
    return c.json(found, found.ready ? 200 : 503)
  })
  router.get('/metrics', async (c) => {
    const { type, body } = await metrics.text()
    return c.body(body, 200, { 'content-type': type })
  })
}

async function inTime(check: Promise<Readiness>, ms: number): Promise<Readiness> {
  const failed = (what: string): Readiness => ({ ready: false, degraded: [what] })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve(failed('timeout')), ms)
  })
  const found = await Promise.race([check.catch(() => failed('check')), late])
  clearTimeout(timer)
  return found
}
