import type { login as en } from '../en/login.ts'

/** 登录页。 */
export const login: typeof en = {
  title: '登录服务台',
  hint: '令牌即环境变量 API_TOKEN，或数据目录（DATA_DIR）下 api-token 文件的内容。',
  label: 'API 令牌',
  button: '登录',
  wrong: '令牌不正确。',
  locked: '尝试次数过多，请 15 分钟后再试。',
  link: '这个链接会以你本人的身份登录，请不要转给别人。',
  stale: '链接已失效。请索取新的链接，或使用令牌登录。',
}
