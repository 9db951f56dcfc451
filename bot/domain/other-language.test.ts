import { describe, expect, it } from 'vitest'
import { LANGS } from './lang.ts'
import { isOtherLanguage } from './other-language.ts'
import { needsTranslation } from './translation.ts'

describe('a language the desk does not speak', () => {
  it.each([
    ['ja', '先週買った口紅が折れていました。注文番号は20260112345です'],
    ['ja', '返品したいです'],
    ['ko', '지난주에 산 립스틱이 부러졌어요'],
    ['th', 'ลิปสติกที่ซื้อเมื่อสัปดาห์ที่แล้วหัก'],
    ['vi', 'Son môi tôi mua tuần trước bị gãy'],
    ['vi', 'don hang cua toi chua duoc giao'],
    ['ru', 'Помада, которую я купил на прошлой неделе, сломалась'],
    ['ar', 'أحمر الشفاه الذي اشتريته مكسور'],
    ['hi', 'मेरा ऑर्डर अभी तक नहीं आया'],
    ['es', 'Mi pedido 20260112345 no ha llegado, ¿dónde está?'],
    ['pt', 'Meu batom chegou quebrado, o que eu faço?'],
    ['fr', 'Où est ma commande ? Je ne l’ai pas reçue'],
    ['de', 'Wo ist meine Bestellung? Ich habe sie noch nicht bekommen'],
    ['it', 'Il mio ordine non è ancora arrivato'],
    ['id', 'Pesanan saya belum sampai, tolong dicek'],
    ['tr', 'Siparişim nerede?'],
    ['pl', 'Gdzie jest moje zamówienie'],
  ])('is %s: who reads English or Chinese is given a translation of %j', (_, text) => {
    expect(isOtherLanguage(text)).toBe(true)
    for (const reads of LANGS) expect(needsTranslation(text, reads)).toBe(true)
  })

  it.each([
    'where is my order 20260112345, it has not arrived',
    'My café au lait mug broke',
    'ordered the La Mer cream, El Niño edition, and it is not here',
    'ok',
    'the Über charger does not fit, can you help me',
    'refund',
  ])('is none of English: %j', (text) => {
    expect(isOtherLanguage(text)).toBe(false)
    expect([needsTranslation(text, 'en'), needsTranslation(text, 'zh-CN')]).toEqual([false, true])
  })

  it.each(['我上周买的口红断了', '優惠券不能用', '我の口红断了，很生气', 'iPhone 15 Pro Max 屏幕碎了', '订单 20260112345 呢'])(
    'is none of Chinese: %j',
    (text) => {
      expect(isOtherLanguage(text)).toBe(false)
      expect(needsTranslation(text, 'zh-TW')).toBe(false)
    },
  )

  it.each(['', '20260112345', '👍👍', '???', 'T-1024'])('is none of %j', (text) => {
    for (const reads of LANGS) expect(needsTranslation(text, reads)).toBe(false)
  })

  it('is told in a moment, however long the text', () => {
    expect(isOtherLanguage('한국어 '.repeat(500_000))).toBe(true)
  })
})
