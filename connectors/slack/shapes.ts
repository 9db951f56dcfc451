/** The parts of Slack's payloads the desk reads, checked once here. Whatever else they hold passes unread. */
import { z } from 'zod'

/** An id as Slack writes them: what becomes part of keys must hold no colon. */
const id = z.string().regex(/^[\w.-]{1,64}$/)
const ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/)
const name = z.string().max(200)

const file = z.looseObject({
  id,
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nonnegative().nullish(),
})

/** A message as it stands, new or changed. */
const said = z.looseObject({
  user: id.optional(),
  bot_id: z.string().nullish(),
  app_id: z.string().nullish(),
  text: z.string().nullish(),
  ts,
  thread_ts: ts.nullish(),
  subtype: z.string().nullish(),
  files: z.array(file).nullish(),
  blocks: z.array(z.unknown()).max(100).nullish().catch(null),
})

export const envelope = z.looseObject({
  type: z.literal('event_callback'),
  team_id: id,
  event_id: z.string().min(1).max(200),
  event_time: z.number().optional(),
  event: z.looseObject({ type: z.string() }),
  authorizations: z
    .array(z.looseObject({ user_id: z.string().nullish(), is_bot: z.boolean().nullish() }))
    .nullish()
    .catch(null),
})
export type Envelope = z.infer<typeof envelope>

export const message = said.extend({ channel: id, user: id, files: z.array(file).nullish() })
export const changed = z.looseObject({ channel: id, event_ts: ts.optional(), ts, message: said, previous_message: said.optional() })
export const deleted = z.looseObject({ channel: id, event_ts: ts.optional(), ts, deleted_ts: ts, previous_message: said.optional() })
export const reaction = z.looseObject({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: id,
  reaction: z.string().min(1).max(100),
  item: z.looseObject({ type: z.literal('message'), channel: id, ts }),
  event_ts: ts,
})

export const homeOpened = z.looseObject({ user: id, tab: z.string().optional(), event_ts: ts.optional() })

const person = z.looseObject({ id, username: name.optional(), name: name.optional() })
const team = z.looseObject({ id })
const place = z.looseObject({ id })
const pressable = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  action_ts: z.string().regex(/^[\d.]{1,40}$/),
  value: z.string().max(2000).optional(),
  text: z.looseObject({ text: z.string() }).optional(),
  selected_option: z.looseObject({ value: z.string().min(1).max(150), text: z.looseObject({ text: z.string() }).optional() }).nullish(),
})
const trigger = z.string().regex(/^[\w.-]{1,200}$/)
const card = z.looseObject({ ts, thread_ts: ts.optional(), blocks: z.array(z.unknown()).optional() })

export const blockActions = z.looseObject({
  type: z.literal('block_actions'),
  team,
  user: person,
  /** Absent on a person's home. */
  channel: place.optional(),
  view: z.looseObject({ type: z.string() }).optional(),
  message: card.optional(),
  container: z.looseObject({ message_ts: ts.optional(), thread_ts: ts.optional() }).optional(),
  trigger_id: trigger,
  response_url: z.string().optional(),
  actions: z.array(pressable).min(1).max(25),
})
export type BlockActions = z.infer<typeof blockActions>

export const shortcut = z.looseObject({
  type: z.literal('message_action'),
  team,
  user: person,
  channel: place,
  message: said,
  callback_id: z.string().max(255),
  action_ts: z.string().regex(/^[\d.]{1,40}$/),
  trigger_id: trigger,
  response_url: z.string().optional(),
})

const answer = z.looseObject({ value: z.string().nullish(), selected_option: z.looseObject({ value: z.string() }).nullish() })
export const submission = z.looseObject({
  type: z.literal('view_submission'),
  team,
  user: person,
  view: z.looseObject({
    id,
    hash: z.string().regex(/^[\w.]{1,100}$/),
    callback_id: z.string(),
    private_metadata: z.string(),
    blocks: z
      .array(
        z.looseObject({
          type: z.string().optional(),
          block_id: z.string().optional(),
          element: z.looseObject({ initial_value: z.string().optional() }).optional(),
        }),
      )
      .default([]),
    state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), answer)) }),
  }),
})
export type Submission = z.infer<typeof submission>

export const slash = z.looseObject({
  command: z.string().min(1).max(100),
  text: z.string(),
  team_id: id,
  channel_id: id,
  user_id: id,
  user_name: name.optional(),
  trigger_id: trigger,
  response_url: z.string().optional(),
})
