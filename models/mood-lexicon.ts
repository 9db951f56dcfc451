/**
 * Words that tell a mood, −3 fury … +2 delight, and what is said before and behind them: negation (不太好, 不是不好, not
 * happy), intensity (太, so) and questions (好吗). Folded text.
 */
import { WordFinder } from './find-words.ts'
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
const MOOD_WORDS = new WordFinder(LEXICON.keys())
const NEGATION =
  /(?:不太|不怎么|不是很|不是|并不|并没有?|没有|没那么|不算|不|没|别|无|not (?:very |so |that |really |at all )?|isn'?t (?:very |so |that )?|wasn'?t (?:very |so )?|don'?t |didn'?t |never |no )$/
/** What every negation ends with: most words have none before them, and need no closer look. */
const NEGATION_ENDS = new Set('太么很是不没有算别无 ')
const STRONG = /(?:太|真|好|超|非常|特别|极其|十分|实在|简直|so |very |really |extremely |absolutely |completely |totally )$/
const ASKING = /吗|呢|\?/

/** The words of a text that tell a mood, in the order said. */
export function moodHits(text: string): readonly MoodHit[] {
  const hits: MoodHit[] = []
  MOOD_WORDS.each(text, (word, start) => {
    const end = start + word.length
    let weight = LEXICON.get(word) ?? 0
    const negated = isNegated(text, start)
    // A negated complaint is not praise, and negated praise is a mild complaint.
    if (negated && !word.startsWith('不')) weight = weight > 0 ? -1.5 : 0
    if (negated && word.startsWith('不')) weight = weight < 0 ? 0.3 : -1.5
    if (!negated && STRONG.test(text.slice(Math.max(0, start - 14), start))) weight *= 1.4
    // "Is it good?" praises nothing.
    if (weight > 0 && ASKING.test(text.slice(end, end + 8))) weight = 0
    if (weight !== 0) hits.push({ start, end, weight, negated })
  })
  return hits
}

/** Words that praise or blame a thing without telling a mood: too common to decide by, good to know. */
const OPINION = weigh({
  [-1]: '差 烂 脏 臭 吵 破 陈旧 老旧 简陋 潮湿 异味 发霉 难闻 恶劣 冷淡 冷漠 爱理不理 不耐烦 不值 不如 不行 不够 不能 不会再 再也不 太贵 太小 太少 太硬 太难 太咸 太油 太辣 太淡 太吵 太旧 凉了 冷了 洒了 漏 洒 超时 迟到 晚到 少送 送错 漏送 没送 糊弄 凑合 勉强 将就 缺点 问题 遗憾 可惜 可怜 无奈 投诉 退货 慎重 千万 别买 上火 拉肚子 头发 虫子 不新鲜 不熟 没味道 隔音 掉色 贵 偏贵 略贵 旧 破旧 霉味 怪味 发黄 污渍 灰尘 脏乱 嘈杂 吵闹 噪音 昏暗 阴暗 狭小 窄 拥挤 偏僻 偏远 不便 不方便 麻烦 慢 半天 久 催 糊了 焦 硬 柴 腻 油腻 咸 馊 变质 过期 坏 断 裂 堵 漏水 停水 停电 虫 蟑螂 蚊子 老鼠 蚂蚁 毛发 烫 骗 假 假货 瑕疵 次品 缺 不符 不一样 不怎么 不是很 不太 不清楚 不会 不来 不去 不住 不买 不推荐 不建议 不理 不想 不敢 不肯 不给 不让 不到 不干净 不舒服 不热 不冷 不稳定 没有 没人 没法 没办法 无法 最差 极差 超差 太差 太慢 太薄 太短 太大 太热 太冷 太高 太低 太久 下次不 以后不 再也 再不 居然 竟然 根本 简直 甚至 怎么 什么 还要 只有 只能 连 都没 就没 也没 还没 才 一般般 马马虎虎 不咋 失败 恐怖 可怕 可恶 糟 乱 推销 推脱 傲慢 态度 宰 扣 押金 赔 道歉 解释 打电话 忘 错 少了 希望 改进 改善 加强 提高 注意 建议 最好别 别 名不副实 徒有虚名 忽悠 黑 上当 后悔 再说 郁闷 晕 汗 唉 哎 切 哼 退 换 修 死机 卡 闪退 花屏 划痕 起球 褪色 缩水 开线 味道大 刺鼻 粗糙 薄 单薄 廉价 难 苦 酸 痛 疼 累 冷 凉 臭味 潮 湿 霉 差评 最烂 垃圾 broken|dirty|noisy|stale|cold|late|missing|refund|wrong|poorly|cheap|rubbish|mess|fault|faulty|hate|hated|avoid|overpriced|unreliable',
  [1]: '好 棒 赞 香 快 干净 整洁 舒适 舒服 热情 周到 细心 耐心 礼貌 亲切 实惠 便宜 划算 超值 值得 美味 可口 新鲜 准时 推荐 安静 温馨 优秀 优质 一流 丰富 分量足 量足 实在 结实 耐用 漂亮 好看 合适 清晰 流畅 豪华 宽敞 明亮 精致 到位 及时 迅速 很近 齐全 下次还 还会再 会再来 再来 首选 回头客 老顾客 一如既往 放心 靠谱 正宗 入味 足够 不错 挺好 很好 非常好 还好 还不错 可以 还可以 蛮好 满好 极好 最好 满意 喜欢 爱 最爱 性价比 值 还会 还会来 会来 继续 常来 经常 一直 每次 老客户 熟悉 便利 齐 新 全新 新颖 优雅 高雅 舒心 愉快 开心 美 美丽 美观 好吃 鲜 嫩 脆 酥 多 大 宽 足 满 免费 赠 送了 升级 感谢 谢谢 辛苦 支持 信赖 相信 不愧 物超所值 物美价廉 优点 惊喜 满分 五星 良好 合理 优惠 理想 标准 独特 特色 完善 周全 体贴 贴心 主动 微笑 友好 友善 和气 客气 专业 认真 负责 效率 效率高 快速 速度快 准 稳定 强大 灵敏 细腻 柔软 轻便 质感 做工好 正品 包装好 完好 完美 棒棒 赞一个 顶 强烈推荐 很值 很赞 很棒 很大 很快 很新 很多 很高 很香 很美 近 便捷 交通方便 位置好 地段 环境好 风景 海景 景色 视野 服务好 早餐不错 热水 暖和 凉爽 清静 幽静 宁静 干爽 整齐 一尘不染 卫生好 回味 下次 以后还 clean|fast|quick|fresh|friendly|comfortable|reliable|recommend|recommended|beautiful|lovely|worth|easy|smooth|patient|kind|glad|impressed|quality|best|enjoy|enjoyed',
})
const OPINION_WORDS = new WordFinder(OPINION.keys())

/** Praise and blame in the order said: `good` or `bad`, and whether it is negated. */
export function opinions(text: string): readonly { readonly good: boolean; readonly negated: boolean }[] {
  const all: { good: boolean; negated: boolean }[] = []
  OPINION_WORDS.each(text, (word, start) => void all.push({ good: (OPINION.get(word) ?? 0) > 0, negated: isNegated(text, start) }))
  return all
}

function isNegated(text: string, at: number): boolean {
  return at > 0 && NEGATION_ENDS.has(text.charAt(at - 1)) && NEGATION.test(text.slice(Math.max(0, at - 14), at))
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
