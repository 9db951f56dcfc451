import type { events as en } from '../en/events.ts'

/** 工单历史的每一行。谁做的写在旁边，句子里不写主语。 */
export const events: typeof en = {
  desk: '服务台',
  customer: '客户',
  agent: '客服',
  blank: '（已删除）',
  opened: (number, category, team) => `建立工单 ${number}：${category}，由${team}处理`,
  taken: (owner) => `${owner} 接单`,
  released: () => '放回工单',
  transferred: (team, why) => `转派给${team}${why ? `：${why}` : ''}`,
  replied: (waiting) => (waiting ? '回复客户并等待答复' : '回复客户'),
  'reply-held': (colour, why) => `${colour === 'red' ? '回复等待批准' : '回复稍候发送'}${why ? `：${why}` : ''}`,
  'reply-released': (how) => (how === 'approved' ? '批准了回复' : '等待的回复已发送'),
  'reply-withdrawn': (how, why) =>
    `${{ undone: '撤回了回复', rewritten: '改写了回复', declined: '驳回了回复', ended: '等待的回复已取消' }[how]}${why ? `：${why}` : ''}`,
  'customer-wrote': (mood) => (mood === 'angry' || mood === 'unhappy' ? '客户再次来信，情绪不满' : '客户再次来信'),
  'field-set': (fields) => `记录${fields}`,
  'category-set': (category, percent) => `分类改为${category}${percent < 100 ? `（${percent}% 把握）` : ''}`,
  'priority-set': (priority, why) => `优先级改为 ${priority}${why ? `：${why}` : ''}`,
  'summary-set': (title) => `标题改为“${title}”`,
  marked: (marks) => `已标记：${marks}`,
  asked: (fields) => (fields ? `向客户询问${fields}` : '向客户提问'),
  resolved: (note) => `已解决${note ? `：${note}` : ''}`,
  reopened: (why) => `重新打开${why ? `：${why}` : ''}`,
  closed: (why) => `关闭${why ? `：${why}` : ''}`,
  rejected: (why) => `不是请求${why ? `：${why}` : ''}`,
  merged: (into) => `并入 ${into}`,
  snoozed: (until) => `暂缓至 ${until}`,
  woken: () => '结束暂缓',
  rated: (rating) => `评分 ${rating}/5`,
  'promise-kept': (kind) => `履行承诺：${PROMISES[kind]}`,
  'promise-broken': (kind) => `承诺超时：${PROMISES[kind]}`,
  erased: (count) => `删除 ${count} 处个人信息`,
}

const PROMISES = { 'first-response': '首次响应', 'next-response': '下次响应', resolution: '解决' }
