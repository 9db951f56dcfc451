import type { files as en } from '../en/files.ts'

export const files: typeof en = {
  notFetched: (name) => `📎 檔案「${name}」無法取得。請按卡片上的「重新取得檔案」，或輸入：重新取得檔案`,
  missing: (name) => `${name}（無法取得）`,
  waiting: (name) => `${name}（取得中）`,
  label: '檔案',
  steps: (lines) => `🎬 模型看過影片後的建議，尚未經人工確認：\n${lines}`,
}
