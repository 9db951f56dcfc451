import type { ErrorFacts } from '../../errors.ts'
import type { backup as en } from '../en/backup.ts'

const WHY: Readonly<Record<string, (f: ErrorFacts) => string>> = {
  usage: (f) => `请指明位置：${f['usage'] ?? ''}`,
  'not-empty': (f) => `${f['dir'] ?? '该目录'} 不是空的。请指定一个尚不存在的目录。`,
  'no-database': (f) => `${f['dir'] ?? 'DATA_DIR'} 中没有数据库。请把 DATA_DIR 或 DATABASE_URL 设为您要备份的服务台。`,
  'no-manifest': (f) => `${f['dir'] ?? '该目录'} 中没有完成的备份：缺少 manifest.json。请指定备份时 --to 所写的目录。`,
  manifest: (f) => `无法读取 ${f['dir'] ?? '该目录'} 中的清单。请使用其他备份。`,
  'other-kind': (f) =>
    f['is'] === 'postgres'
      ? '这是 PostgreSQL 的备份。请把 DATABASE_URL 设为一个空的数据库。'
      : '这是内置数据库的备份。请不要设置 DATABASE_URL，并把 DATA_DIR 设为空目录。',
  newer: () => '这份备份由更新版本的服务台制作。请用那个版本来恢复。',
  damaged: (f) => `备份已损坏：${f['what'] ?? '有文件'}缺失或被改动。请使用其他备份。`,
  'database-there': (f) => `${f['dir'] ?? '目标'} 中已有服务台。请恢复到空的位置，确认无误之前保留旧的。`,
  differs: (f) => `恢复的内容与备份不一致（${f['what'] ?? ''}）。请清空目标后重试，或使用其他备份。`,
  verify: (f) => `有工单的历史不成立（${f['what'] ?? ''}；另有 ${f['more'] ?? 0} 处）。请使用更早的备份。`,
  'tool-missing': (f) => `PATH 中找不到 ${f['tool'] ?? '所需程序'}。请安装 PostgreSQL 客户端程序。`,
  'tool-old': (f) => `${f['tool'] ?? '所需程序'} 的版本是 ${f['has'] ?? '?'}，需要 ${f['needs'] ?? '?'}。请安装新版本并放在 PATH 最前面。`,
  'tool-failed': (f) => `${f['tool'] ?? '程序'} 出错：${f['said'] ?? ''}`,
}

export const whyNoBackup = (f: ErrorFacts): string => WHY[String(f['why'])]?.(f) ?? String(f['why'] ?? '')

export const backup: typeof en = {
  secretsIn: (names) => `备份中有客户写下的全部内容，以及这些明文密钥：${names}。请存放在他人无法读取的地方。`,
  secretsOut: '备份中有客户写下的全部内容，但没有 API_TOKEN 和 SESSION_SECRET：请另行保存，恢复后的服务台需要同样的值。',
  filesElsewhere: '文件存放在 BLOB_URL 指定的存储中，不在备份里：请在该存储上开启版本控制或另行备份。',
  missing: (n) => `数据库中提到的 ${n} 个文件缺失，清单见 manifest.json。`,
  damaged: (n) => `${n} 个文件已损坏，没有备份，清单见 manifest.json。`,
  held: (n) => `${n} 项当时正在途中的内容在“需要人工处理”中等待：旧的服务台之后可能已经发出。请逐项放行或丢弃。`,
  ready: '恢复完整，并已通过校验。请启动服务台。',
}
