/**
 * The one grammar of typed commands: what a customer may say to the desk, and what an agent may type in a
 * thread. Pure and linear in the text. A command is the whole message, at top level, never a quotation.
 */
import { fold, visible } from './fold.ts'

export type CustomerCommand =
  | { readonly command: 'human' }
  | { readonly command: 'progress'; readonly number: number | null }
  | { readonly command: 'rate'; readonly rating: number }

const HUMAN = new Set(
  [
    '转人工',
    '人工',
    '人工客服',
    '找人工',
    '我要人工',
    '转人工客服',
    '真人客服',
    '转接人工',
    '真人',
    '转真人',
    '我要转人工',
    'human',
    'agent',
    'talk to a human',
    'human agent',
    'speak to a human',
    'talk to a person',
    'real person',
    'talk to an agent',
  ].map(fold),
)
const PROGRESS = /^(?:查进度|查询进度|进度|查单|查工单|progress|status)\s*(?:of\s*)?[:：]?\s*(?:#?t?-?\s*(\d{1,12}))?$/
const NUMBER = /^#?t-\s*(\d{1,12})$/
/** Longer than any command: no need to look. */
const LONGEST = 40

/** The command a customer's whole message is, or null. */
export function customerCommand(text: string): CustomerCommand | null {
  if (text.length > LONGEST) return null
  const said = tidy(text)
  if (HUMAN.has(said)) return { command: 'human' }
  const progress = PROGRESS.exec(said) ?? NUMBER.exec(said)
  if (progress) return { command: 'progress', number: progress[1] ? Number(progress[1]) : null }
  return null
}

/** A bare number of one or two digits, as an answer to a menu; null otherwise. */
export function bareNumber(text: string): number | null {
  if (text.length > 8) return null
  const match = /^(\d{1,2})\s*(?:分|星|stars?)?$/.exec(tidy(text))
  return match?.[1] ? Number(match[1]) : null
}

/** How a message becomes a turn: words join the burst; the rest is a turn of its own, due at once. */
export function turnKind(text: string, choice: string | null, questionOpen: boolean): 'words' | 'command' | 'choice' {
  if (choice !== null && questionOpen) return 'choice'
  if (customerCommand(text)) return 'command'
  if (questionOpen && bareNumber(text) !== null) return 'choice'
  return 'words'
}

export interface AgentCommand {
  readonly command: string
  readonly args: Readonly<Record<string, string>>
}

interface AgentWord {
  readonly words: readonly string[]
  readonly command: string
  readonly arg?: string
  /** What the argument looks like; anything else is talk. */
  readonly like?: RegExp
  /** Counts only when it is said to the desk, because a team's own talk begins with such words, too. */
  readonly addressed?: true
}

const TICKET = /^#?(?:t-?)?\s*\d{1,12}$/i
const KEY = /^[\p{L}\p{N}_/-]{1,60}$/u
/** Told from talk about categories by its slash. */
const CATEGORY = /^[\p{L}\p{N}_-]{1,40}\/[\p{L}\p{N}_/-]{1,40}$/u
/** `name: value`, told from talk about fields by what stands between them. */
const GIVEN = /^[^:：=＝\n]{1,60}[:：=＝]\s*\S/u
const SHORT = /^.{1,200}$/s
/** First words that make a thread message a command; the rest of the text is the named argument. */
const AGENT_WORDS: readonly AgentWord[] = [
  { words: ['建单', '建單', '开单', '開單', 'ticket', 'new-ticket'], command: 'create', arg: 'text', addressed: true },
  { words: ['回复', '回覆', 'reply'], command: 'reply', arg: 'text' },
  { words: ['关单', '關單', 'close-ticket'], command: 'close' },
  { words: ['回复并等待', '回覆並等待', 'reply-wait'], command: 'reply-wait', arg: 'text' },
  { words: ['接单', '接單', '认领', '認領', 'take', 'claim'], command: 'take' },
  { words: ['解决', '解決', '已解决', '已解決', '完成', 'resolve', 'resolved', 'done'], command: 'resolve', arg: 'note' },
  { words: ['放回', '交还', '交還', 'release', 'handback'], command: 'release' },
  { words: ['转派', '轉派', '转交', '轉交', 'transfer'], command: 'transfer', arg: 'team' },
  { words: ['不是请求', '不是請求', '非请求', '非請求', 'not-a-request', 'reject'], command: 'reject' },
  { words: ['重开', '重開', 'reopen'], command: 'reopen' },
  { words: ['刷新', '重新查询', '重新查詢', 'refresh', 'lookup'], command: 'refresh' },
  { words: ['撤回', '收回', 'undo'], command: 'undo' },
  { words: ['改写', '改寫', 'edit', 'rewrite'], command: 'edit', arg: 'text' },
  { words: ['重发', '重發', '重新发送', '重新傳送', 'retry', 'resend'], command: 'retry' },
  { words: ['放弃', '放棄', 'drop'], command: 'drop' },
  { words: ['删除回复', '刪除回覆', 'delete-reply'], command: 'recall' },
  { words: ['分类', '分類', 'category'], command: 'category', arg: 'category', like: CATEGORY },
  { words: ['分类正确', '分類正確', 'category-right'], command: 'category-right' },
  { words: ['字段', '欄位', 'field'], command: 'field', arg: 'given', like: GIVEN },
  { words: ['批准', '核准', 'approve'], command: 'approve' },
  { words: ['驳回', '駁回', 'decline'], command: 'decline', arg: 'why' },
  { words: ['合并', '合併', '并入', '併入', 'merge'], command: 'merge', arg: 'number', like: TICKET },
  { words: ['关联', '關聯', 'link'], command: 'link', arg: 'number', like: TICKET },
  { words: ['暂缓', '暫緩', '稍后', '稍後', 'snooze'], command: 'snooze', arg: 'when', like: SHORT },
  { words: ['提醒', '提醒我', '跟进', '跟進', 'remind', 'follow-up', 'followup'], command: 'follow-up', arg: 'when', like: SHORT },
  { words: ['升级', '升級', 'escalate'], command: 'escalate', arg: 'reason' },
  { words: ['优先级', '優先級', '優先順序', 'priority'], command: 'priority', arg: 'priority', like: /^p[1-4]$/i },
  { words: ['为什么', '為什麼', 'why'], command: 'why' },
  { words: ['时间线', '時間軸', 'timeline'], command: 'timeline' },
  { words: ['客户历史', '客戶紀錄', '历史', '紀錄', 'history'], command: 'history' },
  { words: ['摘要', '总结', '總結', 'summary'], command: 'summary' },
  { words: ['标签', '標籤', 'tag'], command: 'tag', arg: 'tag', like: KEY },
  { words: ['移除标签', '移除標籤', 'untag'], command: 'untag', arg: 'tag', like: KEY },
  { words: ['客户等级', '客戶等級', 'level'], command: 'level', arg: 'level', like: KEY },
  { words: ['关注', '追蹤', 'watch'], command: 'watch' },
  { words: ['取消关注', '取消追蹤', 'unwatch'], command: 'unwatch' },
  { words: ['快捷', '宏', '快速', 'macro'], command: 'macro', arg: 'key', like: KEY },
  { words: ['重新获取文件', '重新取得檔案', 'fetch-files'], command: 'fetch' },
  { words: ['帮助', '幫助', '说明', '說明', 'help'], command: 'help' },
]
const COMMAND_OF = new Map(AGENT_WORDS.flatMap((row) => row.words.map((word) => [fold(word), row] as const)))
/** Every command that can be typed. */
export const TYPED: ReadonlySet<string> = new Set(AGENT_WORDS.map(({ command }) => command))
/** Commands without an argument must be the whole message, so that 「完成度如何」 stays talk. */
const ARGUMENT_REQUIRED = new Set([
  'reply',
  'reply-wait',
  'category',
  'field',
  'transfer',
  'edit',
  'merge',
  'link',
  'snooze',
  'follow-up',
  'priority',
  'tag',
  'untag',
  'level',
  'macro',
])
/** What the desk is called in front of a command. A colleague's name there makes it talk with the colleague. */
const OUR_NAME = /^@(?:bot|desk|relaydesk|服务台|服務台|机器人|機器人)[\s:：,，]+/iu

/** The command an agent typed in a thread, or null: then it is talk. Read as the eye reads it: width, case and what nobody can see do not matter. */
export function agentCommand(text: string, withFiles = false): AgentCommand | null {
  const whole = visible(text).trim()
  const said = whole.replace(OUR_NAME, '')
  const match = /^[/／]?([^\s:：/／]{1,16})(?:[\s:：]+([\s\S]*))?$/.exec(said)
  if (!match?.[1]) return null
  const row = COMMAND_OF.get(fold(match[1]))
  if (!row || (row.addressed && said === whole && !/^[/／]/.test(said))) return null
  const rest = (match[2] ?? '').trim()
  // A file is what is replied, then.
  const needsMore = ARGUMENT_REQUIRED.has(row.command) && !(withFiles && (row.command === 'reply' || row.command === 'reply-wait'))
  if (!rest) return needsMore ? null : { command: row.command, args: {} }
  return row.arg && (row.like?.test(rest) ?? true) ? { command: row.command, args: { [row.arg]: rest } } : null
}

function tidy(text: string): string {
  return fold(text)
    .trim()
    .replace(/[。.!！?？~～\s]+$/u, '')
    .replace(/^(?:请|麻烦|please|pls)\s*/, '')
}
