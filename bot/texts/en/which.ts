/** Asking which thing is meant. */
export const which = {
  ask: (number: string) => `Which one is it about (${number})?`,
  other: 'something else',
  tellUs: 'Thanks. Please tell us which product it is.',
}
