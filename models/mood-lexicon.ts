/**
 * Words that tell a mood, −3 fury … +2 delight, and what is said before and behind them: negation (不太好, 不是不好, not
 * happy), intensity (太, so) and questions (好吗). Folded text.
 */
import type { Span } from './said.ts'

export interface MoodHit extends Span {
  /** What the word weighs here: negated, strengthened or asked as it is. Never 0. */
  readonly weight: number
  readonly negated: boolean
}

const LEXICON = weigh({
  [-3]: '气人 气死 气炸 愤怒 火大 生气 恼火 骗子 欺骗 骗人 骗钱 坑人 坑爹 黑心 垃圾 恶心 无耻 混蛋 王八 傻逼 他妈 妈的 什么玩意 什么破 太过分 过分 忍无可忍 岂有此理 离谱 欺人太甚 流氓 奸商 滚蛋 脑残 差评 投诉你们 曝光你们 受够 无语 爆气 抓狂 莫名其妙 诈骗 欺负 骗人 扯淡 furious|angry|outrageous|disgusting|disgusted|scam|scammers|ridiculous|unacceptable|pathetic|bullshit|fuck|fucking|shit|garbage|trash|livid|appalling|liars|crooks|fed up|worst|rip-off|ripoff|pissed|sick of|joke of a',
  [-2]: '失望 不满 糟糕 太差 很差 差劲 难受 烦死 烦人 受不了 太坑 真坑 敷衍 推诿 踢皮球 后悔 糟心 闹心 郁闷 崩溃 心塞 态度差 难用 难吃 上当 寒心 憋屈 不爽 心寒 无奈 差评 闷 困扰 傻眼 disappointed|disappointing|terrible|awful|horrible|frustrated|frustrating|upset|annoyed|annoying|unhappy|rude|useless|regret|dissatisfied|let down|nightmare|waste of',
  [-1]: '不好 好慢 很慢 太慢 慢死 好差 真差 质量差 服务差 着急 急死 麻烦死 担心 没人理 一般 poor|slow|bad|worried|confused|unfortunately|sadly|still waiting|inconvenient',
  [1]: '不错 还行 喜欢 好用 好吃 方便 nice|good|like it|helpful|pleased',
  [2]: '满意 开心 高兴 太好了 太棒 很棒 真棒 完美 给力 好评 超赞 点赞 感动 惊喜 贴心 love|loved|happy|great|excellent|amazing|awesome|perfect|wonderful|fantastic|delighted|brilliant|thrilled',
})
const PATTERN = patternOf(LEXICON)
const NEGATION =
  /(?:不太|不怎么|不是很|不是|并不|并没有?|没有|没那么|不算|不|没|别|无|not (?:very |so |that |really |at all )?|isn'?t (?:very |so |that )?|wasn'?t (?:very |so )?|don'?t |didn'?t |never |no )$/
const STRONG = /(?:太|真|好|超|非常|特别|极其|十分|实在|简直|so |very |really |extremely |absolutely |completely |totally )$/
const ASKING = /吗|呢|\?/

/** The words of a text that tell a mood, in the order said. */
export function moodHits(text: string): readonly MoodHit[] {
  const hits: MoodHit[] = []
  for (const match of text.matchAll(PATTERN)) {
    const word = match[0]
    const before = text.slice(Math.max(0, match.index - 14), match.index)
    let weight = LEXICON.get(word) ?? 0
    const negated = NEGATION.test(before)
    // A negated complaint is not praise, and negated praise is a mild complaint.
    if (negated && !word.startsWith('不')) weight = weight > 0 ? -1.5 : 0
    if (negated && word.startsWith('不')) weight = weight < 0 ? 0.3 : -1.5
    if (!negated && STRONG.test(before)) weight *= 1.4
    // "Is it good?" praises nothing.
    if (weight > 0 && ASKING.test(text.slice(match.index + word.length, match.index + word.length + 8))) weight = 0
    if (weight !== 0) hits.push({ start: match.index, end: match.index + word.length, weight, negated })
  }
  return hits
}

/** Words that praise or blame a thing without telling a mood: too common to decide by, good to know. */
const OPINION = weigh({
  [-1]: '差 烂 脏 臭 吵 破 陈旧 老旧 简陋 潮湿 异味 发霉 难闻 恶劣 冷淡 冷漠 爱理不理 不耐烦 不值 不如 不行 不够 不能 不会再 再也不 太贵 太小 太少 太硬 太难 太咸 太油 太辣 太淡 太吵 太旧 凉了 冷了 洒了 漏 洒 超时 迟到 晚到 少送 送错 漏送 没送 糊弄 凑合 勉强 将就 缺点 问题 遗憾 可惜 可怜 无奈 投诉 退货 慎重 千万 别买 上火 拉肚子 头发 虫子 不新鲜 不熟 没味道 隔音 掉色 broken|dirty|noisy|stale|cold|late|missing|refund|wrong|poorly|cheap|rubbish|mess|fault|faulty|hate|hated|avoid|overpriced|unreliable',
  [1]: '好 棒 赞 香 快 干净 整洁 舒适 舒服 热情 周到 细心 耐心 礼貌 亲切 实惠 便宜 划算 超值 值得 美味 可口 新鲜 准时 推荐 安静 温馨 优秀 优质 一流 丰富 分量足 量足 实在 结实 耐用 漂亮 好看 合适 清晰 流畅 豪华 宽敞 明亮 精致 到位 及时 迅速 很近 齐全 下次还 还会再 会再来 再来 首选 回头客 老顾客 一如既往 放心 靠谱 正宗 入味 足够 clean|fast|quick|fresh|friendly|comfortable|reliable|recommend|recommended|beautiful|lovely|worth|easy|smooth|patient|kind|glad|impressed|quality|best|enjoy|enjoyed',
})
const OPINION_PATTERN = patternOf(OPINION)

/** Praise and blame in the order said: `good` or `bad`, and whether it is negated. */
export function opinions(text: string): readonly { readonly good: boolean; readonly negated: boolean }[] {
  return [...text.matchAll(OPINION_PATTERN)].map((match) => ({
    good: (OPINION.get(match[0]) ?? 0) > 0,
    negated: NEGATION.test(text.slice(Math.max(0, match.index - 8), match.index)),
  }))
}

function patternOf(words: ReadonlyMap<string, number>): RegExp {
  const longestFirst = [...words.keys()].sort((a, b) => b.length - a.length)
  return new RegExp(longestFirst.map((word) => (/[a-z]/.test(word) ? `\\b${word}\\b` : word)).join('|'), 'g')
}

function weigh(rows: Readonly<Record<string, string>>): ReadonlyMap<string, number> {
  // Chinese words are split by spaces; English ones, which may hold spaces, follow behind, split by bars.
  return new Map(
    Object.entries(rows).flatMap(([weight, row]) => {
      const chinese = row.slice(0, row.search(/[a-z]/)).split(' ')
      const english = row.slice(row.search(/[a-z]/)).split('|')
      return [...chinese, ...english].filter(Boolean).map((word) => [word, Number(weight)] as const)
    }),
  )
}
