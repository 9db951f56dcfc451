import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import type { Fault } from '../fault.ts'
import type { Lang } from './lang.ts'

/** What every handler finds in its context, whoever mounted it. */
export interface RouterEnv {
  /** Node's request and response; absent when a test calls `router.request`. */
  Bindings: Partial<HttpBindings>
  Variables: {
    requestId: string
    lang: Lang
    /** Bytes this route takes; `bodyUpTo` raises it. */
    bodyMax: number
    /** Why the body could not be read, for callers that swallow the reason. */
    bodyFault: Fault | undefined
    /** How the request got past `Access`. */
    entry: 'open' | 'cookie' | 'token' | 'agent' | undefined
    /** Id of the agent who signed in as themselves; they may only what that agent may. */
    agent: string | undefined
  }
}

export type Router = Hono<RouterEnv>
export type RouterContext = Context<RouterEnv>
