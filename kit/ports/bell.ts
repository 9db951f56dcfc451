/** The kinds of work a bell can ring for: one per loop; `read` is the half of converse that asks a model. */
export type Work = 'converse' | 'read' | 'send' | 'redraw' | 'keep-time' | 'look-up' | 'translate' | 'fetch' | 'train'

/**
 * A hint that there is work, or that something changed. Losing one costs a short poll, never work.
 *
 * `ring` wakes one sleeper of a kind; `tell` reaches every listener in every process. Neither blocks nor
 * throws: a bell that is broken drops the hint and counts it. Every implementation passes `bellContract`.
 */
export interface Bell {
  ring(work: Work): void
  /** Resolves when rung or after `ms`, whichever is first. A ring while nobody waits is kept for the next. */
  wait(work: Work, ms: number, signal: AbortSignal): Promise<void>
  tell(topic: string, id: string): void
  /** Returns the way to stop listening. */
  listen(topic: string, hear: (id: string) => void): () => void
  close(): Promise<void>
}
