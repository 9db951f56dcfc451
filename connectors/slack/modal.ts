/** The form a button opens: one question, whose answer is the press of the button. */
import { cutText } from '../../bot/domain/cut-text.ts'
import type { Ask } from './decoded.ts'
import { type Block, plain } from './rich-text.ts'
import type { Choice, Reader } from './slack-options.ts'

export const FORM = 'form'
export const INPUT_BLOCK = 'input'
/** Slack's longest text of an input, list of options, and number of groups of them. */
const TEXT_MAX = 3_000
const OPTIONS_MAX = 100
const OPTION_KEY_MAX = 150

export function modalOf({ label, form, needs }: Ask, reader: Reader): Block {
  const choices = needs.kind === 'choice' ? usable(needs.options ?? (needs.list ? reader.list(needs.list) : [])) : []
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify(form),
    title: plain(label, 24),
    submit: plain(reader.words.send, 24),
    close: plain(reader.words.cancel, 24),
    blocks: [
      {
        type: 'input',
        block_id: INPUT_BLOCK,
        label: plain(needs.label, 2_000),
        optional: form.optional,
        element: choices.length > 0 ? select(form.name, choices, needs.value) : textInput(form.name, needs.value),
      },
    ],
  }
}

function textInput(name: string, value: string | undefined): Block {
  const [first = ''] = cutText(value ?? '', { max: TEXT_MAX, unit: 'utf16' })
  return { type: 'plain_text_input', action_id: name, multiline: true, max_length: TEXT_MAX, ...(first ? { initial_value: first } : {}) }
}

function select(name: string, choices: readonly Choice[], value: string | undefined): Block {
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
