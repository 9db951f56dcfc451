/**
 * Lets calls begin one after another, each in a round of the event loop of its own. Of a hundred turns that come at the
 * same moment each then has its request on the wire before the next is prepared; begun all together they would share
 * the processor step by step, all be sent when the last is ready, all be answered at once, and stay a crowd.
 */
export class OneByOne {
  #last: Promise<void> = Promise.resolve()

  /** Resolves when it is the caller's turn, in the order of asking. */
  next(): Promise<void> {
    const mine = this.#last
    this.#last = mine.then(() => new Promise((resolve) => setImmediate(resolve)))
    return mine
  }
}
