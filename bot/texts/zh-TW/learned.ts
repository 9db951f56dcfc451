import type { learned as en } from '../en/learned.ts'

/** 模型重新訓練後告訴主管的話。 */
export const learned: typeof en = {
  used: (version, count, score, before) =>
    `🎓 服務台已從 ${count} 筆新的更正與匯入案件中學習，目前使用模型 ${version}。在保留的例句上準確率 ${score}（先前 ${before}）。`,
  refused: (count, score, before) =>
    `⚠ 服務台以 ${count} 筆新的更正與匯入案件重新訓練，但在保留的例句上準確率只有 ${score}（目前模型 ${before}），新模型未啟用。請檢查最近的更正與匯入內容。`,
}
