import type { create as en } from '../en/create.ts'

/** 關於主動建單的話，以及建單表單。 */
export const create: typeof en = {
  made: (number, title, team) => `已建立案件 ${number}：${title} → ${team}`,
  there: (number, state) => `這則訊息已屬於案件 ${number}（${state}）。`,
  form: '建立案件',
  send: '建立',
  text: '是什麼事？',
  customer: '客戶（姓名、編號或案件編號）',
  category: '分類',
  team: '團隊',
  priority: '優先順序',
  needed: (label) => `${label}（需要）`,
  empty: '請寫明是什麼事。',
}
