/**
 * Loaded first (`node --import`) into processes of the crash driver: arms what `FAILPOINT` names.
 *
 * `FAILPOINT=after_commit_before_ack` kills the process with SIGKILL when it first comes by; `name@3` the third
 * time; `name:stop` stops it (SIGSTOP), `name:throw` throws there, `name:block` keeps its thread busy for ever.
 * Several stand apart by commas. A name nobody passes would make a test pass for nothing: it ends the process.
 */
import { isMainThread } from 'node:worker_threads'
import { onFault } from '../../kit/failpoint.ts'
import { parseFailpoints } from './parse-failpoints.ts'

const spec = process.env['FAILPOINT']
if (spec && isMainThread) {
  const armed = parseFailpoints(spec)
  const passed = new Map<string, number>()
  onFault((name) => {
    const times = (passed.get(name) ?? 0) + 1
    passed.set(name, times)
    for (const point of armed) if (point.name === name && point.at === times) ACTS[point.act](name)
  })
}

const ACTS = {
  kill: () => process.kill(process.pid, 'SIGKILL'),
  stop: () => process.kill(process.pid, 'SIGSTOP'),
  throw: (name: string) => {
    throw new Error(`failpoint ${name}`)
  },
  block: () => {
    for (;;);
  },
} as const
