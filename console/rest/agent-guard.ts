/**
 * What an agent who signed in as themselves may ask of /v1. Deny by default: what is not listed is for whoever has
 * the API token. The parts of the console are kept by the table of roles; tickets are, again, by every command.
 */
import type { MiddlewareHandler } from 'hono'
import { type Area, maySee } from '../../bot/domain/roles.ts'
import { DeskError } from '../../bot/errors.ts'
import type { RouterEnv } from '../../kit/http/router-env.ts'
import type { RestDeps } from './deps.ts'

const ASKS: readonly (readonly [method: 'GET' | 'POST', path: RegExp, area: Area])[] = [
  ['GET', /^\/v1\/(playground|categories|tags)$/, 'tickets'],
  ['GET', /^\/v1\/tickets(\/|$)/, 'tickets'],
  ['GET', /^\/v1\/messages$/, 'tickets'],
  ['POST', /^\/v1\/tickets$/, 'tickets'],
  ['POST', /^\/v1\/tickets\/[^/]+\/commands$/, 'tickets'],
  ['POST', /^\/v1\/tickets\/[^/]+\/forms\/[^/]+\/preview$/, 'tickets'],
  ['POST', /^\/v1\/forms\/create$/, 'tickets'],
  ['GET', /^\/v1\/person$/, 'person'],
  ['POST', /^\/v1\/person\//, 'person'],
  ['GET', /^\/v1\/settings$/, 'settings'],
  ['POST', /^\/v1\/settings\/(retrain|reload)$/, 'settings'],
]

export function agentGuard({ settings }: Pick<RestDeps, 'settings'>): MiddlewareHandler<RouterEnv> {
  return async (c, next) => {
    const id = c.get('agent')
    if (id === undefined) return next()
    const agent = await settings.agent(id)
    // Whoever left has a cookie for a while yet.
    if (agent?.id !== id) throw new DeskError('NOT_SIGNED_IN')
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
    const asked = ASKS.find(([how, path]) => how === method && path.test(c.req.path))
    if (!asked || !maySee(agent, asked[2])) throw new DeskError('NOT_ALLOWED', { why: 'area' })
    return next()
  }
}
