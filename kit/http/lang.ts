/** The languages of the desk's answers; the same three as in bot/domain/lang.ts, which kit may not import. */
export type Lang = 'zh-CN' | 'zh-TW' | 'en'

/**
 * The first language of an Accept-Language header the desk speaks; English when it speaks none of them.
 * Chinese written in traditional characters is zh-TW, any other Chinese zh-CN.
 */
export function langOf(accepted: string | undefined): Lang {
  // Platforms and programs name none.
  if (accepted === undefined) return 'en'
  const wanted = accepted
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const q = params.find((param) => param.startsWith('q='))
      return { tag, weight: q === undefined ? 1 : Number(q.slice(2)) || 0 }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of wanted) {
    if (/^zh-(hant|tw|hk|mo)\b/.test(tag)) return 'zh-TW'
    if (/^zh\b/.test(tag)) return 'zh-CN'
    if (/^en\b/.test(tag)) return 'en'
  }
  return 'en'
}
