/**
 * Mood and urgency from a small lexicon, with negation (不太好, 不是不好, not happy) and intensity (太, so, !!).
 * Folded text. It points at the word that weighed most, so the claim can be checked.
 */
import type { Mood, Priority } from '../bot/domain/ticket.ts'
import type { Span } from './said.ts'

export interface MoodFound extends Span {
  readonly mood: Mood
  readonly confidence: number
}

export interface UrgencyFound extends Span {
  readonly priority: Priority
  readonly confidence: number
}

/** −3 fury … +2 delight. */
const LEXICON = weigh({
  [-3]: '气人 气死 气炸 愤怒 火大 生气 恼火 骗子 欺骗 骗人 骗钱 坑人 坑爹 黑心 垃圾 恶心 无耻 混蛋 王八 傻逼 他妈 妈的 什么玩意 什么破 太过分 过分 忍无可忍 岂有此理 离谱 欺人太甚 流氓 奸商 滚蛋 脑残 差评 投诉你们 曝光你们 受够 无语 furious|angry|outrageous|disgusting|disgusted|scam|scammers|ridiculous|unacceptable|pathetic|bullshit|fuck|fucking|shit|garbage|trash|livid|appalling|liars|crooks|fed up|worst|rip-off|ripoff|pissed|sick of|joke of a',
  [-2]: '失望 不满 糟糕 太差 很差 差劲 难受 烦死 烦人 受不了 太坑 真坑 敷衍 推诿 踢皮球 后悔 糟心 闹心 郁闷 崩溃 心塞 态度差 难用 难吃 上当 disappointed|disappointing|terrible|awful|horrible|frustrated|frustrating|upset|annoyed|annoying|unhappy|rude|useless|regret|dissatisfied|let down|nightmare|waste of',
  [-1]: '不好 好慢 很慢 太慢 慢死 好差 真差 质量差 服务差 着急 急死 麻烦死 担心 没人理 一般 poor|slow|bad|worried|confused|unfortunately|sadly|still waiting|inconvenient',
  [1]: '不错 还行 喜欢 好用 好吃 方便 nice|good|like it|helpful|pleased',
  [2]: '满意 开心 高兴 太好了 太棒 很棒 真棒 完美 给力 好评 超赞 点赞 感动 惊喜 贴心 love|loved|happy|great|excellent|amazing|awesome|perfect|wonderful|fantastic|delighted|brilliant|thrilled',
})
const PATTERN = new RegExp(
  [...LEXICON.keys()]
    .sort((a, b) => b.length - a.length)
    .map((word) => (/[a-z]/.test(word) ? `\\b${word}\\b` : word))
    .join('|'),
  'g',
)
const NEGATION =
  /(?:不太|不怎么|不是很|不是|并不|并没有?|没有|没那么|不算|不|没|别|无|not (?:very |so |that |really |at all )?|isn'?t (?:very |so |that )?|wasn'?t (?:very |so )?|don'?t |didn'?t |never |no )$/
const STRONG = /(?:太|真|好|超|非常|特别|极其|十分|实在|简直|so |very |really |extremely |absolutely |completely |totally )$/
const ASKING = /吗|呢|\?/

export function findMood(text: string): MoodFound | null {
  const { sum, heaviest } = weighMood(text)
  if (!heaviest) return null
  const shouted = sum < 0 ? Math.min(2, (text.match(/[!！]{2,}|[😡🤬😠]/gu) ?? []).length) * 0.8 : 0
  const score = sum - shouted
  const mood: Mood = score <= -2.8 ? 'angry' : score <= -0.9 ? 'unhappy' : score >= 1.8 ? 'happy' : 'neutral'
  return { mood, start: heaviest.start, end: heaviest.end, confidence: Math.min(0.95, 0.5 + Math.abs(score) * 0.12) }
}

/** Praise less blame: above 0 good, below 0 bad, 0 nothing told. */
export function scoreMood(text: string): number {
  return weighMood(text).sum
}

function weighMood(text: string): { readonly sum: number; readonly heaviest: Span | null } {
  let sum = 0
  let heaviest: (Span & { readonly weight: number }) | null = null
  for (const match of text.matchAll(PATTERN)) {
    const word = match[0]
    const before = text.slice(Math.max(0, match.index - 14), match.index)
    let weight = LEXICON.get(word) ?? 0
    const negated = NEGATION.exec(before)
    // A negated complaint is not praise, and negated praise is a mild complaint.
    if (negated && !word.startsWith('不')) weight = weight > 0 ? -1.5 : 0
    if (negated && word.startsWith('不')) weight = weight < 0 ? 0.3 : -1.5
    if (!negated && STRONG.test(before)) weight *= 1.4
    // "Is it good?" praises nothing.
    if (weight > 0 && ASKING.test(text.slice(match.index + word.length, match.index + word.length + 8))) weight = 0
    if (weight === 0) continue
    sum += weight
    if (!heaviest || Math.abs(weight) > Math.abs(heaviest.weight)) heaviest = { start: match.index, end: match.index + word.length, weight }
  }
  return { sum, heaviest }
}

/** Danger to people, or money going on a scale: nothing else is P1 by words alone. */
const DANGER =
  /起火|着火|自燃|冒烟|爆炸|炸了|漏电|触电|电到|烧伤|烫伤|受伤|流血|中毒|送医|进医院|住院|休克|窒息|盗刷|账户被盗|钱(?:全|都)(?:没|被)|被转走|\b(?:caught fire|on fire|explod(?:ed|ing)|electric shock|electrocuted|got shocked|burn(?:ed|t) (?:my|me|his|her)|injur(?:ed|y)|poison(?:ed|ing)|hospital|bleeding|allergic shock|money (?:is |was |has been )?(?:stolen|gone)|drained my|emptied my|hacked)\b/
const HURRY =
  /快点|快一?点|赶紧|赶快|尽快|马上|立刻|立即|抓紧|加急|紧急|急用|急需|很急|着急|急!|急死|十万火急|\b(?:urgent(?:ly)?|asap|immediately|right away|right now|hurry|as soon as possible|emergency)\b/
const PATIENT =
  /(?:不|没那么|不太|不用)(?:着?急|赶)|不急|慢慢来|有空再|\bno (?:rush|hurry)\b|\bnot urgent\b|\bwhenever you can\b|\btake your time\b/

export function findUrgency(text: string): UrgencyFound | null {
  const danger = at(DANGER, text)
  if (danger && !/(?:没|没有|不会|会不会|not |never |no )$/.test(text.slice(Math.max(0, danger.start - 4), danger.start)))
    return { priority: 'P1', confidence: 0.85, ...danger }
  const patient = at(PATIENT, text)
  if (patient) return { priority: 'P4', confidence: 0.7, ...patient }
  const hurry = at(HURRY, text)
  return hurry ? { priority: 'P2', confidence: 0.8, ...hurry } : null
}

function at(pattern: RegExp, text: string): Span | null {
  const match = pattern.exec(text)
  return match ? { start: match.index, end: match.index + match[0].length } : null
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
