import type { slack as en } from '../en/slack.ts'

export const slack: typeof en = {
  cancel: '取消',
  send: '傳送',
  look: '預覽',
  empty: '請填寫內容。',
  wrong: (label) => `「${label}」的格式不對，請確認。`,
}
