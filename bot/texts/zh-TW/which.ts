import type { which as en } from '../en/which.ts'

/** 問清楚指的是哪項商品。 */
export const which: typeof en = {
  ask: (number) => `請問是下面哪一項（${number}）？`,
  other: '都不是',
  tellUs: '好的，請告訴我們是哪一項商品。',
}
