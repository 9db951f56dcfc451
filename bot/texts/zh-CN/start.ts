import type { start as en } from '../en/start.ts'

/** 终端上的输出。 */
export const start: typeof en = {
  starting: 'Relaydesk 正在启动，首次启动最多需要 20 秒。',
  built: '页面已构建。',
  learning: '正在加载模型（首次启动会先训练）。',
  open: (url) => `体验场：${url}/　客户聊天页：${url}/chat`,
  signIn: (url) => `请在 ${url}/login 登录；客户聊天页：${url}/chat`,
  token: (file) => `API 令牌在 ${file}`,
  applied: (version) => `配置版本 ${version} 已生效。`,
}
