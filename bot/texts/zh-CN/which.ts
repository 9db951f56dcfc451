import type { which as en } from '../en/which.ts'

/** 问清楚指的是哪件商品。 */
export const which: typeof en = {
  ask: (number) => `请问是下面哪一件（${number}）？`,
  other: '都不是',
  tellUs: '好的，请告诉我们是哪件商品。',
}
