/** Does PUBLIC_URL/slack/events answer as Slack wants it? Asked with a signed request, the way Slack verifies an address. */
import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import type { ErrorFacts } from '../../bot/errors.ts'
import type { CheckAbout, Finding, FindingCode } from '../../bot/ports/check.ts'
import { sign } from './verify.ts'
import { whyAway } from './why-away.ts'

/** Slack itself waits no longer. */
const ANSWER_MS = 3_000
const LONGEST = 1_000

const finding = (code: FindingCode, facts: ErrorFacts = {}): Finding => ({ area: 'slack', code, facts })

export async function checkCallback({
  publicUrl,
  running,
  secret,
  now,
}: Pick<CheckAbout, 'publicUrl' | 'running'> & { readonly secret: string; readonly now: () => number }): Promise<Finding> {
  if (publicUrl === null) return finding('slack-callback-unset')
  const url = `${publicUrl}/slack/events`
  const challenge = randomUUID()
  const body = JSON.stringify({ type: 'url_verification', token: 'doctor', challenge })
  const timestamp = String(Math.floor(now() / 1000))
  let answer: Response
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': sign(secret, timestamp, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
  } catch (error) {
    return finding(running ? 'slack-callback-away' : 'slack-callback-silent', { url, why: whyAway(error) })
  }
  const said = (await answer.text().catch(() => '')).slice(0, LONGEST)
  if (answer.status !== 200 || !said.includes(challenge)) return finding('slack-callback-wrong', { url, status: answer.status })
  return finding(isPrivate(new URL(publicUrl)) ? 'slack-callback-private' : 'slack-callback-ok', { url })
}

/** Answers here, but Slack cannot come here. */
function isPrivate({ hostname, protocol }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || protocol !== 'https:') return true
  if (isIP(host) === 4)
    return /^(?:10|127|0)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(host)
  if (isIP(host) === 6) return /^(?:::1$|f[cd]|fe[89ab])/i.test(host)
  return /\.(?:local|internal|lan|test|example)$/.test(host)
}
