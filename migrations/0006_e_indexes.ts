/** Every page of a list is a piece of one index, whatever it is filtered by; the two that these replace knew active tickets only. */
export const indexes = [
  { name: 'ticket_team', on: 'ticket (team, state, id desc)' },
  { name: 'ticket_owner', on: 'ticket (owner_id, state, id desc) where owner_id is not null' },
  { name: 'ticket_active_team', on: null },
  { name: 'ticket_active_owner', on: null },
  { name: 'delivery_restored', on: `delivery (id) where state = 'held' and reason = 'restore'` },
] as const
