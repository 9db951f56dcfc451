import type { home as en } from '../en/home.ts'

/** 客服的主页（Slack 的“主页”标签）。 */
export const home: typeof en = {
  title: (agent) => `${agent}的工作台`,
  mine: '我的工单',
  noMine: '您没有处理中的工单。',
  queue: '组内待接单',
  noQueue: '没有客户在等待。',
  risk: '即将超时的承诺',
  noRisk: '半小时内没有承诺会超时。',
  more: (count, atLeast) => `……还有 ${count}${atLeast ? ' 张以上' : ' 张'}`,
  open: '打开',
  figures: { opened: '今日新增', resolved: '今日解决', resolvedByMe: '其中由我解决' },
}
