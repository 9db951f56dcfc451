import type { ClipboardEvent, KeyboardEvent } from 'react'

/**
 * Is this the Enter that sends? Not with Shift (a new line), and not while an input method is composing: there
 * Enter picks a word. Safari ends the composition before the key, and then only the old code 229 tells.
 */
export function isSendKey(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing && event.keyCode !== 229
}

/** Pictures pasted into an input. */
export function pastedFiles(event: ClipboardEvent): readonly File[] {
  return [...event.clipboardData.files]
}
