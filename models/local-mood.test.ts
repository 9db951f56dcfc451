import { describe, expect, it } from 'vitest'
import { fold } from '../bot/domain/fold.ts'
import { findMood, findUrgency } from './local-mood.ts'

describe('mood', () => {
  it.each([
    ['太气人了', 'angry'],
    ['你们就是骗子', 'angry'],
    ['這也太離譜了吧', 'angry'],
    ['This is ridiculous!!', 'angry'],
    ['有点失望', 'unhappy'],
    ['质量真的很差', 'unhappy'],
    ['不满意', 'unhappy'],
    ["I'm not happy with this", 'unhappy'],
    ['不是不好', 'neutral'],
    ['不生气', 'neutral'],
    ['很满意，非常喜欢', 'happy'],
    ['excellent, I love it', 'happy'],
    ['质量好吗', 'neutral'],
    ['订单号 20260112345', 'neutral'],
    ['', 'neutral'],
  ])('hears in %s that the customer is %s', (text, mood) => {
    expect(findMood(fold(text))?.mood ?? 'neutral').toBe(mood)
  })
})

describe('urgency', () => {
  it.each([
    ['充电宝冒烟了', 'P1'],
    ['it caught fire', 'P1'],
    ['我的卡被盗刷了', 'P1'],
    ['快点处理', 'P2'],
    ['趕緊的', 'P2'],
    ['ASAP please', 'P2'],
    ['不着急，慢慢来', 'P4'],
    ['no rush', 'P4'],
    ['口红断了', undefined],
    ['会不会漏电', undefined],
  ])('takes %s for %s', (text, priority) => {
    expect(findUrgency(fold(text))?.priority).toBe(priority)
  })
})
