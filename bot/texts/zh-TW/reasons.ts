import type { reasons as en } from '../en/reasons.ts'

export const reasons: typeof en = {
  category: () => '此分類的一般優先順序',
  urgency: (f) => `客戶著急${f['words'] ? `（「${f['words']}」）` : ''}`,
  mood: () => '客戶情緒不滿',
  capped: (f) => `此客戶一天內自動判為 P1 的案件超過 ${f['most'] ?? ''} 件，請人工確認`,
  rule: (f) => `規則「${f['rule'] ?? ''}」`,
  level: (f) => `客戶等級為「${f['level'] ?? ''}」`,
  agent: (f) => `由 ${f['agent'] ?? '客服'} 設定`,
  unsolved: () => '客戶表示沒有解決',
  complaint: () => '客戶對同一問題投訴',
  'reopen-days-over': () => '客戶沒有再回應',
  'not-a-request': () => '標記為不是請求',
  escalated: () => '已升級',
  'no-answer': () => '客戶沒有回覆',
  other: () => '',
}
