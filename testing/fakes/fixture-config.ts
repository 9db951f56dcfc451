/** A small desk for tests: a few categories of a shop, with the fields they need. */
import type { CategoryDef, DeskConfig, FieldDef } from '../../bot/domain/desk-config.ts'
import type { Labels } from '../../bot/domain/lang.ts'
import type { Priority } from '../../bot/domain/ticket.ts'

function labels(zh: string, tw: string, en: string): Labels {
  return { 'zh-CN': zh, 'zh-TW': tw, en }
}

function category(key: string, text: Labels, required: readonly string[] = [], priority: Priority = 'P3'): CategoryDef {
  return { key, labels: text, required, optional: ['phone', 'amount', 'size'], priority, complaint: key.startsWith('complaint/') }
}

const fields: readonly FieldDef[] = [
  { key: 'order_no', kind: 'order_no', labels: labels('订单号', '訂單編號', 'order number') },
  { key: 'parcel_no', kind: 'parcel_no', labels: labels('快递单号', '物流單號', 'tracking number') },
  { key: 'phone', kind: 'phone', labels: labels('手机号', '手機號碼', 'phone number') },
  { key: 'email', kind: 'email', labels: labels('邮箱', '電子郵件', 'e-mail') },
  { key: 'amount', kind: 'amount', labels: labels('金额', '金額', 'amount') },
  { key: 'bought_on', kind: 'date', labels: labels('购买日期', '購買日期', 'date of purchase') },
  { key: 'product', kind: 'product', labels: labels('商品', '商品', 'product') },
  { key: 'name', kind: 'name', labels: labels('姓名', '姓名', 'name') },
  { key: 'address', kind: 'address', labels: labels('地址', '地址', 'address') },
  { key: 'details', kind: 'text', labels: labels('说明', '說明', 'details') },
  {
    key: 'wish',
    kind: 'choice',
    labels: labels('希望怎么处理', '希望怎麼處理', 'what you would like'),
    choices: [
      { key: 'exchange', labels: labels('换货', '換貨', 'exchange'), words: ['换一个', '换个新的', 'replacement', 'swap'] },
      { key: 'refund', labels: labels('退款', '退款', 'refund'), words: ['退钱', 'money back'] },
      { key: 'repair', labels: labels('维修', '維修', 'repair'), words: ['修一下', 'fix it'] },
    ],
  },
  {
    key: 'size',
    kind: 'choice',
    labels: labels('尺码', '尺碼', 'size'),
    choices: ['S', 'M', 'L', 'XL'].map((key) => ({ key, labels: labels(`${key}码`, `${key}號`, key), words: [key] })),
  },
]

export const fixtureConfig: DeskConfig = {
  name: labels('小店', '小店', 'Little shop'),
  lang: 'zh-CN',
  fields,
  categories: [
    category('after-sales/quality', labels('质量问题', '品質問題', 'Quality'), ['order_no', 'product', 'wish']),
    category('after-sales/repair', labels('维修', '維修', 'Repair'), ['order_no', 'product']),
    category('returns/refund', labels('退款', '退款', 'Refund'), ['order_no']),
    category('returns/exchange', labels('换货', '換貨', 'Exchange'), ['order_no', 'size']),
    category('logistics/tracking', labels('查快递', '查物流', 'Where is my parcel'), ['order_no']),
    category('logistics/delay', labels('快递延误', '物流延誤', 'Late parcel'), ['order_no']),
    category('invoice/issue', labels('开发票', '開發票', 'Invoice'), ['order_no', 'email']),
    category('complaint/service', labels('投诉服务', '投訴服務', 'Complaint about service'), ['details'], 'P2'),
    category('other/unsorted', labels('其他', '其他', 'Other')),
  ],
  otherCategory: 'other/unsorted',
  teams: [{ key: 'after-sales', labels: labels('售后', '售後', 'After sales'), lang: 'zh-CN', rooms: [] }],
  managerRooms: [],
  agents: [],
  routing: [{ name: 'all', when: {}, team: 'after-sales' }],
  promises: [],
  turn: { quietMs: 3_000, longestMs: 12_000, most: 50 },
  reopenDays: 7,
  sureAbove: 0.6,
}
