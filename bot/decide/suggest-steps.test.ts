import { describe, expect, it } from 'vitest'
import { countingMint, deskConfig, deskView, effectsOf, marked, understood } from '../../testing/fakes/fixture-desk.ts'
import { ticketOf, turnOf } from '../../testing/fakes/fixture-turn.ts'
import { decide } from '../desk.ts'
import type { Understanding } from '../domain/claim.ts'
import type { Turn } from '../domain/conversation.ts'
import type { Lang } from '../domain/lang.ts'
import type { Ticket } from '../domain/ticket.ts'

const STEPS = ['Unplug it', 'Tighten the lid']
const filmed = (...steps: readonly string[]): Turn => {
  const turn = turnOf('my kettle leaks\n🎬 water runs out under the lid')
  return { ...turn, messages: turn.messages.map((message) => ({ ...message, steps })) }
}
const read = (turn: Turn, understanding: Understanding | null = understood({}), tickets: readonly Ticket[] = [], lang: Lang = 'en') => {
  const config = { ...deskConfig, teams: deskConfig.teams.map((team) => ({ ...team, lang })) }
  return decide(deskView({ tickets, config }), { is: 'turn', turn, understanding }, countingMint())
}
const threads = (decision: ReturnType<typeof read>) => effectsOf(decision, 'thread').map(({ text, speaker }) => ({ text, speaker }))

describe('the steps that a model suggests for a film', () => {
  it.each([
    ['en', '🎬 The model suggests, from the film; nobody has checked it:'],
    ['zh-CN', '🎬 模型看过视频后的建议，未经人工核实：'],
    ['zh-TW', '🎬 模型看過影片後的建議，尚未經人工確認：'],
  ] as const)('are a checklist under the new ticket’s card, said to be a model’s (%s)', (lang, first) => {
    const decision = read(filmed(...STEPS), understood({}), [], lang)
    expect(threads(decision)).toEqual([{ text: `${first}\n☐ Unplug it\n☐ Tighten the lid`, speaker: undefined }])
    // Nobody else hears of them, and they are no part of the matter.
    expect(JSON.stringify(decision.effects.filter((effect) => effect.do !== 'thread'))).not.toContain('Unplug')
  })

  it('come after the customer’s words in the thread of a ticket that goes on', () => {
    const decision = read(filmed(...STEPS), understood({ intent: 'answer', ticket: 'k1' }), [ticketOf()])
    expect(threads(decision).map(({ speaker }) => speaker)).toEqual(['Ann', undefined])
    expect(threads(decision)[0]?.text).not.toContain('☐')
  })

  it('lead nowhere: one with an address in it is left out', () => {
    const [said] = threads(read(filmed('Log in at https://evil.example/desk', 'Ask <!channel> for help', 'Dry the base')))
    expect(said?.text.split('\n').slice(1)).toEqual(['☐ Dry the base'])
    expect(threads(read(filmed('see evil.example')))).toEqual([])
  })

  it('are not shown where the film or its sender talks to the machine, and where there are none', () => {
    expect(threads(read(filmed(...STEPS), marked(understood({}), 'injection')))).toEqual([])
    expect(threads(read(turnOf('my kettle leaks')))).toEqual([])
  })
})
