import type { gate as en } from '../en/gate.ts'

const KIND: Readonly<Record<string, string>> = {
  phone: '手机号',
  email: '邮箱',
  id: '证件号',
  card: '卡号',
  address: '地址',
  order: '订单号',
  name: '姓名',
  number: '号码',
}

/** 发送前检查：回复为什么要等，后来怎样了。 */
export const gate: typeof en = {
  amber: '即将发送',
  red: '等待第二人批准',
  sends: '发送时间',
  afterwards: '随后',
  resolves: '自动解决工单',
  notResolved: '回复已发出，但工单没有解决：负责人已变，或还有其他回复在等待。',
  why: '原因',
  reasons: {
    internal: (f) => `内部用语：${f['rule:zh-CN'] ?? f['rule'] ?? ''}`,
    forbidden: (f) => `不可作出的承诺：${f['rule:zh-CN'] ?? f['rule'] ?? ''}`,
    'other-customer': (f) => `其他客户的${KIND[String(f['kind'])] ?? '信息'}`,
    'other-ticket': (f) => `${f['ticket'] ?? '工单'} 不是这位客户的`,
    mention: () => '提到了同事或内部群',
    amount: () => '与工单金额不一致',
    order: () => '前一条回复还在等待',
  },
  undone: (agent) => `${agent} 撤回了回复，客户没有看到。`,
  approved: (agent) => `${agent} 批准了回复。`,
  declined: (agent, why) => `${agent} 驳回了回复${why ? `：${why}。` : '，'}客户没有看到。`,
  ended: '工单已结束，等待批准的回复已取消，客户没有看到。',
  kept: {
    quote: '因为含有引用，已作为内部备注保存。要回复客户，请去掉引用的内容再发。',
    unsure: '这句话可能是说给同事的，已作为内部备注保存。要发给客户，请加冒号写“回复：…”，或点“回复”。',
  },
}
