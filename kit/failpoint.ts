/**
 * Places where a test may break the process: between a commit and its acknowledgement, after a claim, and so on.
 * Passing one costs a comparison; nothing in the product can arm them. testing/crash/arm.ts does, in processes
 * the crash driver starts.
 */
export const FAILPOINTS = [
  'after_receive_before_commit',
  'after_commit_before_ack',
  'before_commit',
  'after_claim',
  'mid_reading',
  'after_store_reading',
  'in_decision',
  'after_commit_before_ring',
  'after_send_claim',
  'after_send_before_settle',
  'after_settle',
  'after_draw_before_settle',
  'after_timer_claim',
  'after_timer_commit',
  'after_fetch_before_settle',
  'after_look_up_before_settle',
] as const

export type Failpoint = (typeof FAILPOINTS)[number]

let hook: ((name: Failpoint) => void) | null = null

/** The process passes the place of that name. */
export function fault(name: Failpoint): void {
  hook?.(name)
}

/** What happens at the places from now on; null: nothing again. */
export function onFault(act: ((name: Failpoint) => void) | null): void {
  hook = act
}
