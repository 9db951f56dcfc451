import type { start as en } from '../en/start.ts'

/** 終端機上的輸出。 */
export const start: typeof en = {
  starting: 'Relaydesk 正在啟動，首次啟動最多需要 20 秒。',
  built: '頁面已建置。',
  learning: '正在載入模型（首次啟動會先訓練）。',
  open: (url) => `體驗場：${url}/　客戶聊天頁：${url}/chat`,
  signIn: (url) => `請在 ${url}/login 登入；客戶聊天頁：${url}/chat`,
  token: (file) => `API 權杖在 ${file}`,
  applied: (version) => `設定版本 ${version} 已生效。`,
}
