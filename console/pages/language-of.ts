import type { Lang } from '../../bot/domain/lang.ts'

/** The language for a browser's tag: zh-Hant, zh-TW, zh-HK and zh-MO read traditional, every other zh simplified, the rest English. */
export function languageOf(tag: string): Lang {
  if (/^zh-(hant|tw|hk|mo)/i.test(tag)) return 'zh-TW'
  return /^zh/i.test(tag) ? 'zh-CN' : 'en'
}
