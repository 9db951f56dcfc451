import { describe, expect, it } from 'vitest'
import { deskConfig } from '../../testing/fakes/fixture-desk.ts'
import { fieldOf, NOW, ticketOf } from '../../testing/fakes/fixture-turn.ts'
import type { CardFacts } from '../ports/stores.ts'
import { drawForm } from './draw-form.ts'
import { ticketCard } from './ticket-card.ts'

const facts = (parts: Parameters<typeof ticketOf>[0] = {}): CardFacts => ({
  ticket: ticketOf(parts),
  now: NOW,
  customer: 'Ann',
  owner: null,
  config: { version: 1, config: deskConfig },
  reply: null,
  files: [],
})
const actions = (parts: Parameters<typeof ticketOf>[0]) => {
  const card = ticketCard(facts(parts), 'en')
  return {
    buttons: card.actions.filter((a) => !a.more).map((a) => a.action),
    more: card.actions.filter((a) => a.more).map((a) => a.action),
  }
}

describe('a card', () => {
  it('has few buttons, and the rest under More', () => {
    expect(actions({ state: 'new' }).buttons).toEqual(['take', 'reply', 'fields', 'transfer', 'reject'])
    expect(actions({ state: 'open' }).buttons).toEqual(['reply', 'fields', 'transfer', 'reject', 'resolve'])
    expect(actions({ state: 'open' }).more).toEqual(expect.arrayContaining(['reply-wait', 'category', 'priority', 'release']))
    const asked = ['merge', 'link', 'snooze', 'escalate', 'why', 'timeline', 'history', 'summary']
    expect(actions({ state: 'open' }).more).toEqual(expect.arrayContaining(asked))
    expect(actions({ state: 'resolved' }).buttons).toContain('reopen')
    expect(actions({ state: 'closed' }).buttons).toEqual([])
  })
})

describe('the form of a button', () => {
  it('to edit fields has the template of the category and what else is known, with present values', () => {
    const { required, optional } = deskConfig.categories.find((c) => c.key === 'after-sales/quality') ?? { required: [], optional: [] }
    const form = drawForm(facts({ fields: [fieldOf('order_no', '20260112345'), fieldOf('phone', '13800138000')] }), 'fields', 'en')
    const names = form?.inputs.map((input) => input.name) ?? []
    expect(names).toEqual([...new Set([...required, ...optional, 'order_no', 'phone'])])
    expect(form?.inputs.find((input) => input.name === 'phone')).toMatchObject({ value: '13800138000', looks: 'phone', optional: true })
  })

  it('is that of the card now: none for an action the card no longer has', () => {
    expect(drawForm(facts({ state: 'open' }), 'reply', 'en')?.inputs).toHaveLength(1)
    expect(drawForm(facts({ state: 'closed' }), 'reply', 'en')).toBeNull()
    expect(drawForm(facts({ state: 'open' }), 'release', 'en')?.inputs).toEqual([])
  })
})
