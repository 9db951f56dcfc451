import type { gate as en } from '../en/gate.ts'

const KIND: Readonly<Record<string, string>> = {
  phone: '手機號碼',
  email: '電子郵件',
  id: '證件號碼',
  card: '卡號',
  address: '地址',
  order: '訂單編號',
  name: '姓名',
  number: '號碼',
}

/** 傳送前檢查：回覆為什麼要等，後來如何。 */
export const gate: typeof en = {
  amber: '即將傳送',
  red: '等待另一位同事核准',
  sends: '傳送時間',
  afterwards: '隨後',
  resolves: '自動解決案件',
  notResolved: '回覆已送出，但案件沒有解決：負責人已變更，或還有其他回覆在等待。',
  why: '原因',
  reasons: {
    internal: (f) => `內部用語：${f['rule:zh-TW'] ?? f['rule'] ?? ''}`,
    forbidden: (f) => `不得作出的承諾：${f['rule:zh-TW'] ?? f['rule'] ?? ''}`,
    'other-customer': (f) => `其他客戶的${KIND[String(f['kind'])] ?? '資料'}`,
    'other-ticket': (f) => `${f['ticket'] ?? '案件'} 不屬於這位客戶`,
    mention: () => '提到同事或內部群組',
    amount: () => '與案件金額不符',
    order: () => '前一則回覆還在等待',
  },
  undone: (agent) => `${agent} 收回了回覆，客戶沒有看到。`,
  approved: (agent) => `${agent} 核准了回覆。`,
  declined: (agent, why) => `${agent} 駁回了回覆${why ? `：${why}。` : '，'}客戶沒有看到。`,
  ended: '案件已結束，等待核准的回覆已取消，客戶沒有看到。',
  kept: {
    quote: '因為含有引用，已存為內部備註。要回覆客戶，請拿掉引用的內容再傳。',
    unsure: '這句話可能是說給同事聽的，已存為內部備註。要傳給客戶，請加冒號寫「回覆：…」，或按「回覆」。',
  },
}
