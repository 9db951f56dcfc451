import type { login as en } from '../en/login.ts'

/** 登入頁。 */
export const login: typeof en = {
  title: '登入服務台',
  hint: '權杖即環境變數 API_TOKEN，或資料目錄（DATA_DIR）下 api-token 檔案的內容。',
  label: 'API 權杖',
  button: '登入',
  wrong: '權杖不正確。',
  locked: '嘗試次數過多，請 15 分鐘後再試。',
  link: '這個連結會以你本人的身分登入，請不要轉給別人。',
  stale: '連結已失效。請索取新的連結，或使用權杖登入。',
}
