/** Emoji that are commands, by the names platforms give them and as themselves. An emoji taken back does nothing. */

const COMMANDS: Readonly<Record<string, string>> = {
  white_check_mark: 'resolve',
  '✅': 'resolve',
  eyes: 'take',
  '👀': 'take',
  ticket: 'create',
  '🎫': 'create',
  admission_tickets: 'create',
  '🎟': 'create',
  '🎟️': 'create',
}

/** The command a reaction is, or null. `value`: of an event `reaction`: `emoji`, and whether it was `given`. */
export function reactionCommand(
  value: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly args: Readonly<Record<string, string>> } | null {
  const { emoji, given } = value as { readonly emoji?: unknown; readonly given?: unknown }
  if (given !== true || typeof emoji !== 'string' || !Object.hasOwn(COMMANDS, emoji)) return null
  return { name: COMMANDS[emoji] ?? '', args: {} }
}
