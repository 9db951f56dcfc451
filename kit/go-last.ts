/** Where processes share a machine, those go first whose answer somebody waits for. */
import { constants, getPriority, setPriority } from 'node:os'

/** This process gives way to others of ordinary priority; whoever started it with less keeps that. Where the system forbids it, nothing changes. */
export function goLast(): void {
  const last = constants.priority.PRIORITY_BELOW_NORMAL
  try {
    if (getPriority() < last) setPriority(last)
  } catch {}
}
