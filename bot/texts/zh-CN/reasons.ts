import type { reasons as en } from '../en/reasons.ts'

export const reasons: typeof en = {
  category: () => '该分类的常规优先级',
  urgency: (f) => `客户着急${f['words'] ? `（“${f['words']}”）` : ''}`,
  mood: () => '客户情绪不满',
  capped: (f) => `该客户一天内自动判为 P1 的工单超过 ${f['most'] ?? ''} 张，请人工确认`,
  rule: (f) => `规则“${f['rule'] ?? ''}”`,
  level: (f) => `客户等级为“${f['level'] ?? ''}”`,
  agent: (f) => `由 ${f['agent'] ?? '客服'} 设定`,
  unsolved: () => '客户表示没有解决',
  complaint: () => '客户对同一问题投诉',
  'reopen-days-over': () => '客户没有再反馈',
  'not-a-request': () => '标记为不是请求',
  escalated: () => '已升级',
  'no-answer': () => '客户没有答复',
  other: () => '',
}
