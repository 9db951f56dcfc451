import { describe, expect, it } from 'vitest'
import { detectLang } from './detect-lang.ts'

describe('the language of a text', () => {
  it.each([
    ['优惠券用不了', 'zh-CN'],
    ['優惠券不能用', 'zh-TW'],
    ['明天寄出', 'zh-CN'],
    ['麻烦告诉我什么时候收到', 'zh-CN'],
    ['麻煩告訴我什麼時候收到', 'zh-TW'],
    ['It leaves tomorrow', 'en'],
    ['please 帮我查一下 order 20260112345 of last week', 'en'],
    ['20260112345', null],
  ] as const)('of %s is %s', (text, lang) => {
    expect(detectLang(text)).toBe(lang)
  })
})
