import type { ErrorFacts } from '../../errors.ts'
import type { backup as en } from '../en/backup.ts'

const WHY: Readonly<Record<string, (f: ErrorFacts) => string>> = {
  usage: (f) => `請指明位置：${f['usage'] ?? ''}`,
  'not-empty': (f) => `${f['dir'] ?? '該目錄'} 不是空的。請指定一個尚不存在的目錄。`,
  'no-database': (f) => `${f['dir'] ?? 'DATA_DIR'} 中沒有資料庫。請把 DATA_DIR 或 DATABASE_URL 設為您要備份的服務台。`,
  'no-manifest': (f) => `${f['dir'] ?? '該目錄'} 中沒有完成的備份：缺少 manifest.json。請指定備份時 --to 所寫的目錄。`,
  manifest: (f) => `無法讀取 ${f['dir'] ?? '該目錄'} 中的清單。請使用其他備份。`,
  'other-kind': (f) =>
    f['is'] === 'postgres'
      ? '這是 PostgreSQL 的備份。請把 DATABASE_URL 設為一個空的資料庫。'
      : '這是內建資料庫的備份。請不要設定 DATABASE_URL，並把 DATA_DIR 設為空目錄。',
  newer: () => '這份備份由更新版本的服務台製作。請用那個版本來還原。',
  damaged: (f) => `備份已損壞：${f['what'] ?? '有檔案'}缺失或被改動。請使用其他備份。`,
  'database-there': (f) => `${f['dir'] ?? '目標'} 中已有服務台。請還原到空的位置，確認無誤之前保留舊的。`,
  differs: (f) => `還原的內容與備份不一致（${f['what'] ?? ''}）。請清空目標後重試，或使用其他備份。`,
  verify: (f) => `有案件的歷史不成立（${f['what'] ?? ''}；另有 ${f['more'] ?? 0} 處）。請使用更早的備份。`,
  'tool-missing': (f) => `PATH 中找不到 ${f['tool'] ?? '所需程式'}。請安裝 PostgreSQL 用戶端程式。`,
  'tool-old': (f) => `${f['tool'] ?? '所需程式'} 的版本是 ${f['has'] ?? '?'}，需要 ${f['needs'] ?? '?'}。請安裝新版本並放在 PATH 最前面。`,
  'tool-failed': (f) => `${f['tool'] ?? '程式'} 出錯：${f['said'] ?? ''}`,
}

export const whyNoBackup = (f: ErrorFacts): string => WHY[String(f['why'])]?.(f) ?? String(f['why'] ?? '')

export const backup: typeof en = {
  secretsIn: (names) => `備份中有客戶寫下的全部內容，以及這些明文金鑰：${names}。請存放在他人無法讀取的地方。`,
  secretsOut: '備份中有客戶寫下的全部內容，但沒有 API_TOKEN 和 SESSION_SECRET：請另行保存，還原後的服務台需要同樣的值。',
  filesElsewhere: '檔案存放在 BLOB_URL 指定的儲存空間，不在備份中：請在該儲存空間開啟版本控管或另行備份。',
  missing: (n) => `資料庫中提到的 ${n} 個檔案缺失，清單見 manifest.json。`,
  damaged: (n) => `${n} 個檔案已損壞，沒有備份，清單見 manifest.json。`,
  held: (n) => `${n} 項當時正在途中的內容在「需要人工處理」中等待：舊的服務台之後可能已經送出。請逐項放行或捨棄。`,
  ready: '還原完整，並已通過驗證。請啟動服務台。',
}
