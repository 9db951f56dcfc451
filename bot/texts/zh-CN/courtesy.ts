import type { courtesy as en } from '../en/courtesy.ts'

/** 客户生气时、以及对优先客户说的话：承认给客户带来了麻烦，不许诺结果。 */
export const courtesy: typeof en = {
  calm: {
    opened: (numbers, category) =>
      `给您添麻烦了，非常抱歉。已受理，您的工单号是 ${numbers}（${category}），并已通知同事加急处理，同事会直接在这里联系您。`,
    openedMany: (list) => `给您添麻烦了，非常抱歉。已受理，每件事各建了一张工单，并已通知同事加急处理：\n${list}\n同事会直接在这里联系您。`,
    added: (number) => `让您这么着急，非常抱歉。您说的已经转给负责 ${number} 的同事，并请他们加急处理。同事会直接在这里回复您。`,
  },
  first: (level) => ({
    opened: (numbers, category) =>
      `尊敬的${level}客户，已为您优先受理，工单号是 ${numbers}（${category}）。同事会尽快处理，随时发送“查进度 ${numbers}”即可查看进展。`,
    openedMany: (list) => `尊敬的${level}客户，已为您优先受理，每件事各建了一张工单：\n${list}\n随时发送“查进度”加工单号即可查看进展。`,
  }),
}
