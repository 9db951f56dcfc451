/**
 * Bolt's receiver on the desk's own router. What comes is committed first and acknowledged then; Bolt answers
 * the person: opens the form a button asks for, tells what is missing in it, hands on what the desk says at once.
 * Events need no answer and do not go through Bolt.
 */
import { App, type Receiver } from '@slack/bolt'
import { DeskError } from '../../bot/errors.ts'
import type { InstantAnswer, Intake } from '../../bot/ports/channel.ts'
import { createModal } from './create-modal.ts'
import { decode } from './decode.ts'
import { type Decoded, one } from './decoded.ts'
import { modalOf } from './modal.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { digestOf, previewModal } from './preview-modal.ts'
import type { Payload } from './request.ts'
import { textBlocks } from './rich-text.ts'
import { clientOptions, slackLog } from './slack-client.ts'
import type { SlackOptions } from './slack-options.ts'

/** Null: an empty acknowledgement. */
export type Acknowledgement = Readonly<Record<string, unknown>> | string | null
/** Resolves when everything in the payload is committed; rejects when it is not, so that Slack sends it again. */
export type Handle = (payload: Payload) => Promise<Acknowledgement>

interface Taken {
  readonly decoded: Decoded
  readonly answers: readonly InstantAnswer[]
}

/** Where nothing is committed yet, and the person waits for a form. */
const UNDONE: ReadonlySet<Decoded['is']> = new Set(['ask', 'form', 'preview'])

/** Slack waits three seconds for an answer, and a trigger lives as long. */
const ANSWER_MS = 2_500

export function createHandle(options: SlackOptions, intake: () => Intake | null): Handle {
  const { token, tokens, log, now = Date.now } = options
  let app: App | null = null
  const receiver: Receiver = {
    init: (bolt) => {
      app = bolt
    },
    start: async () => undefined,
    stop: async () => undefined,
  }
  const bolt = new App({
    receiver,
    // We act with one token and know our own words by their bot_id: nothing needs to be looked up for each request.
    authorize: async () => ({ botToken: token }),
    convoStore: false,
    ignoreSelf: false,
    logger: slackLog(log),
    clientOptions: { ...clientOptions(options), timeout: ANSWER_MS },
  })
  answerPeople(bolt, options)

  return async (payload) => {
    const given = decode(payload, { tokens, now: now() })
    const decoded = given.is === 'events' ? given : await looked(await asked(given, options), options)
    if (decoded.is === 'challenge') return { challenge: decoded.challenge }
    const take = intake()
    if (take === null) throw new DeskError('UNAVAILABLE', { why: 'the channel is closed' })
    const answers = decoded.is === 'events' && decoded.events.length > 0 ? await commit(take, decoded, log) : []
    if (payload['type'] === 'event_callback' || app === null) return null
    return answer(app, payload, { decoded, answers }, log)
  }
}

/** Fetches the form of an action that only the desk knows; an action without one is an event. */
async function asked(decoded: Decoded, { readerOf }: SlackOptions): Promise<Decoded> {
  if (decoded.is !== 'wish') return decoded
  const { ask, press, event } = decoded
  const found = await (await readerOf(ask.account, ask.user)).form(press)
  // What is no longer to be had is refused by the desk, which says why.
  return found && found.inputs.length > 0 ? { is: 'ask', ask: { ...ask, label: found.label, inputs: found.inputs } } : one(event)
}

/** What only the desk can tell of a form: who may have it, whether it can be sent as it is, and how its words will be read. */
async function looked(decoded: Decoded, { readerOf }: SlackOptions): Promise<Decoded> {
  if (decoded.is === 'filled') {
    const errors = (await readerOf(decoded.account, decoded.user)).formErrors(decoded.values)
    return Object.keys(errors).length > 0 ? { is: 'wrong', errors } : { is: 'events', events: [decoded.event] }
  }
  if (decoded.is === 'said') {
    const { account, user, said, event } = decoded
    if (said.form.shown === digestOf(said.values)) return one(event)
    const preview = await (await readerOf(account, user)).preview(said.press, said.values)
    return preview ? { is: 'preview', account, user, said, preview } : one(event)
  }
  if (decoded.is === 'form' && decoded.event && !(await readerOf(decoded.account, decoded.user)).staff)
    return { is: 'events', events: [decoded.event] }
  return decoded
}

