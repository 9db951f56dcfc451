import { describe, expect, it } from 'vitest'
import type { Role } from '../../bot/domain/roles.ts'
import { chen, startRest } from './rest.rig.ts'

const bodyOf = async (answer: Response | Promise<Response>) => (await (await answer).json()) as Record<string, unknown>

/** Chen signed in by a link; `role` is what the table of agents says by now. */
async function signedIn(role: Role | 'gone' = 'agent') {
  const rest = startRest(undefined, {
    settings: {
      settings: async () => ({ configAppliedAt: null, trained: null, corrections: 0, training: null }),
      agents: async () => [{ ...chen, role: role === 'gone' ? 'agent' : role }],
      agent: async (ref) => (role !== 'gone' && (ref === chen.id || ref === chen.key) ? { ...chen, role } : null),
      webCustomers: async () => [],
    },
  })
  return { ...rest, as: await rest.asAgent(chen.id) }
}

describe('an agent who signed in as themselves', () => {
  it('reads the tickets, and works on them under their own name only', async () => {
    const { as, heard } = await signedIn()
    expect((await as('GET', '/v1/tickets')).status).toBe(200)
    expect((await as('GET', '/v1/playground')).status).toBe(200)
    expect((await as('POST', '/v1/tickets/T-1001/commands', { as: 'chen', command: 'take' })).status).toBe(200)
    expect(await bodyOf(as('POST', '/v1/tickets/T-1001/commands', { as: 'somebody', command: 'take' }))).toMatchObject({ status: 404 })
    expect(heard.map(({ from }) => from.id)).toEqual([chen.id])
  })

  it('cannot act as a colleague', async () => {
    const other = { ...chen, id: 'f'.repeat(32), key: 'lead' }
    const rest = startRest(undefined, {
      settings: {
        settings: async () => ({ configAppliedAt: null, trained: null, corrections: 0, training: null }),
        agents: async () => [chen, other],
        agent: async (ref) => [chen, other].find(({ id, key }) => ref === id || ref === key) ?? null,
        webCustomers: async () => [],
      },
    })
    const as = await rest.asAgent(chen.id)
    for (const [path, body] of [
      ['/v1/tickets/T-1001/commands', { as: 'lead', command: 'take' }],
      ['/v1/tickets', { as: 'lead', text: 'a new one' }],
      ['/v1/tickets/T-1001/forms/reply/preview', { as: 'lead', input: { text: 'hello' } }],
    ] as const)
      expect(await bodyOf(as('POST', path, body))).toMatchObject({ status: 403, code: 'NOT_ALLOWED' })
    expect(await bodyOf(as('POST', '/v1/tickets/T-1001/forms/reply/preview', { as: 'chen' }))).toEqual({ preview: null })
    expect(rest.heard).toEqual([])
    await as('POST', '/v1/tickets', { text: 'a new one' })
    expect([rest.heard.map(({ from }) => from.id), rest.said]).toEqual([[chen.id], []])
  })

  it.each([
    ['agent', 403, 403],
    ['lead', 200, 403],
    ['manager', 200, 200],
    ['admin', 200, 200],
  ] as const)('who is %s gets what the table of roles gives them: needs a person %i, settings %i', async (role, person, settings) => {
    const { as } = await signedIn(role)
    expect([(await as('GET', '/v1/person')).status, (await as('GET', '/v1/settings')).status]).toEqual([person, settings])
  })

  it('is refused whatever is not listed, whatever their role: only the API token speaks as a customer or hands out links', async () => {
    const { as, said } = await signedIn('admin')
    for (const [method, path] of [
      ['POST', '/v1/messages'],
      ['POST', '/v1/agents/chen/link'],
      ['POST', '/v1/playground/reset'],
      ['POST', '/v1/channels/x/events'],
      ['DELETE', '/v1/tickets'],
    ] as const)
      expect((await as(method, path, {})).status).toBe(403)
    expect(said).toEqual([])
  })

  it('who works here no longer is signed out at once', async () => {
    const { as } = await signedIn('gone')
    expect(await bodyOf(as('GET', '/v1/tickets'))).toMatchObject({ status: 401, code: 'NOT_SIGNED_IN' })
  })
})

describe('a sign-in link', () => {
  it('is made for an agent there is', async () => {
    const { ask } = startRest()
    expect(await bodyOf(ask('POST', '/v1/agents/chen/link'))).toMatchObject({ path: expect.stringMatching(/^\/login\?link=/) })
    expect(await bodyOf(ask('POST', '/v1/agents/nobody/link'))).toMatchObject({ status: 404, code: 'AGENT_NOT_FOUND' })
  })
})
