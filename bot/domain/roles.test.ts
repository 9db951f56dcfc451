import { describe, expect, it } from 'vitest'
import { COMMANDS, MAY, may, ROLES, type Role } from './roles.ts'

const mine = { team: 'after-sales', owner: 'me' }
const teams = { team: 'after-sales', owner: 'other' }
const foreign = { team: 'logistics', owner: 'other' }
const person = (role: Role) => ({ id: 'me', role, teams: ['after-sales'] })

/** Fault 88. */
describe('who may do what', () => {
  it('answers every cell of role, command and scope as the table says', () => {
    for (const command of COMMANDS)
      for (const role of ROLES) {
        const scope = MAY[command][role]
        expect([
          command,
          role,
          may(person(role), command, mine),
          may(person(role), command, teams),
          may(person(role), command, foreign),
        ]).toEqual([command, role, scope !== 'none', scope === 'team' || scope === 'any', scope === 'any'])
      }
  })

  it('lets a stranger and a customer do nothing', () => {
    for (const command of COMMANDS) expect(may(null, command, mine)).toBe(false)
  })

  it('keeps what ends or reorders others’ work from plain agents', () => {
    expect(may(person('agent'), 'close', mine)).toBe(false)
    expect(may(person('agent'), 'resolve', teams)).toBe(false)
    expect(may(person('agent'), 'take', foreign)).toBe(false)
  })
})
