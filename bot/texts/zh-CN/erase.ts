import type { erase as en } from '../en/erase.ts'

export const erase: typeof en = {
  usage: '请指明客户：npm run erase -- --customer <id>（32 位，见 GET /v1/tickets/T-… 返回的 customer.id）',
  dry: '没有做任何改动。以下是将被删除的内容；加上 --yes 才会执行，且无法撤销。',
  done: '已删除。平台上已有的内容归平台保存，请在平台上另行删除。此前的备份里仍有这些内容：恢复备份后请再执行一次。',
  active: (n) => `该客户还有 ${n} 个工单正在处理；它们会保留为打开状态，但不再有文字内容。`,
  left: (n) => `有 ${n} 个文件未能从存储中移除，请到存储中删除：`,
}
