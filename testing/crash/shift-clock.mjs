/**
 * Loaded first (`node --import`) into processes of the crash driver, and by Node into each of their threads: `Date` is
 * wrong by as many milliseconds as stand in the file that CLOCK names, from the moment they stand there. Timers and
 * `performance.now()` go on as they do on a machine whose clock is set.
 */
import { readFileSync } from 'node:fs'

const LOOK_MS = 20
const Right = Date
const rightNow = Right.now
const read = () => Number(readFileSync(process.env.CLOCK, 'utf8'))
let shift = read()

Right.now = () => rightNow() + shift
globalThis.Date = new Proxy(Right, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [target.now()] : given, made),
  apply: (target) => new target(target.now()).toString(),
})
setInterval(() => {
  shift = read()
}, LOOK_MS).unref()
