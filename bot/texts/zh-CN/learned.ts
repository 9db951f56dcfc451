import type { learned as en } from '../en/learned.ts'

/** 模型重新训练后告诉主管的话。 */
export const learned: typeof en = {
  used: (version, count, score, before) =>
    `🎓 服务台已从 ${count} 条新的更正和导入工单中学习，现在使用模型 ${version}。在留出的例句上准确率 ${score}（之前 ${before}）。`,
  refused: (count, score, before) =>
    `⚠ 服务台用 ${count} 条新的更正和导入工单重新训练，但在留出的例句上准确率只有 ${score}（现用模型 ${before}），新模型未启用。请检查最近的更正和导入内容。`,
}
