/** What `npm run doctor` asks of Slack: token, scopes, clock, rooms, and whether Slack can reach the desk. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { RoomRef } from '../../bot/domain/desk-config.ts'
import type { ErrorFacts } from '../../bot/errors.ts'
import type { ChannelCheck, Finding, FindingCode } from '../../bot/ports/check.ts'
import { checkCallback } from './check-callback.ts'
import { whyAway } from './why-away.ts'

export interface SlackCheckOptions {
  readonly token: string
  readonly signingSecret: string | null
  readonly appToken: string | null
  readonly apiUrl: string | null
  readonly now?: () => number
}

const API = 'https://slack.com/api'
const CALL_MS = 10_000
/** From here on signatures fail; well before, somebody should look at the clock. */
const SKEW_BAD = 300
const SKEW_WARN = 30
const MOST_ROOMS = 50

const finding = (code: FindingCode, facts: ErrorFacts = {}): Finding => ({ area: 'slack', code, facts })

export function createSlackCheck(options: SlackCheckOptions): ChannelCheck {
  const { token, signingSecret, appToken, now = Date.now } = options
  return async (about) => {
    const asked = now()
    let who: Answer
    try {
      who = await ask(options, 'auth.test', token)
    } catch (error) {
      return [finding('slack-away', { why: whyAway(error) })]
    }
    const heard: Finding[] = []
    if (appToken !== null) heard.push(await checkSocket(options, appToken))
    else if (signingSecret === null) heard.push(finding('slack-deaf'))
    else heard.push(await checkCallback({ ...about, secret: signingSecret, now }))
    const clock = checkClock(who.headers, (asked + now()) / 2)
    if (who.body['ok'] !== true) return [finding('slack-refused', { error: errorOf(who) }), ...clock, ...heard]
    const account = String(who.body['team_id'] ?? '')
    return [
      finding('slack-ok', { team: String(who.body['team'] ?? ''), user: String(who.body['user'] ?? ''), account }),
      await checkScopes(who.headers),
      ...clock,
      ...(await checkRooms(options, about.rooms, account)),
      ...heard,
    ]
  }
}

interface Answer {
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

async function ask({ apiUrl }: SlackCheckOptions, method: string, token: string, args: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(`${apiUrl ?? API}/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(args).toString(),
    redirect: 'error',
    signal: AbortSignal.timeout(CALL_MS),
  })
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  return { headers: answer.headers, body: (await answer.json()) as Answer['body'] }
}

function errorOf({ body }: Answer): string {
  return String(body['error'] ?? 'unknown_error').slice(0, 60)
}

/** The scopes of the manifest are those the connector needs. */
export async function scopesNeeded(): Promise<readonly string[]> {
  const manifest = parse(await readFile(fileURLToPath(new URL('./manifest.yaml', import.meta.url)), 'utf8')) as {
    oauth_config?: { scopes?: { bot?: string[] } }
  }
  return manifest.oauth_config?.scopes?.bot ?? []
}

async function checkScopes(headers: Headers): Promise<Finding> {
  const given = headers.get('x-oauth-scopes')
  const needed = await scopesNeeded()
  if (given === null) return finding('slack-scopes-unknown')
  const has = new Set(given.split(',').map((scope) => scope.trim()))
  const missing = needed.filter((scope) => !has.has(scope))
  return missing.length > 0
    ? finding('slack-scopes-missing', { scopes: missing.join(', ') })
    : finding('slack-scopes-ok', { count: needed.length })
}

/** Slack's `Date` is cut to a second, which is far below what matters. */
function checkClock(headers: Headers, now: number): readonly Finding[] {
  const theirs = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return []
  const seconds = Math.round((now - theirs) / 1000)
  const apart = Math.abs(seconds)
  if (apart > SKEW_BAD) return [finding('slack-clock-wrong', { seconds })]
  return [finding(apart > SKEW_WARN ? 'slack-clock-off' : 'slack-clock-ok', { seconds })]
}

async function checkRooms(options: SlackCheckOptions, rooms: readonly RoomRef[], account: string): Promise<readonly Finding[]> {
  if (rooms.length === 0) return [finding('slack-rooms-none', { account })]
  const found: Finding[] = []
  for (const { account: named, room } of rooms.slice(0, MOST_ROOMS)) {
    if (named !== account) {
      found.push(finding('slack-room-elsewhere', { room, account: named, is: account }))
      continue
    }
    const answer = await ask(options, 'conversations.info', options.token, { channel: room }).catch((error: unknown) => error)
    if (answer instanceof Error) found.push(finding('slack-away', { why: whyAway(answer) }))
    else found.push(roomFinding(answer as Answer, room))
  }
  return found
}

function roomFinding(answer: Answer, room: string): Finding {
  if (answer.body['ok'] !== true) return finding('slack-room-unknown', { room, error: errorOf(answer) })
  const { name, is_member } = answer.body['channel'] as { name?: string; is_member?: boolean }
  return finding(is_member === false ? 'slack-room-outside' : 'slack-room-ok', { room, name: String(name ?? '') })
}

/** Asks for the address of a socket, as the desk does; it is not opened. */
async function checkSocket(options: SlackCheckOptions, appToken: string): Promise<Finding> {
  try {
    const answer = await ask(options, 'apps.connections.open', appToken)
    return answer.body['ok'] === true ? finding('slack-socket-ok') : finding('slack-socket-refused', { error: errorOf(answer) })
  } catch (error) {
    return finding('slack-away', { why: whyAway(error) })
  }
}
