import type { mood as en } from '../en/mood.ts'

/** 客户情绪变差时，告诉团队和主管的话。 */
export const mood: typeof en = {
  ping: {
    angry: (number, customer, title, owner) =>
      `😠 ${customer} 很生气（${number}${owner ? `，${owner} 在处理` : '，还没有人接单'}）\n${title}`,
    unhappy: (number, customer, title, owner) =>
      `🙁 ${customer} 第二次表示不满（${number}${owner ? `，${owner} 在处理` : '，还没有人接单'}）\n${title}`,
  },
  here: {
    angry: (name, priority) => `😠 ${name} 很生气，优先级现为 ${priority}，已通知主管。`,
    unhappy: (name, priority) => `🙁 ${name} 再次表示不满，优先级现为 ${priority}，已通知主管。`,
  },
}
