import { FAILPOINTS, type Failpoint } from '../../kit/failpoint.ts'

export interface ArmedFailpoint {
  readonly name: Failpoint
  readonly act: 'kill' | 'stop' | 'throw' | 'block'
  /** It acts when the process comes by for this time, and only then. */
  readonly at: number
}

/** Reads `name[:act][@n], …`; throws on a name or act that does not exist. */
export function parseFailpoints(spec: string): readonly ArmedFailpoint[] {
  return spec.split(',').map((part) => {
    const [, name, act = 'kill', at = '1'] = /^(\w+)(?::(kill|stop|throw|block))?(?:@([1-9]\d*))?$/.exec(part.trim()) ?? []
    const known = FAILPOINTS.find((one) => one === name)
    if (known === undefined) throw new Error(`no such failpoint: ${part.trim()}; there are ${FAILPOINTS.join(', ')}`)
    return { name: known, act: act as ArmedFailpoint['act'], at: Number(at) }
  })
}
