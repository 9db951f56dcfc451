import type { history as en } from '../en/history.ts'

/** 匯入歷史案件時終端機上的訊息。 */
export const history: typeof en = {
  line: (file, line, says) => `${file}:${line} ${says}`,
  faults: {
    broken: () => '無法讀取：引號沒有關閉、儲存格比欄位多，或不是 JSON 物件。請修正這一行。',
    'no-text': () => '沒有內文。',
    'too-short': (value) => `內容太少，學不到東西（「${value}」）。`,
    'no-category': () => '沒有分類。',
    'category-unknown': (value) => `服務台沒有「${value}」這個分類。請加上 --labels "${value}=group/name"，或在 desk.yaml 新增這個分類。`,
    'lang-unknown': (value) => `無法辨識語言「${value}」，請寫 zh-CN、zh-TW 或 en，或留空。`,
    conflict: (value) => `與另一行內容相同但分類不同（「${value}」），兩行都不採用。`,
  },
  more: (count) => `……另有 ${count} 行無法使用。如果幾乎全部都這樣，請檢查 --map。`,
  columnMissing: (name, columns) => `檔案裡沒有「${name}」這個欄位，現有：${columns || '無'}。請修正 --map。`,
  dry: (count) => `沒有做任何變更。可學習的例句有 ${count} 筆；確定匯入請加 --write。`,
  written: (count) => `已匯入 ${count} 筆新例句。滿二十筆，系統會在十分鐘左右自動學習；到「設定」頁按「立即重新訓練」可馬上學習。`,
}
