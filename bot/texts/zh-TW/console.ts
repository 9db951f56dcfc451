import type { consoleWords as en } from '../en/console.ts'

export const consoleWords: typeof en = {
  rule: {
    always: '其他規則都不適用的案件',
    category: (keys) => `分類是 ${keys}`,
    priority: (keys) => `優先順序是 ${keys}`,
    mood: (keys) => `情緒是 ${keys}`,
    lang: (keys) => `語言是 ${keys}`,
    channel: (keys) => `管道是 ${keys}`,
    level: (keys) => `客戶等級是 ${keys}`,
    contains: (words) => `內容包含${words}`,
    and: '，並且',
    or: ' 或 ',
    to: (when, team) => `${when} → ${team}`,
    byHand: '由建立案件的人指定。',
    gone: '這條規則已不在設定中。',
  },
  /** What a customer wants with a part of what they said. */
  intents: {
    problem: '有問題要解決',
    answer: '回答提問',
    correction: '更正之前的話',
    chase: '催促',
    unsolved: '問題沒有解決',
    thanks: '致謝',
    smalltalk: '閒聊',
    human: '要求真人客服',
    progress: '詢問進度',
  },
  person: {
    unparsed: (channel) => `來自 ${channel} 的內容無法讀取`,
    delivery: (kind, channel) => `傳往 ${channel} 的${kind}`,
    turn: '客戶說的話',
    event: (what) => `團隊房間裡的操作（${what}）`,
    kinds: { text: '訊息', ping: '訊息', menu: '提問', media: '檔案', card: '卡片', whisper: '提示' },
  },
  personWhy: {
    shape: '服務台不認識它的格式。',
    orphan: '它要修改的訊息不存在，或是別人寫的。',
    'no-answer': '平台沒有回應，可能已經送達。',
    crash: '傳送時服務台停止了，可能已經送達。',
    restore: '服務台由備份還原，之前的服務台可能已經處理過。',
    card: '案件的卡片沒有送出；重試時會先補發卡片。',
    worn: '多次失敗，或處理到一半時系統屢次中斷。',
    unknown: '沒有成功。',
  },
}
