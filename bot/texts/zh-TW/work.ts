import type { work as en } from '../en/work.ts'

/** 接單、回覆、解決之外的處理：「更多」裡的字，以及服務台相關的話。 */
export const work: typeof en = {
  more: '更多',
  parts: { work: '處理', know: '了解', macro: '快速處理' },
  actions: {
    fields: '編輯欄位',
  },
  requiredField: (label) => `${label}（必填）`,
}
