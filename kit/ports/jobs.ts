/** Heavy, rare work, each done as one run at a time among all processes of a desk. */
export type JobName = 'train' | 'learn' | 'digest' | 'export'

/**
 * The engine of heavy work. What a job works on stands in the database; a job is a name and nothing else, so asking
 * twice is harmless and one that is lost costs a schedule's step or a second request, never data.
 *
 * One run of a name at a time, wherever. A run that fails, or whose process dies, is tried again, `TRIES` times in
 * all, and then told to `onFailed`. Every implementation passes `jobsContract`.
 */
export interface Jobs {
  /**
   * Asks for a run. While one of that name waits or goes on, asking adds nothing. Resolves when it is kept; rejects
   * with UNAVAILABLE when nobody can keep it now.
   */
  ask(name: JobName): Promise<void>
  /** This process runs jobs of that name from now on. */
  work(name: JobName, run: () => Promise<void>): void
  /** A run every so many milliseconds, in one of the processes that work on the name; the first after that time. */
  every(name: JobName, ms: number): void
  /** No run begins any more; one that goes on is not waited for: it is begun anew elsewhere or at the next start. */
  close(): Promise<void>
}

/** Runs of a job that fails, in all. */
export const TRIES = 3
