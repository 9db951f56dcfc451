import { describe, expect, it } from 'vitest'
import { growthOf, LINEAR } from '../../testing/growth.ts'
import { createWords } from './create-words.ts'

describe('what is typed after “ticket”', () => {
  it.each([
    ['the mug broke', { text: 'the mug broke' }],
    ['customer="Ms Wu" priority=P1 the mug broke', { customer: 'Ms Wu', priority: 'P1', text: 'the mug broke' }],
    ['客户=王丽 分类=after-sales/quality 口红断了\n两支', { customer: '王丽', category: 'after-sales/quality', text: '口红断了\n两支' }],
    ['團隊＝「物流」 包裹不見了', { team: '物流', text: '包裹不見了' }],
    ['a=b is wrong', { text: 'a=b is wrong' }],
    ['customer=Ann customer=Bob x', { customer: 'Ann', text: 'customer=Bob x' }],
    ['customer=', { text: 'customer=' }],
    ['', {}],
  ])('%s', (text, words) => {
    expect(createWords(text)).toEqual(words)
  })
  it.each(['customer=', 'x="', '客户=“'])('of any length is read in one go: “%s”', (piece) => {
    expect(growthOf(createWords, piece, 200_000)).toBeLessThan(LINEAR)
  })
})
