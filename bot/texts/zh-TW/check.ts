import type { check as en } from '../en/check.ts'

/** 請人核對的地方。 */
export const check: typeof en = {
  right: '分類正確',
}
