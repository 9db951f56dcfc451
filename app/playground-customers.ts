/** Twenty made-up customers of the shop, and how each begins: enough to fill three teams. */
import type { Lang } from '../bot/domain/lang.ts'

export interface SampleCustomer {
  readonly name: string
  readonly lang: Lang
  readonly says: readonly string[]
}

export const SAMPLE_CUSTOMERS: readonly SampleCustomer[] = [
  { name: '王小雨', lang: 'zh-CN', says: ['我上周买的口红断了，订单号 20260112345，太气人了', '快点处理'] },
  { name: '李建国', lang: 'zh-CN', says: ['快递显示已签收，但是我根本没收到，订单号 20260118820'] },
  { name: '赵敏', lang: 'zh-CN', says: ['你好', '请问这款羽绒服有没有 M 码的现货？'] },
  { name: '周婷', lang: 'zh-CN', says: ['退款申请一个星期了还没到账，订单 20260109911'] },
  { name: '孙浩', lang: 'zh-CN', says: ['我的账号好像被盗了，有一笔不是我下的订单！'] },
  { name: '吴倩', lang: 'zh-CN', says: ['麻烦开一下公司抬头的电子发票'] },
  { name: '郑凯', lang: 'zh-CN', says: ['你们客服态度也太差了，我要投诉'] },
  { name: '許家瑜', lang: 'zh-TW', says: ['包裹三天沒動了，訂單編號 20260120077，到底什麼時候會到？'] },
  { name: '林志豪', lang: 'zh-TW', says: ['收到的鞋子尺寸寄錯了，想換 42 號'] },
  { name: '張雅婷', lang: 'zh-TW', says: ['請問刷卡付款一直失敗怎麼辦'] },
  { name: '黃俊傑', lang: 'zh-TW', says: ['果汁機用了兩次就不轉了，想申請保固維修'] },
  { name: '劉佳穎', lang: 'zh-TW', says: ['我想取消剛剛下的訂單 20260121003'] },
  { name: 'Emily Carter', lang: 'en', says: ['The kettle I bought last week leaks, order 20260115521. Please hurry, I am very upset.'] },
  { name: 'Daniel Brooks', lang: 'en', says: ['I was charged twice for order 20260116402'] },
  { name: 'Sophie Martin', lang: 'en', says: ['Hi there', 'My coupon code does not work at checkout'] },
  { name: 'Ruby Walsh', lang: 'en', says: ['Where is my parcel? Tracking has not moved since Monday'] },
  { name: 'Grace Kim', lang: 'en', says: ['We would like to order 200 mugs as company gifts, is there a bulk price?'] },
  { name: 'Lucas Meyer', lang: 'en', says: ['You sent me a blue lamp, I ordered the white one'] },
  { name: '何思远', lang: 'zh-CN', says: ['建议小程序加一个夜间模式'] },
  { name: '马丽', lang: 'zh-CN', says: ['箱子都压扁了，里面的花瓶碎了一地，订单号 20260119045'] },
]
