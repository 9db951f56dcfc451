/** The form of a new ticket as a modal of Slack, and what comes back of it. */
import { z } from 'zod'
import type { Form, FormField } from '../../bot/cards/form.ts'
import { cutText } from '../../bot/domain/cut-text.ts'
import { type Deciphering, type Decoded, eventOf, type FormPlace } from './decoded.ts'
import { selectOf } from './modal.ts'
import { type Block, plain } from './rich-text.ts'
import type { SlackWords } from './slack-options.ts'

/** Tells this form from those a card's button opens. */
export const CREATE_FORM = 'create'
/** Slack's longest text of one line and of many. */
const LINE_MAX = 500
const TEXT_MAX = 3_000

export function createModal(form: Form, place: FormPlace, words: SlackWords): Block {
  return {
    type: 'modal',
    callback_id: CREATE_FORM,
    private_metadata: JSON.stringify(place),
    title: plain(form.title, 24),
    submit: plain(form.send, 24),
    close: plain(words.cancel, 24),
    blocks: form.fields.map(blockOf),
  }
}

/** The same names keep what was filled in when the form is drawn anew. */
function blockOf(field: FormField): Block {
  return {
    type: 'input',
    block_id: field.name,
    label: plain(field.label, 2_000),
    optional: field.optional,
    ...(field.redraws ? { dispatch_action: true } : {}),
    element: field.kind === 'choice' && field.options.length > 0 ? selectOf(field.name, field.options, field.value) : inputOf(field),
  }
}

function inputOf({ name, kind, value }: FormField): Block {
  const max = kind === 'text' ? TEXT_MAX : LINE_MAX
  const [first = ''] = cutText(value, { max, unit: 'utf16' })
  return {
    type: 'plain_text_input',
    action_id: name,
    multiline: kind === 'text',
    max_length: max,
    ...(first ? { initial_value: first } : {}),
  }
}

const place = z.object({ room: z.string(), thread: z.string().nullable() })
const answer = z.looseObject({ value: z.string().nullish(), selected_option: z.looseObject({ value: z.string() }).nullish() })
const id = z.string().regex(/^[\w.-]{1,64}$/)
const view = z.looseObject({
  id,
  hash: z.string().regex(/^[\w.]{1,100}$/),
  callback_id: z.literal(CREATE_FORM),
  private_metadata: z.string(),
  state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), answer)) }),
})
const filling = z.looseObject({
  team: z.looseObject({ id }),
  user: z.looseObject({ id, username: z.string().max(200).optional(), name: z.string().max(200).optional() }),
  view,
})

/** Whether a payload comes from this form. */
export function isCreateForm(payload: Readonly<Record<string, unknown>>): boolean {
  const { view } = payload as { readonly view?: { readonly callback_id?: unknown } | null }
  return view?.callback_id === CREATE_FORM
}

/** Another category was chosen, or the form was sent; null: a shape we do not know. */
export function decodeCreateForm(payload: Readonly<Record<string, unknown>>, { now }: Deciphering): Decoded | null {
  const read = filling.safeParse(payload)
  const where = read.success ? place.safeParse(jsonOf(read.data.view.private_metadata)) : null
  if (!read.success || !where?.success) return null
  const { team, user, view } = read.data
  const values = valuesOf(view.state.values)
  const who = { account: team.id, user: user.id }
  if (payload['type'] === 'block_actions')
    return { is: 'form', ...who, open: { view: view.id, hash: view.hash }, place: where.data, values, event: null }
  const name = user.name || user.username
  const event = eventOf({
    account: team.id,
    key: `view:${view.id}:${view.hash}`,
    at: now,
    room: { id: where.data.room, ...(where.data.thread ? { thread: where.data.thread } : {}) },
    from: { id: user.id, ...(name ? { name } : {}) },
    what: 'form',
    value: { action: 'create', input: values },
    raw: payload,
  })
  return { is: 'filled', ...who, values, event }
}

function valuesOf(blocks: Readonly<Record<string, Readonly<Record<string, z.infer<typeof answer>>>>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(blocks).flatMap((block) =>
      Object.entries(block).flatMap(([name, given]) => {
        const said = given.selected_option?.value ?? given.value ?? ''
        return said === '' ? [] : [[name, said] as const]
      }),
    ),
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
