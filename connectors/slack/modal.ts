/** The form a button opens: its inputs, whose answers are the press of the button. */
import type { CardInput } from '../../bot/cards/card.ts'
import { cutText } from '../../bot/domain/cut-text.ts'
import { FIELD_KINDS, type FieldKind } from '../../bot/domain/desk-config.ts'
import type { Ask } from './decoded.ts'
import { type Block, plain } from './rich-text.ts'
import type { Choice, Reader } from './slack-options.ts'

export const FORM = 'form'
/** Slack's longest text of an input, list of options, number of groups of them, and of blocks in a form. */
const TEXT_MAX = 3_000
const OPTIONS_MAX = 100
const OPTION_KEY_MAX = 150
const INPUTS_MAX = 100
const BLOCK_ID_MAX = 255

export function modalOf({ label, form, inputs }: Ask, reader: Reader): Block {
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify(form),
    title: plain(label, 24),
    submit: plain(inputs.some(({ preview }) => preview) ? reader.words.look : reader.words.send, 24),
    close: plain(reader.words.cancel, 24),
    blocks: inputs.slice(0, INPUTS_MAX).map((input) => blockOf(input, reader)),
  }
}

function blockOf(input: CardInput, reader: Reader): Block {
  const choices = input.kind === 'choice' ? usable(input.options ?? (input.list ? reader.list(input.list) : [])) : []
  return {
    type: 'input',
    block_id: blockId(input),
    label: plain(input.label, 2_000),
    optional: input.optional ?? false,
    element: choices.length > 0 ? selectOf(input.name, choices, input.value) : textInput(input),
  }
}

/** Says of its input what an answer is held to; the name may hold anything but a space. */
function blockId({ name, label, optional, looks }: CardInput): string {
  return `${optional ? '?' : '!'}${looks ?? ''} ${name} ${label}`.slice(0, BLOCK_ID_MAX)
}

export interface BlockRule {
  readonly optional: boolean
  readonly looks: FieldKind | null
  readonly label: string
}

/** What `blockId` says. */
export function ruleOf(block: string): BlockRule {
  const [head = '', , ...label] = block.split(' ')
  const looks = FIELD_KINDS.find((kind) => kind === head.slice(1)) ?? null
  return { optional: head.startsWith('?'), looks, label: label.join(' ') }
}

function textInput({ name, value, kind }: CardInput): Block {
  const [first = ''] = cutText(value ?? '', { max: TEXT_MAX, unit: 'utf16' })
  return {
    type: 'plain_text_input',
    action_id: name,
    multiline: kind === 'text',
    max_length: TEXT_MAX,
    ...(first ? { initial_value: first } : {}),
  }
}

/** A menu of any length: Slack takes a hundred options, or a hundred groups of them. */
export function selectOf(name: string, choices: readonly Choice[], value: string | undefined): Block {
  const options = choices.map((choice) => ({ text: plain(choice.label, 75), value: choice.key }))
  const chosen = options.find((option) => option.value === value)
  const groups = Math.ceil(options.length / OPTIONS_MAX)
  const grouped = Array.from({ length: groups }, (_, i) => {
    const part = options.slice(i * OPTIONS_MAX, (i + 1) * OPTIONS_MAX)
    return { label: plain(`${i * OPTIONS_MAX + 1}–${i * OPTIONS_MAX + part.length}`, 75), options: part }
  })
  return {
    type: 'static_select',
    action_id: name,
    ...(groups > 1 ? { option_groups: grouped } : { options }),
    ...(chosen ? { initial_option: chosen } : {}),
  }
}

function usable(choices: readonly Choice[]): readonly Choice[] {
  return choices.filter(({ key }) => key.length > 0 && key.length <= OPTION_KEY_MAX)
}
