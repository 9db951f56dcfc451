/** Who is shown in this tab: the customer on the left, the person and the room on the right. */
import { useCallback, useState } from 'react'
import type { Desk, Person, PlaygroundCustomer, Team } from '../api-types.ts'
import { useTabState } from '../hooks.ts'
import { useLanguage } from '../language.tsx'

export const MANAGER_ROOM = 'manager'

export interface Choice {
  readonly customer: PlaygroundCustomer | null
  readonly staff: Person | null
  /** A team's key, or `MANAGER_ROOM`. */
  readonly place: string
  readonly team: Team | null
  readonly room: string
  /** Which of the two I last chose to be. */
  readonly side: 'customer' | 'staff'
  /** Shows another customer's chat; who I am stays. */
  pickCustomer(id: string): void
  beCustomer(id: string): void
  /** Also moves to a room of theirs, if the one shown is not. */
  pickStaff(key: string): void
  pickPlace(place: string): void
  /** On a phone only one of the three is seen. */
  readonly view: View
  pickView(view: View): void
}

export type View = 'customer' | 'team' | 'manager'

/** Managers look after everything; the others belong to the teams they are in. */
export function belongs(person: Person, place: string): boolean {
  if (person.role === 'manager' || person.role === 'admin') return true
  return place === MANAGER_ROOM ? false : person.teams.includes(place)
}

export interface RoomOf {
  /** A team's key, or `MANAGER_ROOM`. */
  readonly place: string
  readonly room: string
  readonly team: Team | null
}

/** The rooms to be had: in the playground all, for the curious; elsewhere one's own. */
export function placesOf(desk: Desk, person: Person | null): readonly RoomOf[] {
  const all: readonly RoomOf[] = [
    ...desk.teams.map((team) => ({ place: team.key, room: team.room, team })),
    { place: MANAGER_ROOM, room: desk.managerRoom, team: null },
  ]
  if (desk.open) return all
  return person ? all.filter(({ place, room }) => room !== '' && belongs(person, place)) : []
}

function homeOf(person: Person, desk: Desk): string {
  if (person.role === 'manager') return MANAGER_ROOM
  return desk.teams.find((team) => person.teams.includes(team.key))?.key ?? desk.teams[0]?.key ?? MANAGER_ROOM
}

export function useChoice(desk: Desk): Choice {
  const [customerId, setCustomer] = useTabState('customer')
  const [staffKey, setStaff] = useTabState('staff')
  const [placeKey, setPlace] = useTabState('place')
  const [side, setSide] = useTabState('side')
  const [lastTeam, setLastTeam] = useTabState('team')

  // Who has chosen nobody yet is somebody who speaks their language, and stays that when the language is changed.
  const [speaks] = useState(useLanguage().lang)
  const customer =
    desk.customers.find(({ id }) => id === customerId) ?? desk.customers.find(({ lang }) => lang === speaks) ?? desk.customers[0] ?? null
  const firstTeam = desk.teams[0]
  const ofTeam = desk.agents.filter((agent) => firstTeam && agent.role === 'agent' && agent.teams.includes(firstTeam.key))
  const firstOfTeam = ofTeam.find(({ lang }) => lang === speaks) ?? ofTeam[0]
  const staff = desk.agents.find(({ key }) => key === (desk.me ?? staffKey)) ?? firstOfTeam ?? desk.agents[0] ?? null
  const known = placesOf(desk, staff).some(({ place }) => place === placeKey)
  const place = known && placeKey !== null ? placeKey : staff ? homeOf(staff, desk) : (firstTeam?.key ?? MANAGER_ROOM)
  const team = desk.teams.find(({ key }) => key === place) ?? null

  const pickPlace = useCallback(
    (next: string) => {
      setPlace(next)
      if (next !== MANAGER_ROOM) setLastTeam(next)
    },
    [setPlace, setLastTeam],
  )
  const beCustomer = useCallback(
    (id: string) => {
      setCustomer(id)
      setSide('customer')
    },
    [setCustomer, setSide],
  )
  const pickStaff = useCallback(
    (key: string) => {
      setStaff(key)
      setSide('staff')
      const next = desk.agents.find((agent) => agent.key === key)
      if (next && (next.role === 'manager' || !belongs(next, place))) pickPlace(homeOf(next, desk))
    },
    [desk, place, setStaff, setSide, pickPlace],
  )
  const pickView = useCallback(
    (view: View) => {
      setSide(view === 'customer' ? 'customer' : 'staff')
      const teamShown =
        desk.teams.find(({ key }) => key === lastTeam) ??
        (staff && desk.teams.find(({ key }) => staff.teams.includes(key))) ??
        desk.teams[0]
      if (view === 'manager') setPlace(MANAGER_ROOM)
      if (view === 'team' && place === MANAGER_ROOM && teamShown) setPlace(teamShown.key)
    },
    [desk, staff, place, lastTeam, setSide, setPlace],
  )

  const shownSide = side === 'customer' && desk.open ? 'customer' : 'staff'
  return {
    customer,
    staff,
    place,
    team,
    room: team?.room ?? desk.managerRoom,
    side: shownSide,
    view: shownSide === 'customer' ? 'customer' : place === MANAGER_ROOM ? 'manager' : 'team',
    pickCustomer: setCustomer,
    beCustomer,
    pickStaff,
    pickPlace,
    pickView,
  }
}
