/** Narrows the list of tickets: by state, team, owner, and words. */
import { SearchOutlined } from '@ant-design/icons'
import { Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { getTags } from '../api.ts'
import type { TicketState } from '../api-types.ts'
import { useDesk, useNames } from '../desk.tsx'
import { useAsk, useSteady } from '../hooks.ts'
import { useLanguage } from '../language.tsx'
import { labelIn } from '../texts/index.ts'

export const FILTERS = ['state', 'team', 'owner', 'tag', 'q'] as const
export type Filter = { readonly [Name in (typeof FILTERS)[number]]?: string }

const TYPING_MS = 350

export function TicketFilters({ filter, onChange }: { filter: Filter; onChange(filter: Filter): void }) {
  const { lang, t } = useLanguage()
  const { data } = useDesk()
  const names = useNames()
  const tags = useAsk('tags', async () => (await getTags()).tags)
  const [words, setWords] = useState(filter.q ?? '')
  const search = useSteady((q: string) => {
    if (q !== (filter.q ?? '')) onChange({ ...filter, q })
  })
  useEffect(() => {
    const timer = setTimeout(() => search(words.trim()), TYPING_MS)
    return () => clearTimeout(timer)
  }, [words, search])
  useEffect(() => {
    if (!filter.q) setWords('')
  }, [filter.q])

  const states = Object.entries(t.card.state) as [TicketState, string][]
  return (
    <search className="filters">
      <Input
        className="filter-words"
        data-testid="filter-search"
        aria-label={t.tickets.search}
        placeholder={t.tickets.search}
        prefix={<SearchOutlined />}
        allowClear
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <FilterSelect
        name="state"
        label={t.tickets.state}
        any={t.tickets.anyState}
        value={filter.state}
        options={states.map(([value, label]) => ({ value, label }))}
        onChange={(state) => onChange({ ...filter, state })}
      />
      <FilterSelect
        name="team"
        label={t.tickets.team}
        any={t.tickets.anyTeam}
        value={filter.team}
        options={(data?.teams ?? []).map(({ key }) => ({ value: key, label: names.team(key) }))}
        onChange={(team) => onChange({ ...filter, team })}
      />
      <FilterSelect
        name="owner"
        label={t.tickets.owner}
        any={t.tickets.anyOwner}
        value={filter.owner}
        options={(data?.agents ?? []).map(({ key, name }) => ({ value: key, label: name }))}
        onChange={(owner) => onChange({ ...filter, owner })}
      />
      {/* In its place from the start: nothing moves when the tags come. */}
      {(tags.loading || (tags.data ?? []).length > 0) && (
        <FilterSelect
          name="tag"
          label={t.tickets.tag}
          any={t.tickets.anyTag}
          value={filter.tag}
          options={(tags.data ?? []).map(({ key, labels }) => ({ value: key, label: labelIn(lang, labels, key) }))}
          onChange={(tag) => onChange({ ...filter, tag })}
        />
      )}
    </search>
  )
}

interface FilterSelectProps {
  name: string
  label: string
  any: string
  value: string | undefined
  options: { value: string; label: string }[]
  onChange(value: string): void
}

function FilterSelect({ name, label, any, value, options, onChange }: FilterSelectProps) {
  return (
    <Select
      data-testid={`filter-${name}`}
      aria-label={label}
      value={value ?? ''}
      popupMatchSelectWidth={false}
      onChange={onChange}
      options={[{ value: '', label: any }, ...options]}
    />
  )
}
