import { describe, expect, it } from 'vitest'
import type { Agent } from '../bot/domain/conversation.ts'
import type { Role } from '../bot/domain/roles.ts'
import { deskConfig } from '../testing/fakes/fixture-desk.ts'
import { roomsOfStaff } from './rooms-of-staff.ts'

const room = (name: string) => [{ channel: 'web', account: 'desk', room: name }] as const
const [team] = deskConfig.teams
if (!team) throw new Error('the desk of tests has a team')
const config = {
  ...deskConfig,
  teams: [
    { ...team, key: 'ours', rooms: room('our-room') },
    { ...team, key: 'theirs', rooms: room('their-room') },
  ],
  managerRooms: room('managers'),
}

function someone(role: Role | 'gone') {
  const lin: Agent = { id: 'id-lin', key: 'lin', name: 'Lin', role: role === 'gone' ? 'agent' : role, lang: 'en', teams: ['ours'] }
  const called = async (external: string) => ({ lin: 'id-lin', shen: 'id-shen' })[external] ?? null
  const may = roomsOfStaff({ agent: async (id) => (role !== 'gone' && id === lin.id ? lin : null), called }, () => config)
  return (where: string, as = 'lin') => may('id-lin', { room: where, as })
}

describe('who signed in as themselves', () => {
  it.each([
    ['agent', true, false, false],
    ['lead', true, false, false],
    ['manager', true, true, true],
    ['admin', true, true, true],
    ['gone', false, false, false],
  ] as const)('and is %s uses the room of their team: %s, of another: %s, the manager’s: %s', async (role, ours, theirs, managers) => {
    const may = someone(role)
    expect([await may('our-room'), await may('their-room'), await may('managers')]).toEqual([ours, theirs, managers])
  })

  it('is nobody else there, and no customer anywhere', async () => {
    const may = someone('admin')
    expect([await may('our-room', 'shen'), await may('our-room', 'nobody'), await may('c-0001'), await may('c-0001', 'c-0001')]).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  it('is seen typing in a customer’s room, and may look at files', async () => {
    const may = roomsOfStaff(
      { agent: async (id) => ({ id, key: 'lin', name: 'Lin', role: 'agent', lang: 'en', teams: ['ours'] }), called: async () => 'id-lin' },
      () => config,
    )
    expect(await may('id-lin', { room: 'c-0001', as: 'lin', typing: true })).toBe(true)
    expect(await may('id-lin', { room: 'their-room', as: 'lin', typing: true })).toBe(false)
    expect(await may('id-lin', null)).toBe(true)
  })
})
