import type { courtesy as en } from '../en/courtesy.ts'

/** 客戶生氣時、以及對優先客戶說的話：承認造成客戶困擾，不保證結果。 */
export const courtesy: typeof en = {
  calm: {
    opened: (numbers, category) =>
      `造成您的困擾，非常抱歉。已受理，您的案件編號是 ${numbers}（${category}），也已通知同仁優先處理，同仁會直接在這裡與您聯絡。`,
    openedMany: (list) =>
      `造成您的困擾，非常抱歉。已受理，每件事各建立了一個案件，也已通知同仁優先處理：\n${list}\n同仁會直接在這裡與您聯絡。`,
    added: (number) => `讓您這麼困擾，非常抱歉。您說的內容已轉給負責 ${number} 的同仁，並請他們優先處理。同仁會直接在這裡回覆您。`,
  },
  first: (level) => ({
    opened: (numbers, category) =>
      `親愛的${level}客戶，已為您優先受理，案件編號是 ${numbers}（${category}）。同仁會盡快處理，隨時傳送「查進度 ${numbers}」即可查看進度。`,
    openedMany: (list) =>
      `親愛的${level}客戶，已為您優先受理，每件事各建立了一個案件：\n${list}\n隨時傳送「查進度」加案件編號即可查看進度。`,
  }),
}
