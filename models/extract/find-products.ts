/**
 * What the customer bought, in a short noun phrase: 「我上周买的口红断了」 is about 口红, "the kettle I bought
 * broke" about a kettle. Modest on purpose: it knows how people complain, not what shops sell.
 */
import { type Found, MOST_FOUND } from './found.ts'

/** What happens to things; where it starts, the name of the thing has ended. */
const HAPPENS =
  '(?:(?:突然|老是|总是|一直|经常|居然|竟然|已经|又|都|也|就|还|才|刚|全|有点|根本|完全|好像)?(?:坏|断|裂|漏|碎|破|烂|掉|脱|开不|打不|用不|用了|充不|连不|不|没|有|是|怎|质量|少|到|要|想|发|收|起|褪|变|冒|闪|卡|死机|丢|穿|戴|洗|太|能|可以|什么|多少|尺|颜色|味|今|昨|今天|昨天|，))'
const THING = '[\\p{Script=Han}a-z0-9]{1,10}?'
const ONE_COUNT = '(?:[一两这那几]?[个件条双台支瓶款只盒套部把张包袋箱本块床副顶对份罐])'
const COUNT = `${ONE_COUNT}?`
const END = `(?=${HAPPENS}|[^\\p{Script=Han}a-z0-9]|$)`
const BOUGHT = new RegExp(
  `(?:买|订购|订|购买|拍下|拍|入手|收到|下单|网购)(?:了|的|到)(?:你们家?的?|那|这|一)?${COUNT}(?:的)?(${THING})${END}`,
  'gu',
)
const WANTS = new RegExp(`(?:退|换|修|退货|换货|退掉|退了|寄回)(?:一下)?(?:这|那|一|我的|这个|那个)?${ONE_COUNT}(${THING})${END}`, 'gu')
const FAILED =
  /(?<=^|[^\p{Script=Han}a-z0-9]|[的了我家这那个件台支款双])([\p{Script=Han}a-z0-9]{2,8}?)(?=(?:突然|老是|总是|居然|竟然|已经|又|就|全|都|也)?(?:坏了|坏掉|断了|断裂|裂了|裂开|漏了|漏水|漏液|漏电|碎了|破了|烂了|掉色|褪色|起球|开胶|脱胶|开线|失灵|不能用|用不了|不工作|没反应|开不了机|充不进|冒烟|变质|发霉|过期|有异味|有划痕|有瑕疵))/gu
const ENGLISH = [
  /\b(?:my|the|this|your|our) ((?:[a-z0-9-]+ ){0,3}?[a-z0-9-]+) (?:(?:that |which )?(?:i|we) (?:just |recently )?(?:bought|ordered|purchased|received|got)\b)/g,
  /\b(?:my|the|this|our|your) ((?:[a-z0-9-]+ ){0,2}?[a-z0-9-]+) (?:suddenly |just |has |have |had |is |are |was |already )*(?:broke|broken|stopped|doesn'?t|don'?t|won'?t|isn'?t|leaks|leaked|leaking|cracked|snapped|died|dead|defective|faulty|damaged|torn|ripped|exploded|burned|overheats|malfunction|faded|shrank|arrived|came|smells|keeps)\b/g,
  /\b(?:bought|ordered|purchased|received|got) (?:an?|the|some|this|these|your|two|one|my) ((?:[a-z0-9-]+ ){0,2}?[a-z0-9-]+)(?= (?:and|but|from|which|that|on|it|last|yesterday|for|in|with|a|two|three|is|was|has|at|this|today|online|few|the|here|broke|off)\b|[^a-z0-9 -]|$)/g,
  /\b(?:return|exchange|refund|repair|replace|send back) (?:the|my|this|these|an?) ((?:[a-z0-9-]+ ){0,2}?[a-z0-9-]+)(?= (?:and|but|because|for|i|it|that|which|as|since|please|to|from|is|in|with)\b|[^a-z0-9 -]|$)/g,
] as const

/** Words that fit the patterns and are no product. */
const NOT_PRODUCTS = new Set(
  (
    '东西 商品 产品 货 货物 快递 包裹 物品 订单 时候 人 钱 货款 款 质量 价格 衣物 那个 这个 一个 东西都 你们 我们 客服 卖家 商家 物流 发票 退款 一下 手续 后 前 就 了 电话 短信 通知 ' +
    'order orders item items one thing things product products package parcel money refund account email issue problem it that this card payment delivery app website page return exchange purchase courier driver invoice receipt number code phone number service bill charge status subscription money goods stuff'
  ).split(' '),
)
const ASKS = /^(?:多|怎|什么|哪|几|为|吗|能|会|是否|how|what|when)/
const LEAD =
  /^(?:(?:你们|我们|你|我|家|的|那|这|个|件|刚|新|了|又|就|把|给|被|因为|但是|可是|结果|然后|所以|发现|收到|买|订|购|今天|昨天|前天|上周|上个月)+)/

export function findProducts(text: string): readonly Found[] {
  const found: Found[] = []
  const take = (match: RegExpExecArray, confidence: number): void => {
    if (found.length >= MOST_FOUND) return
    const raw = match[1] ?? ''
    const lead = LEAD.exec(raw)?.[0].length ?? 0
    const value = raw.slice(lead)
    if (
      value === '' ||
      NOT_PRODUCTS.has(value) ||
      ASKS.test(value) ||
      /^\d+$/.test(value) ||
      (value.length < 2 && !/[鞋书包锅灯表笔药茶酒]/.test(value))
    )
      return
    const start = match.index + match[0].lastIndexOf(raw) + lead
    if (!found.some((other) => other.start < start + value.length && start < other.end))
      found.push({ kind: 'product', value, start, end: start + value.length, confidence })
  }
  for (const match of text.matchAll(BOUGHT)) take(match, 0.75)
  for (const match of text.matchAll(FAILED)) take(match, 0.65)
  for (const match of text.matchAll(WANTS)) take(match, 0.55)
  ENGLISH.forEach((pattern, i) => {
    for (const match of text.matchAll(pattern)) take(match, i === 0 ? 0.75 : 0.65)
  })
  return found.sort((a, b) => b.confidence - a.confidence || a.start - b.start).slice(0, 1)
}
