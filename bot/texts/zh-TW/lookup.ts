import type { lookup as en } from '../en/lookup.ts'

/** 案件卡片上，其他系統查到的內容。 */
export const lookup: typeof en = {
  waiting: '查詢中…',
  absent: (asked) => (asked ? `查無此筆：${asked}` : '查無資料'),
  adds: (label, found) => `${label} ${found}`,
  agrees: (label, found) => `✓ ${label} ${found}`,
  differs: (label, found, said) => `⚠ ${label}不一致：系統是 ${found}，客戶說 ${said}`,
  failed: {
    timeout: '查詢逾時，可按「重新查詢」',
    unreachable: '目前連不上，請稍後按「重新查詢」',
    refused: '對方系統拒絕查詢，請管理員檢查 lookups 的網址與標頭',
    redirected: '對方系統要求轉址到別處，已拒絕；請管理員檢查 lookups 的網址',
    'too-large': '回傳的內容過大，請管理員檢查 lookups 的網址',
    'not-json': '回傳的不是 JSON，請管理員檢查 lookups 的網址',
    misconfigured: '無法查詢：欄位的值不能放進網址，或缺少 LOOKUP_… 環境變數',
  },
  refresh: '重新查詢',
}
