import { describe, expect, it } from 'vitest'
import { bellContract } from '../../testing/contracts/bell.contract.ts'
import { createInProcessBell } from './in-process-bell.ts'

bellContract('in process', async () => createInProcessBell())

describe('the bell of one process', () => {
  it('says which listener broke and how', async () => {
    const dropped: unknown[] = []
    const bell = createInProcessBell((topic, error) => dropped.push([topic, error]))
    const broke = new Error('broke')
    bell.listen('config', () => {
      throw broke
    })
    bell.tell('config', '7')
    await Promise.resolve()
    expect(dropped).toEqual([['config', broke]])
  })

  it('never runs a listener inside the step that tells', async () => {
    const bell = createInProcessBell()
    const order: string[] = []
    bell.listen('config', () => order.push('heard'))
    bell.tell('config', '7')
    order.push('told')
    await Promise.resolve()
    expect(order).toEqual(['told', 'heard'])
  })
})
