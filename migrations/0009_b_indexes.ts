/** A reply by the thread message it was written as; a thread message of ours by its place on the platform. */
export const indexes = [
  { name: 'message_event', on: 'message (event_id) where event_id is not null' },
  { name: 'delivery_thread_ref', on: 'delivery (room_id, ref) where thread_card_id is not null and ref is not null' },
] as const
