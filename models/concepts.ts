/**
 * A small thesaurus of the support desk: words that mean the same here, across languages, become one feature.
 * It lets few examples go further: what the classifier learns from 退钱 it knows of "money back" too.
 * Words are folded (small, Simplified). Chinese words match anywhere, Latin ones as whole words.
 */
const CONCEPTS: Readonly<Record<string, string>> = {
  refund: '退款 退钱 退我钱 返款 退回来 退给我 钱退 refund refunded refunds refunding reimburse reimbursed reimbursement',
  return: '退货 退回 寄回 寄回去 退换 不想要 七天无理由 无理由 return returned returns returning',
  exchange: '换货 换一个 换个 换一件 换成 换大 换小 调换 更换 换码 exchange exchanged swap replace replaced replacement',
  repair: '维修 返修 修一下 修理 报修 保修 修好 送修 能修 上门修 质保 过保 repair repaired repairs fix fixed warranty technician servicing',
  part: '配件 零件 少配 缺件 螺丝 遥控器 充电器 说明书 滤芯 备件 附件 part parts spare accessory accessories screw screws manual charger filter cable',
  broken:
    '坏了 坏的 断了 断裂 裂了 裂开 开裂 失灵 故障 不能用 用不了 没反应 开不了机 不工作 死机 broke broken break breaks cracked snapped faulty defective defect dead malfunction',
  quality:
    '质量 做工 材质 掉色 褪色 起球 脱线 开线 异味 刺鼻 味道 过敏 变质 发霉 过期 quality flimsy smell smells faded peeling rash expired mold mould',
  wrong: '发错 寄错 错发 送错 不是我要 不是我买 不是我订 颜色不对 型号不对 尺码不对 收到的是 货不对板 wrong incorrect different mistaken',
  missing: '少发 漏发 少了 漏了 缺了 没有收全 missing incomplete',
  damaged:
    '破损 压坏 摔坏 碎了 挤扁 变形 泡水 漏液 外箱 包装破 烂了 压扁 damaged crushed dented smashed shattered soaked leaked leaking torn',
  parcel: '快递 包裹 物流 快件 单号 运单 parcel package shipment packet tracking shipping box',
  courier: '快递员 快递小哥 派件员 配送员 送货员 骑手 小哥 司机 courier driver deliveryman delivery-man postman rider',
  where: '到哪 到哪里 在哪 哪里了 什么时候到 啥时候到 几时到 多久到 何时到 where eta arrive arriving',
  late: '还没到 还没收到 没收到 不发货 没发货 还不发 还没发 延误 延迟 太慢 迟迟 催 超时 不动了 没更新 late delay delayed overdue slow stuck waiting',
  lost: '丢件 丢了 弄丢 遗失 找不到 不见了 显示签收 已签收 被签收 没拿到 丢失 lost disappeared vanished stolen',
  signed: '签收 代收 驿站 丰巢 快递柜 门口 delivered signed locker porch neighbour neighbor',
  cancel: '取消 撤销 撤单 不买了 取消订单 拍错 下错单 cancel canceled cancelled cancelling cancellation',
  change: '修改 改一下 改成 改地址 改电话 更改 变更 改个 change changed modify edit update amend',
  address: '地址 收货地址 收件人 搬家 门牌 address recipient',
  order: '订单 下单 拍下 拍了 order orders ordered purchase purchased',
  pay: '付款 支付 付钱 付不了 扣款 扣钱 刷卡 信用卡 银行卡 支付宝 微信支付 花呗 pay paid payment payments card checkout paypal visa declined',
  charge:
    '多扣 扣了两次 重复扣 多收 乱扣 扣了我 盗刷 自动续费 续费 扣费 charge charged charges overcharged twice double billed deducted debited',
  fail: '失败 不成功 报错 错误 提示 付不了 卡住 无法 failed fail fails failing error declined rejected',
  coupon: '优惠券 券 红包 满减 折扣码 优惠码 代金券 抵用券 积分抵扣 coupon coupons voucher vouchers promo discount code',
  promotion:
    '活动 促销 打折 双十一 双11 618 特价 秒杀 赠品 满赠 降价 价保 promotion promotions sale sales deal deals offer gift black-friday',
  invoice: '发票 开票 专票 普票 抬头 税号 电子发票 收据 统编 统一编号 invoice invoices receipt vat tax',
  correct: '开错 写错 填错 抬头错 重开 重新开 红冲 换开 作废 金额不对 misspelled reissue correction corrected typo',
  stock: '有货 没货 缺货 断货 补货 库存 现货 预售 售罄 到货 stock restock restocked available availability sold-out preorder',
  product:
    '尺寸 规格 参数 材料 成分 适合 区别 款式 型号 哪款 推荐 多重 多大 size dimensions material ingredients suitable compatible difference model specs weight',
  usage:
    '怎么用 如何使用 怎么安装 怎么连 怎么设置 怎么操作 怎么洗 教程 说明 使用方法 install setup assemble connect pair clean instructions',
  login: '登录 登不上 登不进 密码 验证码 登陆 账密 login log-in signin password sms verification captcha locked',
  account: '账号 账户 帐户 账号里 account accounts profile',
  closure: '注销 销户 删除账号 清除数据 删号 delete deactivate deactivation erase closure',
  membership: '会员 积分 等级 成长值 权益 会费 年卡 member membership points loyalty tier vip gold',
  profile: '手机号 邮箱 昵称 头像 生日 绑定 换绑 解绑 个人信息 实名 nickname email phone birthday avatar bind',
  security:
    '被盗 盗号 异地登录 不是我本人 诈骗 骗子 泄露 可疑 陌生 hacked hack unauthorized unauthorised phishing scam suspicious fraud compromised breach',
  service: '客服 服务态度 态度 敷衍 推诿 踢皮球 挂电话 挂断 没人理 不理 agent representative rep support rude attitude ignored unhelpful',
  complain: '投诉 举报 曝光 差评 12315 消协 工商 投訴 complain complaint complaining report unacceptable disgusting',
  fake: '假货 正品 虚假 宣传 欺骗 不符 描述 夸大 骗人 高仿 图片 advertised advertising fake counterfeit misleading description photos claims genuine authentic',
  bulk: '批发 大批 团购 大量 采购 批量 企业采购 公司采购 报价 定制 起订 bulk wholesale quote quotation corporate quantity moq',
  cooperation:
    '合作 加盟 代理 入驻 供货 供应商 推广 带货 达人 博主 经销 分销 partnership partner collaborate collaboration affiliate influencer distributor supplier franchise reseller',
  suggest: '建议 希望 能不能加 最好能 要是能 改进 优化 提个意见 意见 如果能 期待 suggest suggestion suggestions feedback wish idea improve',
  app: 'app 软件 小程序 界面 页面 页面上 按钮 功能 网站 闪退 卡顿 夜间模式 website interface button screen feature dark-mode',
  question: '吗 呢 怎么 什么 多少 how what when which',
  hello: '你好 您好 早上好 晚上好 在吗 哈喽 hello hi hey morning evening',
  thanks: '谢谢 感谢 辛苦 多谢 再见 拜拜 thanks thank thx bye goodbye cheers',
}

const byWord = new Map<string, string>()
for (const [concept, words] of Object.entries(CONCEPTS)) {
  for (const word of words.split(' ')) if (!byWord.has(word)) byWord.set(word, concept)
}
const LONGEST = 6
/** The longest word that begins with a character; most characters begin none. */
const longestFrom = new Map<number, number>()
for (const word of byWord.keys())
  longestFrom.set(word.charCodeAt(0), Math.min(LONGEST, Math.max(word.length, longestFrom.get(word.charCodeAt(0)) ?? 0)))

/** The concept of a whole folded word. */
export function conceptOf(word: string): string | undefined {
  return byWord.get(word)
}

/** The concepts named anywhere in a run of folded Chinese characters. */
export function conceptsIn(run: string, found: (concept: string) => void): void {
  for (let i = 0; i < run.length; i++) {
    for (let n = Math.min(longestFrom.get(run.charCodeAt(i)) ?? 0, run.length - i); n > 0; n--) {
      const concept = byWord.get(run.slice(i, i + n))
      if (concept === undefined) continue
      found(concept)
      break
    }
  }
}
