import { describe, expect, it } from 'vitest'
import { about, acting, countingMint, deskConfig, deskView, effectsOf, LIN, understood } from '../../testing/fakes/fixture-desk.ts'
import { ticketOf, turnOf } from '../../testing/fakes/fixture-turn.ts'
import { ticketCard } from '../cards/ticket-card.ts'
import { decide } from '../desk.ts'
import { agentCommand } from '../domain/grammar.ts'
import { route } from '../domain/routing.ts'
import { texts } from '../texts/index.ts'
import { ruleText } from '../word-why.ts'

const config = {
  ...deskConfig,
  levels: [
    { key: 'vip', labels: { 'zh-CN': 'VIP', 'zh-TW': 'VIP', en: 'Very important' }, priority: 'P2' as const },
    { key: 'new', labels: { 'zh-CN': '新客', 'zh-TW': '新客', en: 'New' } },
  ],
}
const viewOf = (level: string | null, ticket?: ReturnType<typeof ticketOf>) => ({
  ...deskView({ config, ...(ticket ? { ticket } : {}) }),
  customer: { id: 'p1', name: 'Ann', level },
})
const setting = (level: string, has: string | null = null, parts: Parameters<typeof ticketOf>[0] = {}) =>
  decide(viewOf(has, ticketOf({ owner: LIN.id, ...parts })), { is: 'event', event: acting('level', { level }) }, countingMint())

describe('the level of a customer', () => {
  it('is set by an agent, by key or label, and the ticket at hand moves up to it', () => {
    for (const said of ['vip', 'VIP', 'very important']) {
      const decision = setting(said)
      expect(effectsOf(decision, 'level')).toMatchObject([{ customer: 'p1', level: 'vip' }])
      expect(effectsOf(decision, 'change').map(({ change }) => change)).toMatchObject([
        { type: 'levelled', level: 'vip' },
        { type: 'priority-set', priority: 'P2', why: { code: 'level' } },
      ])
    }
    expect(effectsOf(setting('vip', null, { priority: 'P1' }), 'change')).toHaveLength(1)
  })

  it('is taken away by none, changes nothing when said twice, and is one of desk.yaml', () => {
    expect(effectsOf(setting('none', 'vip'), 'level')).toMatchObject([{ level: null }])
    expect(setting('vip', 'vip').effects).toEqual([])
    expect(setting('none').effects).toEqual([])
    expect(setting('emperor').outcome).toMatchObject({ code: 'LEVEL_NOT_FOUND', facts: { level: 'emperor' } })
  })

  it('is for the owner and the leads, and what a customer types never sets it', () => {
    expect(setting('vip', null, { owner: null }).outcome.code).toBe('NOT_ALLOWED')
    expect(agentCommand('level vip')).toEqual({ command: 'level', args: { level: 'vip' } })
    expect(agentCommand('客戶等級 vip')).toEqual({ command: 'level', args: { level: 'vip' } })
    const typed = decide(viewOf(null), { is: 'turn', turn: turnOf('level vip'), understanding: understood({}) }, countingMint())
    expect(effectsOf(typed, 'level')).toEqual([])
  })

  it('raises what they write about and says so in three languages, without any model', () => {
    const opened = (level: string | null, mood: 'neutral' | 'angry' = 'neutral', lang: 'en' | 'zh-CN' | 'zh-TW' = 'en') => {
      const view = viewOf(level)
      const decision = decide(
        { ...view, conversation: view.conversation && { ...view.conversation, lang } },
        { is: 'turn', turn: turnOf('…'), understanding: understood({ category: about('returns/refund'), mood }) },
        countingMint(),
      )
      const [change] = effectsOf(decision, 'change').map((one) => one.change)
      return {
        priority: change?.type === 'opened' ? change.priority : null,
        why: change?.type === 'opened' ? change.priorityWhy.code : '',
        ack: effectsOf(decision, 'say')[0]?.text ?? '',
      }
    }
    expect(opened('vip')).toMatchObject({
      priority: 'P2',
      why: 'level',
      ack: texts('en').courtesy.first('Very important').opened('T-2001', 'Refund'),
    })
    expect(opened('vip', 'neutral', 'zh-CN').ack).toContain('尊敬的VIP客户，已为您优先受理')
    expect(opened('vip', 'neutral', 'zh-TW').ack).toContain('親愛的VIP客戶，已為您優先受理')
    // A level that raises nothing promises nothing; a level nobody knows any more is none.
    for (const level of ['new', 'gone', null])
      expect(opened(level)).toMatchObject({ priority: 'P3', ack: texts('en').customer.opened('T-2001', 'Refund') })
    // Who is angry is told that we are sorry, whoever they are.
    expect(opened('vip', 'angry').ack).toBe(texts('en').courtesy.calm.opened('T-2001', 'Refund'))
  })

  it('may be named by rules, and stands on the card', () => {
    const routing = [{ name: 'care', when: { level: ['vip'] }, team: 'care' }, ...config.routing]
    const facts = { category: 'returns/refund', priority: 'P3', mood: 'neutral', lang: 'en', channel: 'web', text: '' } as const
    expect(route({ ...facts, level: 'vip' }, { routing, teams: [] }).team).toBe('care')
    expect(route({ ...facts, level: null }, { routing, teams: [] }).rule).not.toBe('care')
    expect(ruleText('care', routing[0] ?? null, config, 'en')).toContain('the customer is Very important')
    const card = ticketCard(
      { ticket: ticketOf(), now: 0, customer: 'Ann', level: 'vip', owner: null, config: { version: 1, config }, reply: null, files: [] },
      'en',
    )
    expect(card.lines.map(({ value }) => value)).toContain('Ann · Very important')
    expect(card.actions.map(({ action }) => action)).toContain('level')
  })
})
