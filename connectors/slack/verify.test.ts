import { expect, it } from 'vitest'
import { isSigned, sign } from './verify.ts'

const NOW = 1_790_000_000
const body = '{"type":"event_callback"}'

it.each([
  [0, true],
  [-300, true],
  [300, true],
  [-301, false],
  [301, false],
])('a request stamped %i seconds from now is Slack’s: %s', (seconds, taken) => {
  const timestamp = String(NOW + seconds)
  expect(isSigned({ signature: sign('secret', timestamp, body), timestamp, body }, 'secret', NOW * 1000)).toBe(taken)
})
