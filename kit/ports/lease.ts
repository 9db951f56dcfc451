/** At most one process at a time holds what has a name; who dies without a word loses it by itself. */
export interface Lease {
  /** Takes or keeps the name for so many milliseconds from now; false: somebody else has it. */
  hold(name: string, ms: number): Promise<boolean>
  /** Gives it back, if it is ours. */
  release(name: string): Promise<void>
}
