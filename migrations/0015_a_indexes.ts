/** What waits in the thread of a card, and cards that were given up: together they say what waits for nothing. */
export const indexes = [
  { name: 'delivery_behind_card', on: "delivery (id) where state = 'held' and reason = 'card'" },
  { name: 'delivery_card_given_up', on: "delivery (card_id) where card_id is not null and state in ('failed', 'in_doubt', 'cancelled')" },
] as const
