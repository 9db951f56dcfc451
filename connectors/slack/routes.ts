import { createSecretKey } from 'node:crypto'
import { DeskError } from '../../bot/errors.ts'
import { bodyUpTo } from '../../kit/http/body-limit.ts'
import type { Router } from '../../kit/http/router-env.ts'
import type { Handle } from './receiver.ts'
import { readPayload } from './request.ts'
import { isSigned } from './verify.ts'

const BODY_MAX = 4 * 1024 * 1024

export interface Secrets {
  readonly signingSecret: string
  readonly now: () => number
}

/** `POST /slack/events`: events, buttons, forms and commands. Nothing is read of what Slack has not signed. */
export function mountSlack(router: Router, { signingSecret, now }: Secrets, handle: Handle): void {
  const key = createSecretKey(Buffer.from(signingSecret))
  router.post('/slack/events', bodyUpTo(BODY_MAX), async (c) => {
    const body = await c.req.text()
    const signed = { signature: c.req.header('x-slack-signature'), timestamp: c.req.header('x-slack-request-timestamp'), body }
    if (!isSigned(signed, key, now())) throw new DeskError('NOT_SIGNED_IN')
    const payload = readPayload(c.req.header('content-type'), body)
    if (payload['ssl_check'] === '1') return c.body(null, 200)
    const answer = await handle(payload)
    if (answer === null) return c.body(null, 200)
    return typeof answer === 'string' ? c.text(answer) : c.json(answer)
  })
}
