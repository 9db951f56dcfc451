import type { preview as en } from '../en/preview.ts'

/** 傳送前給作者看的回覆預覽。 */
export const preview: typeof en = {
  label: '客戶將看到',
  title: '傳送前預覽',
  langs: { en: '英文', 'zh-CN': '簡體中文', 'zh-TW': '繁體中文' },
  otherLang: (said, reads) => `這則是${preview.langs[said]}，客戶用的是${preview.langs[reads]}`,
  parts: (n) => `分 ${n} 則傳送`,
  green: '立即傳送',
  amber: (seconds) => `${seconds} 秒後傳送，期間可以收回`,
  red: '要等另一位同事核准才會傳送',
  again: '可以在這裡修改；改過的內容會再預覽一次，才會傳送。',
}
