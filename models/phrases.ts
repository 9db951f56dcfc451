/**
 * What customers say that is not a matter of its own: thanks, chasing, asking for a person. Rules, not the
 * classifier, because these few phrases are nearly always the same and must work before any model is trained.
 * Folded text; every pattern is bounded.
 */
import type { Span } from './said.ts'

const PHRASES = {
  human:
    /(?:转|找|要|接|叫|换|呼叫|需要|联系|想跟|有没有|能不能|来个)(?:一下|一个|个|你们的?|到)?(?:人工|真人|活人)|^\W{0,3}(?:人工|真人|活人|人工客服|人工服务)\W{0,3}$|(?:不要|不想(?:跟|和)?|别用?)机器人|\b(?:real|live|actual) (?:person|human|agent)\b|\bhuman (?:agent|being|please|support)\b|^\W{0,3}(?:human|agent|representative|operator)\W{0,3}$|\b(?:talk|speak|chat|connect me|transfer me|put me through)(?: directly)? (?:to|with) (?:an? |the |your |some ?)?(?:real |live |actual |human )?(?:human|person|agent|representative|rep|one|body|operator|manager|supervisor)\b|\bneed a human\b/,
  chase:
    /还没好|好了没|(?:还|到底)要(?:等)?多久|快点|快一?点|再不(?:处理|解决|回复|发货|退)|赶紧|赶快|尽快|抓紧|催一?下|催促|催单|催催|怎么还(?:没|不)(?:有人)?(?:处理|回复|解决|弄|搞|消息|给)|还没(?:有人)?(?:处理|回复|解决|给我)|没有?人(?:理|回|处理|管)|有人(?:吗|么|在吗)|人呢|还要等多久|等(?:了)?(?:很久|半天|好久|这么久|几天|\d{1,3}天)|\bhurry\b|\basap\b|\b(?:any ?one|anybody) (?:there|here)\b|\bstill waiting\b|\bas soon as possible\b|\bhow much longer\b|\bstill not (?:done|ready|finished|sorted)\b|\b(?:any ?one|anybody|somebody) (?:looking|working|on (?:this|it))\b/,
  unsolved:
    /还是(?:没|不|有|老样子|一样|坏|那样)|没(?:有)?(?:解决|修好|弄好|处理好|改好|搞定)|又(?:坏|断|漏|出现|不行|不能|不亮|开始|闪退|来了|发生|出问题)|仍(?:然|旧)?(?:没|不|有)|问题(?:依旧|依然|还在|又)|\bstill (?:not|broken|isn'?t|doesn'?t|does not|happening|have|having|no|can'?t|the same|wrong|leak|fail|happens)|\bnot (?:fixed|solved|resolved)\b|\b(?:broke|broken|happened|happening|failed|stopped) again\b|\bsame (?:problem|issue) (?:again|as before|is back)|\b(?:didn'?t|did not) (?:work|help|fix|solve)/,
  progress:
    /^\W{0,3}(?:现在)?怎么样了\W{0,3}$|(?:处理|进行|办理|解决|审核|退款|退货|换货|维修|工单|上次(?:那个|的)?|我的(?:问题|事情?|单子|申请|投诉)).{0,6}(?:到哪|怎么?样|如何|进度|结果|消息|好了没|好了吗|了没)|(?:查|看|问)(?:一下|下)?(?:处理)?进[度展]|进[度展](?:怎|如何|呢|吗|\?)|到哪一步|有(?:结果|消息|进展|回复|回音)(?:了)?(?:吗|么|没)|\bany (?:update|news|progress)|\bstatus of\b|\bwhat'?s (?:the status|happening with|going on with)|\bhow (?:is|'s) (?:my|the) (?:ticket|case|request|issue|refund|complaint)|\bcheck (?:on )?(?:the |my )?(?:status|progress)|\bupdates? on\b/,
  correction:
    /^[\s,]{0,3}(?:不对|不是|错了|搞错)|更正|(?:说|写|打|输|给|填|报)错了|应该是|其实是|不是.{1,24}(?:而)?是|\bi mean[t]?\b|\bcorrection\b|\bmy mistake\b|\btypo\b|\bsorry,? (?:it'?s|it is|wrong|the right)|\b(?:actually|rather),? (?:it'?s|it is|my|the)\b|\bnot .{1,40}, (?:it'?s|but)\b|\bshould be\b/,
  /** Opens another matter in the same breath. */
  another:
    /另外|还有(?:个|一个|就是|一件|[,，])|顺便|对了|除此之外|再问一下|还想问|\balso\b|\banother (?:thing|issue|question|problem)\b|\bby the way\b|\bbtw\b|\bbesides\b|\bseparately\b|\bin addition\b/,
  solved:
    /解决了|好了|可以了|搞定|没问题了|已经(?:修|弄|处理)好|\b(?:solved|fixed|resolved|works now|working now|all good|sorted)\b|^\W{0,3}(?:是的?|对|嗯|yes|yep|yeah)\W{0,3}$/,
} as const
export type PhraseKind = keyof typeof PHRASES

