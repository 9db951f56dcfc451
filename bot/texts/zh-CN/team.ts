import type { team as en } from '../en/team.ts'

/** 对团队说的话。 */
export const team: typeof en = {
  taken: (agent) => `${agent} 已接单。`,
  released: (agent) => `${agent} 已放回工单。`,
  transferred: (agent, to, why) => `${agent} 已转派给 ${to}${why ? `：${why}` : '。'}`,
  resolvedBy: (agent) => `${agent} 已解决工单。`,
  reopenedBy: (who) => `${who} 重新打开了工单。`,
  rejectedBy: (agent) => `${agent} 标记为“不是请求”。`,
  wantsHuman: (customer) => `${customer} 要求人工服务。`,
  chasing: (customer) => `${customer} 在催促，请尽快处理。`,
  answered: (fields) => `客户补充了：${fields}`,
  rated: (customer, rating) => `${customer} 评分 ${'★'.repeat(rating)}${'☆'.repeat(5 - rating)}（${rating}/5）。`,
  badRating: (number, customer, rating, title, owner) =>
    `⚠ 差评 ${rating}/5：${number}，客户 ${customer}\n${title}${owner ? `\n负责人：${owner}` : ''}`,
  promiseBroken: (number, promise, title, teamName, owner) =>
    `⏰ 承诺超时：${number} ${promise}（${teamName}，${owner || '无人接单'}）\n${title}`,
  promiseBrokenHere: (promise) => `⏰ 对客户的承诺“${promise}”已超时，主管已收到通知。`,
  replyFailed: '回复没有送达客户。请用按钮重试、修改或放弃。',
  someCustomer: '客户',
  promise: { 'first-response': '首次响应', 'next-response': '下次响应', resolution: '解决' },
  help: '话题内的讨论只在团队内可见。要回复客户，请点“回复”，或以“回复 …”开头发送。等待中的回复：撤回、改写：[新内容]；第二人可批准、驳回。新建工单：“@desk 建单 …”、给消息加 🎫，或 /ticket。没发出去的回复：重发、放弃；删除回复（渠道支持时，客户那边也会删除）。更正工单：分类 <编号>、分类正确、字段 <名称>：<内容>。其他指令：接单、解决 [处理结果]、放回、转派 <团队>、不是请求、重开、暂缓 <2h>、提醒 <明天 9 点> [内容]、升级 [原因]、合并 <T-1>、关联 <T-1>、标签 <名称>、移除标签 <名称>、客户等级 <vip>、关注、取消关注、快捷 <名称>、优先级 <P1>；只给你看的：为什么、时间线、历史、摘要。',
}
