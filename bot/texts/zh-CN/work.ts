import type { work as en } from '../en/work.ts'

/** 接单、回复、解决之外的处理：“更多”里的字，以及服务台相关的话。 */
export const work: typeof en = {
  more: '更多',
  parts: { work: '处理', know: '了解', macro: '快捷处理' },
  actions: {
    fields: '编辑字段',
  },
  requiredField: (label) => `${label}（必填）`,
}
