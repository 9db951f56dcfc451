import type { followed as en } from '../en/followed.ts'

/** 已讀內容被修改或收回時說的話。 */
export const followed: typeof en = {
  customerChanged: (customer, text) => `✏️ ${customer} 編輯了一則訊息，內容改為：\n${text}`,
  customerTookBack: (customer, was) => `↩️ ${customer} 收回了一則訊息${was ? `：「${was}」` : '。'}`,
  alreadySent: '客戶已經收到這則回覆，在這裡編輯或刪除不會改變客戶看到的內容。如需更正，請再回覆一則。',
  amended: (agent) => `${agent} 編輯了一則回覆，客戶看到的內容也已換成新的。`,
  corrected: (agent) => `${agent} 編輯了一則客戶已收到的回覆，新內容會以更正的方式傳給客戶。`,
  takenBack: (agent) => `${agent} 刪除了一則回覆，客戶那邊也會同時刪除。`,
  correctedInstead: (agent) => `${agent} 修改的回覆在客戶那邊已無法直接修改，新內容會以更正傳給客戶。`,
  stays: (agent) => `${agent} 在這裡編輯或刪除了一則客戶已收到的回覆，客戶看到的仍是原來的內容。`,
}
