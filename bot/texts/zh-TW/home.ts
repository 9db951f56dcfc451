import type { home as en } from '../en/home.ts'

/** 客服的首頁（Slack 的「首頁」分頁）。 */
export const home: typeof en = {
  title: (agent) => `${agent}的工作檯`,
  mine: '我的案件',
  noMine: '您目前沒有處理中的案件。',
  queue: '團隊待接案件',
  noQueue: '目前沒有客戶在等候。',
  risk: '快要逾時的承諾',
  noRisk: '半小時內沒有承諾會逾時。',
  more: (count, atLeast) => `……另有 ${count} 件${atLeast ? '以上' : ''}`,
  open: '開啟',
  figures: { opened: '今日新增', resolved: '今日解決', resolvedByMe: '其中由我解決' },
}
