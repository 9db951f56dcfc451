import { describe, expect, it } from 'vitest'
import { fixtureConfig } from '../../testing/fakes/fixture-config.ts'
import { NOW, ticketOf } from '../../testing/fakes/fixture-turn.ts'
import type { DeskConfig } from '../domain/desk-config.ts'
import { LANGS, type Lang } from '../domain/lang.ts'
import { ticketCard } from './ticket-card.ts'

const [first, ...rest] = fixtureConfig.routing
if (!first) throw new Error('the fixture has rules')
const risky: DeskConfig = { ...fixtureConfig, routing: [{ ...first, risk: 'high' }, ...rest] }

const cardOf = (rule: string, confidence: number, lang: Lang = 'en') =>
  ticketCard(
    {
      ticket: ticketOf({ category: 'returns/refund', confidence, rule }),
      now: NOW,
      customer: 'Ann',
      owner: null,
      config: { version: 1, config: risky },
      reply: null,
      files: [],
    },
    lang,
  )
const said = (card: ReturnType<typeof cardOf>) => card.chips.map(({ text }) => text)
const asks = (card: ReturnType<typeof cardOf>) => card.actions.some(({ action }) => action === 'category-right')

describe('a ticket that a rule for high risk took', () => {
  it('says so on its card, in each language, and one of another rule does not', () => {
    expect(LANGS.map((lang) => said(cardOf(first.name, 0.99, lang))[1])).toEqual(['高风险', '高風險', 'High risk'])
    expect(said(cardOf('another', 0.99))).not.toContain('High risk')
  })

  it('asks a person what it is about however sure the desk is, until one has said so', () => {
    expect([asks(cardOf(first.name, 0.99)), asks(cardOf(first.name, 1)), asks(cardOf('another', 0.99))]).toEqual([true, false, false])
  })
})
