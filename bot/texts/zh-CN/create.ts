import type { create as en } from '../en/create.ts'

/** 关于主动建单的话，以及建单表单。 */
export const create: typeof en = {
  made: (number, title, team) => `已建单 ${number}：${title} → ${team}`,
  there: (number, state) => `这条消息已属于工单 ${number}（${state}）。`,
  form: '新建工单',
  send: '建单',
  text: '是什么事？',
  customer: '客户（姓名、编号或工单号）',
  category: '分类',
  team: '团队',
  priority: '优先级',
  needed: (label) => `${label}（需要）`,
  empty: '请写明是什么事。',
}
