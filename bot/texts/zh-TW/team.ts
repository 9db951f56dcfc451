import type { team as en } from '../en/team.ts'

/** 對團隊說的話。 */
export const team: typeof en = {
  taken: (agent) => `${agent} 已接單。`,
  released: (agent) => `${agent} 已放回案件。`,
  transferred: (agent, to, why) => `${agent} 已轉派給 ${to}${why ? `：${why}` : '。'}`,
  resolvedBy: (agent) => `${agent} 已解決案件。`,
  reopenedBy: (who) => `${who} 重新開啟了案件。`,
  rejectedBy: (agent) => `${agent} 標記為「不是請求」。`,
  wantsHuman: (customer) => `${customer} 要求真人服務。`,
  chasing: (customer) => `${customer} 在催促，請盡快處理。`,
  answered: (fields) => `客戶補充了：${fields}`,
  rated: (customer, rating) => `${customer} 評分 ${'★'.repeat(rating)}${'☆'.repeat(5 - rating)}（${rating}/5）。`,
  badRating: (number, customer, rating, title, owner) =>
    `⚠ 負評 ${rating}/5：${number}，客戶 ${customer}\n${title}${owner ? `\n負責人：${owner}` : ''}`,
  promiseBroken: (number, promise, title, teamName, owner) =>
    `⏰ 承諾逾時：${number} ${promise}（${teamName}，${owner || '無人接單'}）\n${title}`,
  promiseBrokenHere: (promise) => `⏰ 對客戶的承諾「${promise}」已逾時，主管已收到通知。`,
  replyFailed: '回覆沒有送達客戶。請用按鈕重試、修改或放棄。',
  someCustomer: '客戶',
  promise: { 'first-response': '首次回應', 'next-response': '下次回應', resolution: '解決' },
  help: '討論串內的談話只有團隊看得到。要回覆客戶，請按「回覆」，或以「回覆 …」開頭傳送。等待中的回覆：收回、改寫：[新內容]；另一位同事可核准、駁回。建立案件：「@desk 建單 …」、在訊息上按 🎫，或 /ticket。沒送出的回覆：重發、放棄；刪除回覆（管道支援時，客戶那邊也會刪除）。更正案件：分類 <代碼>、分類正確、欄位 <名稱>：<內容>。其他指令：接單、解決 [處理結果]、放回、轉派 <團隊>、不是請求、重開、暫緩 <2h>、提醒 <明天 9 點> [內容]、升級 [原因]、合併 <T-1>、關聯 <T-1>、標籤 <名稱>、移除標籤 <名稱>、客戶等級 <vip>、追蹤、取消追蹤、快速 <名稱>、優先順序 <P1>；只給您看的：為什麼、時間軸、紀錄、摘要。',
}
