/** One fault of the catalogue, made to happen. Each file in rows/ exports one as `scenario`. */
import { isClean } from './audit.ts'
import type { BackendName } from './backend.ts'
import type { Lane, Settled, Stage } from './stage.ts'

export interface Scenario {
  /** Its rows in the catalogue of faults. */
  readonly rows: readonly number[]
  readonly title: string
  readonly backends: readonly BackendName[]
  readonly lanes: readonly Lane[]
  run(stage: Stage): Promise<Result>
}

export interface Result {
  readonly ok: boolean
  readonly events: number
  readonly kills: number
  readonly lost: number
  readonly doubled: number
  readonly inDoubt: number
  /** What still waited when the desk was given no more time, though it got on: neither held nor lost. */
  readonly unsettled?: number
  /** Whatever else the row promises a figure for. */
  readonly figures: Readonly<Record<string, number | string>>
  readonly problems: readonly string[]
}

export const BOTH: readonly BackendName[] = ['pglite', 'postgres']

/** A check of the row's own; its words are told when it does not hold. */
export type Check = readonly [holds: boolean, says: string]

/** The audit's result and the row's own checks together. */
export function judge(found: Settled, figures: Result['figures'] = {}, checks: readonly Check[] = []): Result {
  const broken = checks.flatMap(([holds, says]) => (holds ? [] : [says]))
  const aside = found.quarantined > 0 ? { quarantined: found.quarantined } : {}
  return {
    ok: isClean(found) && found.unsettled === 0 && found.died === 0 && broken.length === 0,
    events: found.events,
    kills: found.kills,
    lost: found.lost,
    doubled: found.doubled,
    inDoubt: found.inDoubt,
    unsettled: found.unsettled,
    figures: {
      tickets: found.tickets,
      ...(found.resumeMs > 0 ? { resumeMs: found.resumeMs } : {}),
      ...aside,
      ...figures,
      settleMs: found.settleMs,
    },
    problems: [...broken, ...found.problems],
  }
}

/** For rows that are about starting and leave nothing to audit. */
export function judgeChecks(figures: Result['figures'], checks: readonly Check[], kills = 0): Result {
  const problems = checks.flatMap(([holds, says]) => (holds ? [] : [says]))
  return { ok: problems.length === 0, events: 0, kills, lost: 0, doubled: 0, inDoubt: 0, figures, problems }
}
