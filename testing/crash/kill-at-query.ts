/** Loaded first (`node --import`) into a process that is to be killed before its n-th statement: `KILL_AT_QUERY=n`. */
import pg from 'pg'

const at = Number(process.env['KILL_AT_QUERY'])
const { query } = pg.Client.prototype
let asked = 0
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  if (++asked === at) process.kill(process.pid, 'SIGKILL')
  return (query as (...all: unknown[]) => unknown).apply(this, args)
} as typeof query
