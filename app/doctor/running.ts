/** Does a desk run here? It is asked at /readyz, where it says what does not work. */
import type { Finding } from '../../bot/ports/check.ts'
import type { Settings } from '../../kit/settings.ts'

const ASK_MS = 4_000

export interface Running {
  readonly finding: Finding
  /** Where it answers; null: nobody does. */
  readonly url: string | null
  /** Whether it says that it commits. */
  readonly ready: boolean
}

export async function checkRunning({ host, port }: Pick<Settings, 'host' | 'port'>): Promise<Running> {
  const here = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  const url = `http://${here.includes(':') ? `[${here}]` : here}:${port}`
  try {
    const answer = await fetch(`${url}/readyz`, { redirect: 'error', signal: AbortSignal.timeout(ASK_MS) })
    const { ready, degraded } = (await answer.json()) as { ready?: boolean; degraded?: readonly string[] }
    if (typeof ready !== 'boolean' || !Array.isArray(degraded)) throw new Error('something else listens there')
    const named = degraded.join(', ')
    const well = ready && degraded.length === 0
    return { finding: { area: 'desk', code: well ? 'desk-running' : 'desk-degraded', facts: { url, degraded: named } }, url, ready }
  } catch {
    return { finding: { area: 'desk', code: 'desk-stopped', facts: { url } }, url: null, ready: false }
  }
}
