/** What the desk itself said in a conversation lately: how much more it may say. */
export const indexes = [{ name: 'message_said', on: 'message (conversation_id, at) where author_id is null' }] as const
