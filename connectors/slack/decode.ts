/** A request of Slack (or an envelope of Socket Mode, which holds the same) as events of the desk. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { decodeCreateForm, isCreateForm } from './create-modal.ts'
import { decodeEvent } from './decode-event.ts'
import { decodeActions, decodeShortcut, decodeSlash, decodeSubmission } from './decode-interaction.ts'
import { type Deciphering, type Decoded, eventOf, nothing, one } from './decoded.ts'
import { blockActions, envelope, shortcut, slash, submission } from './shapes.ts'

const challenge = z.looseObject({ type: z.literal('url_verification'), challenge: z.string().max(1000) })

/** Told of by Slack, and nothing to the desk. */
const IGNORED = new Set(['app_rate_limited', 'view_closed', 'block_suggestion'])

/** Never throws for a payload Slack could send: what has an unknown shape is kept as `unparsed` for a person to see. */
export function decode(payload: Readonly<Record<string, unknown>>, deciphering: Deciphering): Decoded {
  const type = payload['type'] ?? (typeof payload['command'] === 'string' ? 'slash' : '')
  switch (type) {
    case 'url_verification': {
      const asked = challenge.safeParse(payload)
      return asked.success ? { is: 'challenge', challenge: asked.data.challenge } : nothing
    }
    case 'event_callback': {
      const read = envelope.safeParse(payload)
      return (read.success ? decodeEvent(read.data) : null) ?? unparsed(payload, deciphering)
    }
    case 'block_actions': {
      if (isCreateForm(payload)) return decodeCreateForm(payload, deciphering) ?? unparsed(payload, deciphering)
      const read = blockActions.safeParse(payload)
      return (read.success ? decodeActions(read.data, payload, deciphering) : null) ?? unparsed(payload, deciphering)
    }
    case 'view_submission': {
      if (isCreateForm(payload)) return decodeCreateForm(payload, deciphering) ?? unparsed(payload, deciphering)
      const read = submission.safeParse(payload)
      return (read.success ? decodeSubmission(read.data, payload, deciphering) : null) ?? unparsed(payload, deciphering)
    }
    case 'message_action': {
      const read = shortcut.safeParse(payload)
      return read.success ? decodeShortcut(read.data, payload, deciphering) : unparsed(payload, deciphering)
    }
    case 'slash': {
      const read = slash.safeParse(payload)
      return read.success ? decodeSlash(read.data, payload, deciphering) : unparsed(payload, deciphering)
    }
    default:
      return IGNORED.has(String(type)) ? nothing : unparsed(payload, deciphering)
  }
}

const sender = z.looseObject({ id: z.string().max(64) })

function unparsed(payload: Readonly<Record<string, unknown>>, { now }: Deciphering): Decoded {
  const event = record(payload['event'])
  const account = short(payload['team_id']) ?? short(record(payload['team'])['id']) ?? 'unknown'
  const room = short(event['channel']) ?? short(record(payload['channel'])['id']) ?? short(payload['channel_id']) ?? 'unknown'
  const user = sender.safeParse(payload['user'])
  const from = short(event['user']) ?? (user.success ? user.data.id : null) ?? short(payload['user_id']) ?? 'unknown'
  return one(
    eventOf({
      account,
      // Without an id of its own the same bytes are the same event.
      key: `ev:${short(payload['event_id']) ?? createHash('sha256').update(JSON.stringify(payload)).digest('hex')}`,
      at: now,
      room: { id: room },
      from: { id: from },
      what: 'unparsed',
      text: [payload['type'], event['type'], event['subtype']]
        .filter((each) => typeof each === 'string')
        .join(' ')
        .slice(0, 200),
      raw: payload,
    }),
  )
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function short(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.-]{1,200}$/.test(value) ? value : null
}
