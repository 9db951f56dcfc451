import type { consoleWords as en } from '../en/console.ts'

export const consoleWords: typeof en = {
  rule: {
    always: '其他规则都不适用的工单',
    category: (keys) => `分类是 ${keys}`,
    priority: (keys) => `优先级是 ${keys}`,
    mood: (keys) => `情绪是 ${keys}`,
    lang: (keys) => `语言是 ${keys}`,
    channel: (keys) => `渠道是 ${keys}`,
    level: (keys) => `客户等级是 ${keys}`,
    contains: (words) => `内容包含${words}`,
    and: '，并且',
    or: ' 或 ',
    to: (when, team) => `${when} → ${team}`,
    byHand: '由建单人指定。',
    gone: '这条规则已不在设置中。',
  },
  /** What a customer wants with a part of what they said. */
  intents: {
    problem: '有问题要解决',
    answer: '回答提问',
    correction: '更正之前的话',
    chase: '催促',
    unsolved: '问题没有解决',
    thanks: '致谢',
    smalltalk: '闲聊',
    human: '要求人工',
    progress: '询问进度',
  },
  person: {
    unparsed: (channel) => `来自 ${channel} 的内容无法读取`,
    delivery: (kind, channel) => `发往 ${channel} 的${kind}`,
    turn: '客户说的话',
    event: (what) => `团队房间里的操作（${what}）`,
    kinds: { text: '消息', ping: '消息', menu: '提问', media: '文件', card: '卡片', whisper: '提示' },
  },
  personWhy: {
    shape: '服务台不认识它的格式。',
    orphan: '它要修改的消息不存在，或是别人写的。',
    'no-answer': '平台没有响应，可能已经送达。',
    crash: '发送时服务台停止了，可能已经送达。',
    restore: '服务台由备份恢复，之前的服务台可能已经处理过。',
    card: '工单的卡片没有发出；重试时会先补发卡片。',
    worn: '多次失败，或处理到一半时系统屡次中断。',
    unknown: '没有成功。',
  },
}
