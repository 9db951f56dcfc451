import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseFailpoints } from './parse-failpoints.ts'

const ARM = fileURLToPath(new URL('./arm.ts', import.meta.url))
const HOOK = fileURLToPath(new URL('../../kit/failpoint.ts', import.meta.url))

/** A process that comes by `after_claim` four times and tells each time. */
function passing(failpoint: string) {
  const script = `const { fault } = await import(${JSON.stringify(HOOK)}); for (let i = 1; i < 5; i++) { fault('after_claim'); console.log(i) }`
  return spawnSync(process.execPath, ['--import', ARM, '--input-type=module', '-e', script], {
    env: { ...process.env, FAILPOINT: failpoint },
    encoding: 'utf8',
  })
}

describe('failpoints', () => {
  it('are read with act and turn', () => {
    expect(parseFailpoints('after_claim, mid_reading:stop@3')).toEqual([
      { name: 'after_claim', act: 'kill', at: 1 },
      { name: 'mid_reading', act: 'stop', at: 3 },
    ])
  })

  it.each(['after_clam', 'after_claim:explode', 'after_claim@0', ''])('refuse "%s"', (spec) => {
    expect(() => parseFailpoints(spec)).toThrow('no such failpoint')
  })

  it('kill the process at the turn they name', () => {
    const { signal, stdout } = passing('after_claim@3')
    expect([signal, stdout]).toEqual(['SIGKILL', '1\n2\n'])
  })

  it('leave a process alone that does not pass them', () => {
    const { status, stdout } = passing('after_settle')
    expect([status, stdout]).toEqual([0, '1\n2\n3\n4\n'])
  })

  it('end a process whose failpoint does not exist', () => {
    const { status, stderr } = passing('after_clam')
    expect(status).not.toBe(0)
    expect(stderr).toContain('no such failpoint')
  })
})
