import type { mood as en } from '../en/mood.ts'

/** 客戶情緒變差時，告訴團隊與主管的話。 */
export const mood: typeof en = {
  ping: {
    angry: (number, customer, title, owner) =>
      `😠 ${customer} 很生氣（${number}${owner ? `，${owner} 處理中` : '，尚無人接手'}）\n${title}`,
    unhappy: (number, customer, title, owner) =>
      `🙁 ${customer} 第二次表達不滿（${number}${owner ? `，${owner} 處理中` : '，尚無人接手'}）\n${title}`,
  },
  here: {
    angry: (name, priority) => `😠 ${name} 很生氣，優先順序現為 ${priority}，已通知主管。`,
    unhappy: (name, priority) => `🙁 ${name} 再次表達不滿，優先順序現為 ${priority}，已通知主管。`,
  },
}
