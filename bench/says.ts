/** What the customers of a benchmark say: three languages, four matters, each with an order number of its own. */
const SAYS = [
  '我买的水壶漏水了，订单号 ',
  'my kettle leaks, order number ',
  '快遞一直沒到，訂單編號 ',
  '申请退款一周没到账，订单 ',
] as const

export const says = (i: number): string => `${SAYS[i % SAYS.length]}${20260000000 + i}`

/** Customers who wait for their acknowledgement at once, in a flood. */
export const BESIDE = 64
/** How long the steady pace is kept. */
export const STEADY_SECONDS = 20
