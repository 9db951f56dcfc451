import type { errors as en } from '../en/errors.ts'
import { whyNoBackup } from './backup.ts'

/** 每一種失敗：發生了什麼，該怎麼辦。 */
export const errors: typeof en = {
  TICKET_NOT_FOUND: { title: '找不到案件', detail: (f) => `沒有案件 ${f['number'] ?? '（該編號）'}。請確認編號後再試。` },
  TICKET_ALREADY_TAKEN: {
    title: '已被接單',
    detail: (f) => `${f['agent'] || '其他同事'} 搶先一步接了這個案件。可以在討論串聯絡對方，或請對方放回。`,
  },
  TICKET_NOT_TAKEN: { title: '還沒有人接單', detail: () => '請先接單，再試一次。' },
  TICKET_ENDED: { title: '案件已結束', detail: () => '這個案件已解決、結案、合併或標記為不是請求。請先重開，或建立新案件。' },
  TICKET_NOT_ENDED: { title: '案件還沒有結束', detail: () => '只有已結束的案件才能重開，不需要操作。' },
  TICKET_UNCHANGED: { title: '沒有變化', detail: () => '案件已經是您想要的樣子。' },
  CARD_OUTDATED: { title: '卡片已過期', detail: () => '卡片產生後案件又有變化。請看最新的卡片，仍需要時再按一次。' },
  MESSAGE_NOT_FOUND: { title: '找不到', detail: () => '這則訊息或事項已不存在，或已有人處理。請重新整理頁面。' },
  CONVERSATION_NOT_FOUND: { title: '找不到對話', detail: () => '這裡沒有這個對話。請使用 POST /v1/messages 回傳的對話編號，或不填。' },
  CUSTOMER_NOT_FOUND: {
    title: '沒有這位客戶',
    detail: () => '服務台沒有這個編號的客戶。請在該客戶的案件中查看編號。',
  },
  MESSAGE_UNHEARD: {
    title: '服務台沒有聽到這則訊息',
    detail: () => '服務台只知道它在頻道裡時的訊息。請在訊息上使用捷徑（會帶上原文），或輸入「@bot 建單 …」。',
  },
  CUSTOMER_AMBIGUOUS: {
    title: '是哪位客戶？',
    detail: (f) => `有多位客戶叫${f['customer'] ? `「${f['customer']}」` : '這個名字'}。請填客戶編號，或這位客戶任一案件的編號。`,
  },
  CUSTOMER_UNREACHABLE: {
    title: '無法聯絡客戶',
    detail: () => '這位客戶從未傳訊息給服務台，所以沒有管道可以傳送。請自行致電或聯絡客戶，並在這裡留下備註。',
  },
  AGENT_NOT_FOUND: {
    title: '找不到客服',
    detail: (f) => `沒有鍵或編號為${f['agent'] ? `「${f['agent']}」` : '該值'}的客服。可用的客服見 GET /v1/playground 和 desk.yaml。`,
  },
  TEAM_NOT_FOUND: { title: '找不到團隊', detail: (f) => `沒有團隊${f['team'] ? `「${f['team']}」` : ''}。請使用設定中的團隊鍵或名稱。` },
  CATEGORY_NOT_FOUND: { title: '找不到分類', detail: (f) => `沒有分類${f['category'] ? `「${f['category']}」` : ''}。請從清單中選擇。` },
  FIELD_NOT_FOUND: { title: '找不到欄位', detail: (f) => `沒有欄位${f['field'] ? `「${f['field']}」` : ''}。請使用設定中的欄位。` },
  TICKET_SAME: { title: '同一個案件', detail: () => '案件不能與自己合併或關聯，請換一個案件編號。' },
  TICKET_OF_ANOTHER: {
    title: '其他客戶的案件',
    detail: (f) => `${f['number'] ?? '該案件'} 屬於其他客戶，不能讓一位客戶看到另一位的內容。請改用關聯。`,
  },
  OTHER_TICKET_ENDED: {
    title: '對方案件已結束',
    detail: (f) => `${f['number'] ?? '對方案件'} 已結束，無法繼續處理。請先重開，或換一個案件編號。`,
  },
  LEVEL_NOT_FOUND: {
    title: '找不到客戶等級',
    detail: (f) => `沒有客戶等級${f['level'] ? `「${f['level']}」` : ''}。請使用設定（desk.yaml）裡的等級，或填 none 取消。`,
  },
  TAG_NOT_FOUND: { title: '找不到標籤', detail: (f) => `沒有標籤${f['tag'] ? `「${f['tag']}」` : ''}。請使用設定（desk.yaml）裡的標籤。` },
  MACRO_NOT_FOUND: {
    title: '找不到快速處理',
    detail: (f) => `沒有快速處理${f['macro'] ? `「${f['macro']}」` : ''}。請使用設定（desk.yaml）裡已有的。`,
  },
  MACRO_INCOMPLETE: {
    title: '還有內容沒填',
    detail: (f) => `${f['place'] ?? '文字中的一處'}還沒有內容，沒有執行任何動作。請從卡片開啟並填好後再傳送。`,
  },
  TIME_WRONG: {
    title: '看不懂時間',
    detail: (f) => `「${f['time'] ?? ''}」不是 90 天內的未來時間。請寫成例如 2h、明天 9 點、2026-02-01 8:15。`,
  },
  FIELD_WRONG: {
    title: '內容格式不對',
    detail: (f) => `「${f['value'] ?? ''}」不能當作${f['field'] ?? '該欄位'}，沒有做任何修改。請確認後再試。`,
  },
  COMMAND_UNKNOWN: {
    title: '不認識的指令',
    detail: (f) => `服務台沒有指令${f['command'] ? `「${f['command']}」` : ''}。傳送「說明」查看可用的指令。`,
  },
  COMMAND_INCOMPLETE: {
    title: '缺少內容',
    detail: (f) => `這個指令還需要${f['needs'] ? `「${f['needs']}」` : '更多內容'}。請補充後再試。`,
  },
  NOT_ALLOWED: {
    title: '沒有權限',
    detail: (f) =>
      f['why'] === 'cross-origin'
        ? '請求來自其他網站，沒有執行任何操作。請使用服務台自己的頁面。'
        : f['why'] === 'area'
          ? '您的角色不能檢視或使用這裡，請聯絡服務台的管理員。'
          : '您的角色或團隊不能對這個案件這樣做。請找組長，或負責該案件的團隊。',
  },
  NOT_SIGNED_IN: {
    title: '請先登入',
    detail: () => '請在 /login 登入，或帶上「Authorization: Bearer」和 API 權杖。未設定 API_TOKEN 時，權杖在 DATA_DIR/api-token 裡。',
  },
  TOKEN_INVALID: { title: '按鈕無效', detail: () => '按下的按鈕不是本服務台產生的，或已過期。請重新整理頁面後再按。' },
  REPLY_STILL_WAITING: { title: '還有回覆在等待', detail: () => '這件案件還有回覆在等待送出。請先核准、送出或收回它，再解決案件。' },
  REPLY_STAYS: { title: '回覆無法收回', detail: () => '客戶已經收到，而且客戶使用的管道不支援收回。如需更正，請再回覆一則。' },
  REPLY_NOT_WAITING: { title: '回覆已不在等待', detail: () => '它已經傳送或放棄，不需要操作。' },
  REPLY_NEEDS_ANOTHER: { title: '需要另一位同事核准', detail: () => '不能核准自己的回覆。請組長或同組的其他客服核准，或改寫它。' },
  INPUT_INVALID: {
    title: '內容無法辨識',
    detail: (f) =>
      `傳送的內容格式不對${f['where'] ? `，位置「${f['where']}」` : ''}${f['why'] ? `：${f['why']}` : ''}。格式說明見 /v1/openapi.json。`,
  },
  INPUT_TOO_LARGE: {
    title: '內容太大',
    detail: (f) => `超過了一次能接收的大小${f['max'] ? `（最多 ${f['max']}）` : ''}。請縮短或分開傳送。`,
  },
  INPUT_CONFLICT: { title: '編號已被使用', detail: () => '同一編號之前傳過不同的內容，這次沒有任何改動。新訊息請用新的編號。' },
  ROUTE_NOT_FOUND: { title: '沒有這個位址', detail: (f) => `${f['path'] ?? '這個位址'} 沒有內容。可用的位址見 /v1/openapi.json。` },
  FILE_TYPE_REFUSED: { title: '不接收這種檔案', detail: () => '服務台不接收這種類型的檔案。請傳送圖片、PDF 或一般文件。' },
  CHANNEL_UNKNOWN: {
    title: '不能使用的管道名稱',
    detail: (f) =>
      `${f['channel'] ? `「${f['channel']}」` : '該名稱'} 不能作為遠端管道名稱。請用 2 到 31 個小寫字母、數字或連字號，且不與內建管道重名。`,
  },
  CHANNEL_RATE_LIMITED: { title: '平台要求放慢', detail: () => '聊天平台暫時不接收更多訊息，服務台會自動重試。' },
  CHANNEL_UNREACHABLE: { title: '平台沒有回應', detail: () => '無法連線到聊天平台。請檢查網路後再試。' },
  CHANNEL_REJECTED: { title: '平台拒絕了', detail: () => '聊天平台沒有接收這則訊息，可能是內容、檔案或接收人不被允許。請修改後再試。' },
  MODEL_UNREACHABLE: { title: '模型沒有回應', detail: () => '無法連線到模型服務，期間由內建規則來理解訊息。' },
  MODEL_ANSWER_INVALID: { title: '模型的回答無法使用', detail: () => '模型的回答格式不對，會重新理解這則訊息，或改用內建規則。' },
  MODEL_UNREADABLE: { title: '儲存的模型無法讀取', detail: () => '訓練好的模型屬於其他版本。請在設定中重新訓練。' },
  CONFIG_INVALID: {
    title: '設定有誤',
    detail: (f) => `${f['problems'] ?? f['says'] ?? '設定有錯誤。'} 請修正後重新載入；在此之前繼續使用舊的設定。`,
  },
  DATA_DIR_LOCKED: {
    title: '資料目錄正在使用',
    detail: (f) =>
      `另一個服務台${f['pid'] ? `（程序 ${f['pid']}${f['host'] ? `，主機 ${f['host']}` : ''}）` : ''}正在使用 ${f['dir'] ?? '該目錄'}。請先停止它，或換一個 DATA_DIR。`,
  },
  DATA_DIR_UNUSABLE: {
    title: '資料目錄不能使用',
    detail: (f) =>
      f['said'] !== undefined
        ? `${f['dir'] ?? '該目錄'} 裡的資料庫無法開啟（${f['said']}）。裡面的檔案都沒有刪除。請保持原狀，並將最近一次的備份還原到另一個目錄：DATA_DIR=<目錄> npm run restore -- --from <備份>`
        : `${f['dir'] ?? '該目錄'} 無法讀寫${f['why'] ? `（${f['why']}）` : ''}。請確認目錄存在、有權限且有空間。`,
  },
  SCHEMA_MISMATCH: {
    title: '資料庫版本不符',
    detail: (f) => `資料庫與目前版本不符。請執行「${f['command'] ?? 'npm run migrate'}」後再啟動。`,
  },
  BACKUP_REFUSED: { title: '無法備份或還原', detail: whyNoBackup },
  RUNTIME_TOO_OLD: {
    title: 'Node.js 版本太舊',
    detail: () => 'Relaydesk 需要 Node.js 22.18 或更新版本。請執行「npm ci」，或安裝 Node 24。',
  },
  UNAVAILABLE: { title: '暫時無法使用', detail: (f) => `服務台現在無法完成${f['why'] ? `（${f['why']}）` : ''}。請稍後再試。` },
  UNEXPECTED: {
    title: '發生錯誤',
    detail: (f) => `這是服務台的問題，不是您的問題。請再試一次；如果仍然如此，請查看記錄${f['request'] ? `中的 ${f['request']}` : ''}。`,
  },
}
