/** One input of a form, as its kind wants it, with what is wrong in it below. */
import { Input, Radio, Select } from 'antd'
import { getCategories } from '../api.ts'
import type { CardInput } from '../api-types.ts'
import { isSendKey } from '../chat/keys.ts'
import { type Asked, useAsk } from '../hooks.ts'
import { useLanguage, useText } from '../language.tsx'
import { labelIn } from '../texts/index.ts'
import { useProblemText } from '../toast.tsx'

interface InputViewProps {
  input: CardInput
  first: boolean
  testId: string
  value: string
  /** What is wrong with it. */
  wrong?: string | undefined
  /** Choices always as a list to open, however few. */
  compact?: boolean
  /** Id of a datalist with what might be meant. */
  suggest?: string
  onChange(value: string): void
  onSend(): void
}

const FEW = 7

type Options = readonly { readonly value: string; readonly label: string }[]

function useOptions({ options, list, name }: CardInput): Asked<Options> {
  const { lang } = useLanguage()
  const keys = (options ?? []).map(({ key }) => key).join()
  return useAsk(`options ${name} ${list ?? keys} ${lang}`, async (): Promise<Options> => {
    if (list === undefined) return (options ?? []).map(({ key, label }) => ({ value: key, label }))
    const { categories } = await getCategories()
    return categories.map(({ key, labels }) => ({ value: key, label: labelIn(lang, labels, key) }))
  })
}

export function InputView(props: InputViewProps) {
  const { input, wrong } = props
  return (
    <>
      <Entry {...props} />
      {wrong !== undefined && (
        <div className="wrong" role="alert" id={`wrong-${input.name}`}>
          {wrong}
        </div>
      )}
    </>
  )
}

function Entry({ input, first, testId, value, wrong, compact = false, suggest, onChange, onSend }: InputViewProps) {
  const t = useText()
  const textOf = useProblemText()
  const { data: options = [], error, loading } = useOptions(input)
  const named = {
    'data-testid': testId,
    'aria-labelledby': `needs-${input.name}`,
    ...(wrong === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `wrong-${input.name}` }),
  }
  const common = { ...named, autoFocus: first, ...(wrong === undefined ? {} : { status: 'error' as const }) }
  if (input.kind === 'line')
    return (
      <Input
        {...common}
        {...(suggest === undefined ? {} : { list: suggest, autoComplete: 'off' })}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onPressEnter={(event) => {
          event.preventDefault()
          if (!event.nativeEvent.isComposing) onSend()
        }}
      />
    )
  if (input.kind === 'text')
    return (
      <Input.TextArea
        {...common}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (!isSendKey(event)) return
          event.preventDefault()
          onSend()
        }}
      />
    )
  if (input.list === undefined && !compact && (input.options ?? []).length <= FEW)
    return (
      <Radio.Group
        {...named}
        className="needs-radios"
        value={value}
        onChange={(event) => onChange(String(event.target.value))}
        options={[...options]}
      />
    )
  return (
    <>
      <Select
        {...common}
        showSearch={{ optionFilterProp: 'label' }}
        className="wide"
        placeholder={t.card.pick}
        loading={loading}
        allowClear={input.optional === true}
        value={value === '' || loading ? null : value}
        onChange={(next: string | null) => onChange(next ?? '')}
        options={[...options]}
      />
      {error !== undefined && (
        <div className="wrong" role="alert">
          {textOf(error)}
        </div>
      )}
    </>
  )
}
