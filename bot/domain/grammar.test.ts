import { describe, expect, it } from 'vitest'
import { agentCommand, bareNumber, customerCommand, turnKind } from './grammar.ts'

describe('what a customer can always say', () => {
  it.each(['转人工', '轉人工', '人工', '请转人工。', 'Human', 'talk to a human', ' 转人工！ '])('%s calls a person', (text) => {
    expect(customerCommand(text)).toEqual({ command: 'human' })
  })
  it.each([
    ['查进度 T-1024', 1024],
    ['查進度T-1024', 1024],
    ['查进度 1024', 1024],
    ['进度', null],
    ['status T-7', 7],
    ['t-1024', 1024],
    ['查进度 Ｔ－１０２４', 1024],
  ])('%s asks how a ticket stands', (text, number) => {
    expect(customerCommand(text)).toEqual({ command: 'progress', number })
  })
  it.each(['我要投诉人工客服态度差', '转人工转了半天没人理我，太过分了', '我的订单进度怎么这么慢', '1024', ''])('%s is talk', (text) => {
    expect(customerCommand(text)).toBeNull()
  })
})

describe('how a message becomes a turn', () => {
  it.each([
    ['5', true, 'choice'],
    ['5', false, 'words'],
    ['５分', true, 'choice'],
    ['M码', true, 'words'],
    ['转人工', true, 'command'],
    ['20260112345', true, 'words'],
  ])('“%s” with a question open: %s → %s', (text, open, kind) => {
    expect(turnKind(text, null, open)).toBe(kind)
  })
  it('takes a click only while a question is open', () => {
    expect(turnKind('换货', 'exchange', true)).toBe('choice')
    expect(turnKind('换货', 'exchange', false)).toBe('words')
  })
  it('reads a bare number of one or two digits', () => {
    expect([bareNumber('5'), bareNumber('12'), bareNumber('123'), bareNumber('五')]).toEqual([5, 12, null, null])
  })
})

describe('what an agent types in a thread', () => {
  it.each([
    ['回复 您好，马上处理', { command: 'reply', args: { text: '您好，马上处理' } }],
    ['回覆：您好', { command: 'reply', args: { text: '您好' } }],
    ['Reply hello there', { command: 'reply', args: { text: 'hello there' } }],
    ['@bot reply hello', { command: 'reply', args: { text: 'hello' } }],
    ['接单', { command: 'take', args: {} }],
    ['解决 已换货', { command: 'resolve', args: { note: '已换货' } }],
    ['/transfer logistics', { command: 'transfer', args: { team: 'logistics' } }],
  ])('%s is a command', (text, command) => {
    expect(agentCommand(text)).toEqual(command)
  })
  it.each(['这个客户说要换货', '回复', '接单吗我？', '> 回复 您好', '完成度如何', '“回复 您好”', 'take a look at this'])(
    '%s stays inside the team',
    (text) => {
      expect(agentCommand(text)).toBeNull()
    },
  )
})
