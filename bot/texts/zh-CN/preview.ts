import type { preview as en } from '../en/preview.ts'

/** 发送前给作者看的回复预览。 */
export const preview: typeof en = {
  label: '客户将看到',
  title: '发送前预览',
  langs: { en: '英文', 'zh-CN': '简体中文', 'zh-TW': '繁体中文' },
  otherLang: (said, reads) => `这条是${preview.langs[said]}，客户用的是${preview.langs[reads]}`,
  parts: (n) => `分 ${n} 条发送`,
  green: '立即发送',
  amber: (seconds) => `${seconds} 秒后发送，期间可以撤回`,
  red: '需要第二人批准后才会发送',
  again: '可以在这里修改；改过的内容会再预览一次，然后才发送。',
}
