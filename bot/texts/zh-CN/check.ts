import type { check as en } from '../en/check.ts'

/** 请人核对的地方。 */
export const check: typeof en = {
  right: '分类正确',
}
