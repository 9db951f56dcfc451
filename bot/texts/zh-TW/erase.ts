import type { erase as en } from '../en/erase.ts'

export const erase: typeof en = {
  usage: '請指明客戶：npm run erase -- --customer <id>（32 位，見 GET /v1/tickets/T-… 傳回的 customer.id）',
  dry: '沒有做任何更動。以下是將被刪除的內容；加上 --yes 才會執行，而且無法復原。',
  done: '已刪除。平台上既有的內容由平台保存，請在平台上另行刪除。先前的備份中仍有這些內容：還原備份後請再執行一次。',
  active: (n) => `這位客戶還有 ${n} 張案件正在處理；它們會保持開啟，但不再有文字內容。`,
  left: (n) => `有 ${n} 個檔案無法從儲存空間移除，請到儲存空間中刪除：`,
}
