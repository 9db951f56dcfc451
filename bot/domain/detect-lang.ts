/** Guesses the language of a text from its script; null where it tells nothing (digits, emoji). */
import type { Lang } from './lang.ts'

/** Characters common in Traditional Chinese that Simplified Chinese writes otherwise. */
const TRADITIONAL = new Set(
  '們個這來時為說國會學還對開關過發後裡麼無點從見問題東車樣電話號單貨錢買賣貴費員務產壞換領壓給紅綠藍線腦機應該認識讓請謝謝煩嗎沒訂購運達誤遲損連絡繫帳戶錄驗證碼優點數廣質詢',
)
const SIMPLIFIED = new Set(
  '们个这来时为说国会学还对开关过发后里么无点从见问题东车样电话号单货钱买卖贵费员务产坏换领压给红绿蓝线脑机应该认识让请谢烦吗没订购运达误迟损连络系帐户录验证码优广质询',
)
/** A few hundred characters tell a language; a megabyte tells no more. */
const ENOUGH = 400

export function detectLang(text: string): Lang | null {
  let han = 0
  let latin = 0
  let script = 0
  for (const char of text.slice(0, ENOUGH)) {
    if (/\p{Script=Han}/u.test(char)) {
      han++
      if (TRADITIONAL.has(char)) script++
      if (SIMPLIFIED.has(char)) script--
    } else if (/[A-Za-z]/.test(char)) latin++
  }
  if (han === 0) return latin >= 2 ? 'en' : null
  if (han * 4 < latin) return 'en'
  return script > 0 ? 'zh-TW' : 'zh-CN'
}