/** Where a phrase of that kind stands in a folded text. */
export function findPhrase(kind: PhraseKind, text: string): Span | null {
  const match = PHRASES[kind].exec(text)
  return match ? { start: match.index, end: match.index + match[0].length } : null
}

/** A whole sentence that says only that something does not work, and not what: no classifier can tell what it is about. */
const VAGUE =
  /^\W{0,3}(?:我的?|刚买的?)?(?:这个?|那个?|它)?(?:东西|玩意儿?|产品|商品)?(?:怎么|又|还是|根本|完全|就是|一直|好像){0,2}(?:用不了|不能用|坏了|坏掉了?|不行|没反应|不好使|没法用|出问题|有问题)(?:了|啊|呀|呢|怎么办){0,2}\W{0,3}$|^\W{0,3}(?:this|that|it|the|my)(?: (?:thing|item|product|one|stuff))?(?:'s| is| has| just| still){0,2} ?(?:doesn'?t work|does not work|not working|isn'?t working|broken|broke|stopped working|won'?t work)(?: (?:at all|any ?more))?\W{0,3}$/

export function isVague(text: string): boolean {
  return text.length <= 60 && VAGUE.test(text)
}

const COURTESY =
  /(?:非常|太|十分)?(?:感谢|多谢|谢谢|谢了|谢啦)(?:你们?|您|了|啦|亲)?|辛苦(?:了|你们?|您)?|麻烦(?:你们?|您)?了?|好(?:的|滴|嘞|吧|哒|呀)?|嗯+|哦+|噢+|行(?:吧)?|可以|收到|知道了?|明白了?|了解|没事了?|没问题|再见|拜拜|太好了|\b(?:ok(?:ay)?|bye|goodbye|thanks?(?: you)?|thx|ty|cheers|great|perfect|cool|sure|alright|got it|i see|no problem|so much|very much|a lot|for (?:your|the|all your|all the) help|have a (?:nice|good|great) (?:day|one|evening|weekend)|you too|much appreciated|appreciate it|that'?s all|yes|no|really|again)\b/g
const GREETING =
  /你们?好|您好|哈喽|哈啰|哈囉|嗨|在(?:吗|么|不在)|有人(?:吗|么|在吗)|早上好|上午好|下午好|晚上好|早安|晚安|亲+|请问|打扰(?:一下|了)?|哈+|呵+|嘿+|吃了吗|测试|客服|小姐姐|\b(?:hi|hello|hey|yo|good (?:morning|afternoon|evening|day)|there|how are you(?: doing)?|what'?s up|lol|haha+|test(?:ing)?|any ?(?:one|body) (?:there|here)|dear|team|sir|madam|support|everyone|guys)\b/g
const FILLER = /[\s\p{P}\p{S}\p{M}\p{Emoji_Presentation}\p{Extended_Pictographic}]|[啊呢哦呀吧啦哈了的吗]/gu
/** What is pressed for, after 快点 and the like. */
const PRESSED = /处理|解决|回复|搞定|弄|一下|please|pls/g
const THANKS = /谢|感谢|辛苦|再见|拜拜|\b(?:thank|thanks|thx|bye|goodbye|cheers|appreciate)/

/** Nothing is left of a folded text once courtesies and chatter are taken out. */
export function isChat(text: string): boolean {
  if (text.length > 200) return false
  const rest = text.replace(GREETING, '').replace(COURTESY, '').replace(FILLER, '')
  return rest === '' || (rest.length <= 12 && rest.replace(PHRASES.chase, '').replace(PRESSED, '') === '')
}

/** Of a chat: thanks, goodbye and ok, rather than a greeting. */
export function isThanks(text: string): boolean {
  if (THANKS.test(text)) return true
  const rest = text.replace(GREETING, '')
  return rest === text && rest.replace(COURTESY, '') !== text
}
