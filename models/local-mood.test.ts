import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fold } from '../bot/domain/fold.ts'
import { loadExamples } from '../config/load-examples.ts'
import { findMood, findUrgency, hearMood } from './local-mood.ts'
import { isMoodExample } from './mood-examples.ts'
import { trainMoods } from './train-model.ts'

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

const examples = (await loadExamples(join(import.meta.dirname, '../config/examples'))).map((one) => ({ ...one, source: 'seed' as const }))
/** What the model is tested on that was taken for training as well is left out: every other sentence teaches. */
const model = trainMoods(examples.filter((one, i) => isMoodExample(one) || i % 2 === 0))
const heard = (text: string) => hearMood(fold(text), model)?.mood ?? 'neutral'

describe('mood, with the shipped model', () => {
  it.each([
    ['你們到底有沒有在做事啊，太誇張了', 'angry'],
    ['打了五个电话还是没人管，你们是干什么吃的', 'angry'],
    ["I can't believe you people did this to me again", 'angry'],
    ['太气人了', 'angry'],
    ['我上周买的口红断了，订单号 20260112345，太气人了\n快点处理', 'angry'],
    ['东西收到了，跟想象的差太多，有点后悔', 'unhappy'],
    ['等了好久，有點無奈', 'unhappy'],
    ["I'm rather let down by the whole thing", 'unhappy'],
    ['超级喜欢，下次还来', 'happy'],
    ['客服很有耐心，給個讚', 'happy'],
    ['works perfectly, thank you, love it', 'happy'],
    ['不是不好', 'neutral'],
    ['我没生气，就问问', 'neutral'],
    ['杯子裂了，换一个', 'neutral'],
    ['我要退款，訂單 20260112345', 'neutral'],
    ['where is my parcel', 'neutral'],
    ['is it any good?', 'neutral'],
  ])('hears in %s that the customer is %s', (text, mood) => {
    expect(heard(text)).toBe(mood)
  })

  it('points at words of the text', () => {
    for (const { text } of examples.filter(isMoodExample)) {
      const mood = hearMood(fold(text), model)
      if (mood) expect(mood.start >= 0 && mood.end > mood.start && mood.end <= fold(text).length).toBe(true)
    }
  })

  it('hears no mood in most of what customers ask', () => {
    const asked = examples.filter(({ category }, i) => i % 2 === 1 && /^(?:consult|order|invoice|logistics\/tracking)/.test(category))
    const moody = asked.filter(({ text }) => ['angry', 'unhappy'].includes(heard(text)))
    expect(asked.length).toBeGreaterThan(300)
    expect(moody.length / asked.length).toBeLessThan(0.05)
  })
})
