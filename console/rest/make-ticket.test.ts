import { describe, expect, it } from 'vitest'
import { chen, startRest } from './rest.rig.ts'

const asked = { as: 'chen', text: 'It is\0 broken', id: 'x1' }
const bodyOf = async (answer: Response | Promise<Response>) => (await (await answer).json()) as Record<string, unknown>

describe('a ticket an agent makes over REST', () => {
  it('is the command every other way is, with all that was chosen, and is answered when it is there', async () => {
    const { ask, heard, said } = startRest(() => ({ code: 'done', facts: { number: 'T-1002', made: 1 } }))
    const answer = await ask('POST', '/v1/tickets', {
      ...asked,
      customer: { id: 'c-9', name: 'Cid' },
      category: 'after-sales/quality',
      team: 'after-sales',
      priority: 'P1',
      fields: { order: '20260112345' },
    })
    expect([answer.status, (await bodyOf(answer))['number'], said]).toEqual([201, 'T-1002', []])
    const input = {
      text: 'It is\uFFFD broken',
      identity: 'c-9',
      name: 'Cid',
      category: 'after-sales/quality',
      team: 'after-sales',
      priority: 'P1',
      'field.order': '20260112345',
    }
    expect(heard).toMatchObject([
      { key: `create:${chen.id}:x1`, from: { id: chen.id }, room: { id: 'commands' }, what: 'command', value: { action: 'create', input } },
    ])
    expect(heard[0]?.value).not.toHaveProperty('ticket')
  })

  it('looks for a customer who is only named, and needs none', async () => {
    const { ask, heard } = startRest(() => ({ code: 'done', facts: { number: 'T-1002', made: 1 } }))
    await ask('POST', '/v1/tickets', { ...asked, customer: { name: 'T-1001' } })
    await ask('POST', '/v1/tickets', asked)
    expect(heard.map(({ value }) => value?.['input'])).toMatchObject([{ customer: 'T-1001' }, { text: 'It is\uFFFD broken' }])
  })

  it('is asked for by a form that has the fields of its category, and says at each what is wrong', async () => {
    const { ask, heard } = startRest()
    const drawn = async (input: Record<string, string>) =>
      (await bodyOf(ask('POST', '/v1/forms/create', { input }))) as { fields: { name: string }[]; errors: Record<string, string> }
    const empty = await drawn({})
    expect([empty.fields.map(({ name }) => name), Object.keys(empty.errors)]).toEqual([
      ['text', 'customer', 'category', 'team', 'priority'],
      ['text'],
    ])
    const filled = await drawn({ text: 'It is broken', category: 'after-sales/quality', 'field.order': 'no number' })
    expect(filled.fields.map(({ name }) => name)).toContain('field.order')
    expect(Object.keys(filled.errors)).toEqual(['field.order'])
    expect((await drawn({ text: 'It is broken', 'field.order': '20260112345' })).errors).toEqual({})
    expect(heard).toEqual([])
  })

  it('that was there before is 200, one that takes long its event, a refusal a problem', async () => {
    const answered = (outcome: Parameters<typeof startRest>[0]) => startRest(outcome).ask('POST', '/v1/tickets', asked)
    expect((await answered(() => ({ code: 'done', facts: { number: 'T-1001', made: 0 } }))).status).toBe(200)
    const late = await answered(() => null)
    expect([late.status, await late.json()]).toEqual([202, { event: expect.stringMatching(/^[0-9a-f]{32}$/) }])
    expect(await bodyOf(answered(() => ({ code: 'NOT_ALLOWED', facts: {} })))).toMatchObject({ status: 403, code: 'NOT_ALLOWED' })
    expect(await bodyOf(answered(() => ({ code: 'CUSTOMER_AMBIGUOUS', facts: { customer: 'Ann' } })))).toMatchObject({ status: 422 })
  })

  it('needs an agent, or else the customer whose message it is', async () => {
    const { ask, heard } = startRest()
    expect(await bodyOf(ask('POST', '/v1/tickets', { ...asked, as: 'nobody' }))).toMatchObject({ status: 404, code: 'AGENT_NOT_FOUND' })
    expect(await bodyOf(ask('POST', '/v1/tickets', { text: 'x' }))).toMatchObject({ status: 400, facts: { where: 'customer.id' } })
    expect(heard).toEqual([])
  })
})
