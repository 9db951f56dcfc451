import type { lookup as en } from '../en/lookup.ts'

/** 工单卡片上，其他系统查到的内容。 */
export const lookup: typeof en = {
  waiting: '正在查询…',
  absent: (asked) => (asked ? `查无此单：${asked}` : '没有查到'),
  adds: (label, found) => `${label} ${found}`,
  agrees: (label, found) => `✓ ${label} ${found}`,
  differs: (label, found, said) => `⚠ ${label}不一致：系统里是 ${found}，客户说的是 ${said}`,
  failed: {
    timeout: '查询超时，可点“重新查询”',
    unreachable: '暂时连不上，请稍后点“重新查询”',
    refused: '对方系统拒绝了查询，请管理员检查 lookups 的地址和请求头',
    redirected: '对方系统要求跳转到别处，已拒绝；请管理员检查 lookups 的地址',
    'too-large': '返回的内容过大，请管理员检查 lookups 的地址',
    'not-json': '返回的不是 JSON，请管理员检查 lookups 的地址',
    misconfigured: '无法查询：字段的值不能放进地址，或缺少 LOOKUP_… 环境变量',
  },
  refresh: '重新查询',
}
