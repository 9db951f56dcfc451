/** Whatever a card's button does can be typed as well. */
import { describe, expect, it } from 'vitest'
import { deskConfig, LIN } from '../../testing/fakes/fixture-desk.ts'
import { ticketOf } from '../../testing/fakes/fixture-turn.ts'
import { commandNamed } from '../commands/index.ts'
import { agentCommand, TYPED } from '../domain/grammar.ts'
import { COMMANDS } from '../domain/roles.ts'
import { TICKET_STATES } from '../domain/ticket.ts'
import { DELIVERY_STATES, type ReplyView } from '../domain/view.ts'
import { replyCard } from './reply-card.ts'
import { ticketActions } from './ticket-actions.ts'

const config = { ...deskConfig, tags: [{ key: 'vip', labels: { en: 'VIP', 'zh-CN': '贵宾', 'zh-TW': '貴賓' } }] }
const held = (colour: 'amber' | 'red') => ({
  message: 'm1',
  author: LIN.id,
  waiting: false,
  colour,
  until: colour === 'red' ? null : 0,
  why: [],
})
const reply = (state: ReplyView['state']): ReplyView => ({
  message: { id: 'm1', conversation: 'c1', kind: 'reply', author: LIN.id, text: 'hello', choice: null, at: 0, attachments: [] },
  state,
  ticket: ticketOf().id,
  deliveries: ['d1'],
})

describe('every button', () => {
  it('has its text twin, which is the same command', () => {
    const tickets = TICKET_STATES.map((state) =>
      ticketOf({ state, owner: LIN.id, tags: state === 'open' ? ['vip'] : [], watchers: [LIN.id] }),
    )
    const ofTickets = tickets.flatMap((ticket) => ticketActions(ticket, config, 'en'))
    const facts = { now: 0, customer: 'Ann', owner: 'Lin', config: { config, version: 1 }, reply: null, files: [] }
    const ofReplies = [undefined, held('amber'), held('red')].flatMap((each) =>
      DELIVERY_STATES.flatMap(
        (state) => replyCard({ ...facts, ticket: ticketOf({ held: each ? [each] : [] }) } as never, reply(state), 'en').actions,
      ),
    )
    const actions = new Set([...ofTickets, ...ofReplies].map(({ action }) => action.replace(/^macro:.*/, 'macro')))
    expect(actions.size).toBeGreaterThan(25)
    // A form of several fields is one field a line when it is typed.
    const typed = (action: string) => (action === 'fields' ? 'field' : action)
    expect([...actions].filter((action) => !TYPED.has(typed(action)))).toEqual([])
    for (const action of actions)
      expect([action, commandNamed(action === 'macro' ? 'macro:x' : action)?.command.name]).toEqual([action, expect.any(String)])
  })

  it.each([
    ['category order/cancel', 'category', { category: 'order/cancel' }],
    ['分类：after-sales/quality', 'category', { category: 'after-sales/quality' }],
    ['category wrong', null, null],
    ['category-right', 'category-right', {}],
    ['字段 订单号：2026', 'field', { given: '订单号：2026' }],
    ['field order_no = 2026', 'field', { given: 'order_no = 2026' }],
    ['field work is hard', null, null],
    ['retry', 'retry', {}],
    ['retry it tomorrow', null, null],
    ['放弃', 'drop', {}],
    ['删除回复', 'recall', {}],
    ['回覆並等待：請問尺寸？', 'reply-wait', { text: '請問尺寸？' }],
  ])('%j is %s', (text, command, args) => {
    expect(agentCommand(text)).toEqual(command === null ? null : { command, args })
  })

  it('of which there is a command that is not on a card can be typed, too: of fields one a line, and talk is a note', () => {
    const named = new Set([...TYPED].map((word) => commandNamed(word)?.command.name ?? word))
    expect(COMMANDS.filter((name) => !named.has(name))).toEqual(['note', 'fields'])
  })
})
