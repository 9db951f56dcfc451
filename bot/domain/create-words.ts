/** What follows 「建单」 or `ticket`: a few `key=value` in front, then the matter in plain words. Pure and linear in the text. */

export type CreateWords = Readonly<Record<string, string>>

const KEYS: Readonly<Record<string, string>> = {
  customer: 'customer',
  客户: 'customer',
  客戶: 'customer',
  顾客: 'customer',
  顧客: 'customer',
  category: 'category',
  分类: 'category',
  分類: 'category',
  priority: 'priority',
  优先级: 'priority',
  優先級: 'priority',
  優先順序: 'priority',
  team: 'team',
  团队: 'team',
  團隊: 'team',
}
/** A value in quotes may hold spaces. */
const OPTION = /^([^\s=＝]{1,16})[=＝](?:"([^"\n]{0,200})"|“([^”\n]{0,200})”|「([^」\n]{0,200})」|([^\s"“「]\S{0,199}))(?:\s+|$)/

/** `customer`, `category`, `priority`, `team` where they are given, and the `text` that is left. Another `key=value` is text. */
export function createWords(text: string): CreateWords {
  const found: Record<string, string> = {}
  let rest = text.trim()
  for (let match = OPTION.exec(rest); match; match = OPTION.exec(rest)) {
    const given = (match[1] ?? '').toLowerCase()
    const key = Object.hasOwn(KEYS, given) ? KEYS[given] : undefined
    if (key === undefined || key in found) break
    found[key] = (match[2] ?? match[3] ?? match[4] ?? match[5] ?? '').trim()
    rest = rest.slice(match[0].length)
  }
  return { ...found, ...(rest.trim() ? { text: rest.trim() } : {}) }
}
