/** What customers say in benchmarks of memory: greetings, problems, numbers, thanks, ten messages each. */
import { ApiClient } from '../testing/api-client.ts'
import type { DeskProcess } from '../testing/desk-process.ts'

const SAYS = [
  '你好',
  '我买的台灯坏了，订单号 2026011',
  '什么时候能换？',
  'thanks',
  '快递三天没动了',
  '谢谢',
  'I was charged twice for order 99',
  '发票抬头开错了',
  '转人工',
  '查进度',
]
const BESIDE = 32

/** Sends messages `from` to `to` (exclusive) of the customers of `tag`; rejects when one is not taken. */
export async function talk(desk: Pick<DeskProcess, 'url' | 'token'>, tag: string, from: number, to: number): Promise<void> {
  const api = new ApiClient(desk)
  let next = from
  const one = async () => {
    for (let i = next++; i < to; i = next++) {
      const { status } = await api.say(`${tag}-${Math.floor(i / SAYS.length)}`, `m${i}`, `${SAYS[i % SAYS.length]}`)
      if (status !== 202) throw new Error(`message ${i} was answered ${status}`)
      if (i % 1000 === 0) process.stderr.write(`\r${tag}: ${i}/${to}`)
    }
  }
  await Promise.all(Array.from({ length: BESIDE }, one))
  process.stderr.write('\n')
}