async function commit(
  intake: Intake,
  decoded: Extract<Decoded, { is: 'events' }>,
  log: SlackOptions['log'],
): Promise<readonly InstantAnswer[]> {
  try {
    return await intake({ events: decoded.events })
  } catch (error) {
    log.error('Slack event not taken', { key: decoded.events[0]?.key ?? '', error })
    throw new DeskError('UNAVAILABLE', {}, error)
  }
}

async function answer(app: App, payload: Payload, taken: Taken, log: SlackOptions['log']): Promise<Acknowledgement> {
  let acknowledged: Acknowledgement = null
  try {
    await app.processEvent({
      body: { ...payload },
      ack: async (response?: Acknowledgement) => {
        acknowledged = response ?? null
      },
      customProperties: { taken },
    })
  } catch (error) {
    // What was committed stays so; a form that did not open is told as a failure, and nothing has happened.
    log.warn('a person in Slack could not be answered', { type: String(payload['type'] ?? ''), error })
    if (UNDONE.has(taken.decoded.is)) throw new DeskError('UNAVAILABLE', {}, error)
  }
  return acknowledged
}

function answerPeople(app: App, { readerOf, log }: SlackOptions): void {
  const takenOf = (context: unknown) => (context as { taken: Taken }).taken
  app.action(/.*/, async ({ ack, context, client, respond, body }) => {
    const { decoded, answers } = takenOf(context)
    if (decoded.is === 'ask') {
      const { ask } = decoded
      const view = modalOf(ask, await readerOf(ask.account, ask.user))
      await client.apiCall('views.open', { trigger_id: ask.trigger, view })
    }
    if (decoded.is === 'form') await showForm(client, decoded, readerOf)
    await ack()
    const say = answers.find((each) => each.say)?.say
    if (!say || !body.team) return
    const words = (await readerOf(body.team.id, body.user.id)).say(say)
    const shown = { text: escapeMrkdwn(words), blocks: [...textBlocks(words)] as never }
    // Slack is not kept waiting for it. Nobody else tells it: where it is not taken, it is said in the channel.
    void respond({ response_type: 'ephemeral', replace_original: false, ...shown })
      .catch(() => client.apiCall('chat.postEphemeral', { channel: body.channel?.id, user: body.user.id, ...shown }))
      .catch((error: unknown) => log.warn('a person in Slack was not told why', { code: say.code, error }))
  })
  app.view(/.*/, async ({ ack, context }) => {
    const { decoded } = takenOf(context)
    if (decoded.is === 'wrong') return ack({ response_action: 'errors', errors: { ...decoded.errors } })
    if (decoded.is === 'preview') {
      const { words } = await readerOf(decoded.account, decoded.user)
      return ack({ response_action: 'update', view: previewModal(decoded.preview, decoded.said, words) as never })
    }
    if (decoded.is !== 'incomplete') return ack()
    const { words } = await readerOf(decoded.account, decoded.user)
    return ack({
      response_action: 'errors',
      errors: { [decoded.block]: decoded.wrong === null ? words.empty : words.wrong(decoded.wrong) },
    })
  })
  app.command(/.*/, async ({ ack, context, client }) => {
    const { decoded } = takenOf(context)
    if (decoded.is === 'form') await showForm(client, decoded, readerOf)
    await ack()
  })
  app.shortcut(/.*/, async ({ ack }) => ack())
}

async function showForm(
  client: { apiCall(method: string, args: Record<string, unknown>): Promise<unknown> },
  { account, user, open, place, values }: Extract<Decoded, { is: 'form' }>,
  readerOf: SlackOptions['readerOf'],
): Promise<void> {
  const reader = await readerOf(account, user)
  const view = createModal(reader.createForm(values), place, reader.words)
  if ('trigger' in open) await client.apiCall('views.open', { trigger_id: open.trigger, view })
  else await client.apiCall('views.update', { view_id: open.view, hash: open.hash, view })
}
