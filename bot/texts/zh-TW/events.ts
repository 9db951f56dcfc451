import type { events as en } from '../en/events.ts'

/** 案件歷史的每一行。誰做的寫在旁邊，句子裡不寫主詞。 */
export const events: typeof en = {
  desk: '服務台',
  customer: '客戶',
  agent: '客服',
  blank: '（已刪除）',
  opened: (number, category, team) => `建立案件 ${number}：${category}，由${team}處理`,
  taken: (owner) => `${owner} 接單`,
  released: () => '放回案件',
  transferred: (team, why) => `轉派給${team}${why ? `：${why}` : ''}`,
  replied: (waiting) => (waiting ? '回覆客戶並等待答覆' : '回覆客戶'),
  'reply-held': (colour, why) => `${colour === 'red' ? '回覆等待核准' : '回覆稍候傳送'}${why ? `：${why}` : ''}`,
  'reply-released': (how) => (how === 'approved' ? '核准了回覆' : '等待的回覆已傳送'),
  'reply-withdrawn': (how, why) =>
    `${{ undone: '收回了回覆', rewritten: '改寫了回覆', declined: '駁回了回覆', ended: '等待的回覆已取消' }[how]}${why ? `：${why}` : ''}`,
  'customer-wrote': (mood) => (mood === 'angry' || mood === 'unhappy' ? '客戶再次來訊，情緒不滿' : '客戶再次來訊'),
  'field-set': (fields) => `記錄${fields}`,
  'category-set': (category, percent) => `分類改為${category}${percent < 100 ? `（${percent}% 把握）` : ''}`,
  'priority-set': (priority, why) => `優先級改為 ${priority}${why ? `：${why}` : ''}`,
  'summary-set': (title) => `標題改為「${title}」`,
  marked: (marks) => `已標記：${marks}`,
  asked: (fields) => (fields ? `向客戶詢問${fields}` : '向客戶提問'),
  resolved: (note) => `已解決${note ? `：${note}` : ''}`,
  reopened: (why) => `重新開啟${why ? `：${why}` : ''}`,
  closed: (why) => `結案${why ? `：${why}` : ''}`,
  rejected: (why) => `不是請求${why ? `：${why}` : ''}`,
  merged: (into) => `併入 ${into}`,
  snoozed: (until) => `暫緩至 ${until}`,
  woken: () => '結束暫緩',
  rated: (rating) => `評分 ${rating}/5`,
  'promise-kept': (kind) => `履行承諾：${PROMISES[kind]}`,
  'promise-broken': (kind) => `承諾逾時：${PROMISES[kind]}`,
  erased: (count) => `刪除 ${count} 處個人資料`,
}

const PROMISES = { 'first-response': '首次回應', 'next-response': '下次回應', resolution: '解決' }
