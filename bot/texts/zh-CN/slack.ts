import type { slack as en } from '../en/slack.ts'

export const slack: typeof en = {
  cancel: '取消',
  send: '发送',
  look: '预览',
  empty: '请填写内容。',
  wrong: (label) => `“${label}”的格式不对，请检查。`,
}
