/** Lets sockets and timers have their turn, in the middle of much computing. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** So many items are computed between two breaths: a few milliseconds. */
export const BREATH = 4
