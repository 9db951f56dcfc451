import { describe, expect, it } from 'vitest'
import { languageOf } from './language-of.ts'

describe('languageOf', () => {
  it.each([
    ['zh-CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-Hans-SG', 'zh-CN'],
    ['zh-TW', 'zh-TW'],
    ['zh-Hant-HK', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['en-GB', 'en'],
    ['de', 'en'],
  ])('reads "%s" as %s', (tag, lang) => {
    expect(languageOf(tag)).toBe(lang)
  })
})
