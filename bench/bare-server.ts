/**
 * The peer of the pipeline on PostgreSQL and Redis: message → job → ticket and event → job → team and delivery →
 * job → HTTP post → sent. Three BullMQ jobs and four transactions a ticket, one row each, and no product in it.
 */
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { round } from './quantile.ts'
import { stubSlack } from './stub-slack.ts'

/** Messages on their way in at once, and jobs each worker has in hand: what measured best of 8, 16, 32. */
const BESIDE = 64
const CONCURRENCY = 16
const CONNECTIONS = 10

const TABLES = `
  create table m (id int primary key, body text);
  create table t (id int primary key, m int, state text, team text);
  create table e (t int, seq int, body text, primary key (t, seq));
  create table d (id int primary key, t int, state text)`

export async function bareServer(n: number, databaseUrl: string, redisUrl: string): Promise<{ ticketsPerSecond: number }> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS })
  const slack = await stubSlack()
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const prefix = `bare-${process.pid}`
  const names = ['open', 'route', 'send'] as const
  const queues = Object.fromEntries(names.map((name) => [name, new Queue(name, { connection, prefix })])) as Record<
    (typeof names)[number],
    Queue
  >
  const job = { removeOnComplete: true, removeOnFail: true }
  let done = 0
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const tx = async (work: (client: pg.PoolClient) => Promise<unknown>) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      await work(client)
      await client.query('commit')
    } finally {
      client.release()
    }
  }
  const work: Record<(typeof names)[number], (id: number) => Promise<void>> = {
    open: async (id) => {
      await tx(async (c) => {
        await c.query('insert into t values ($1, $1, $2, null)', [id, 'new'])
        await c.query('insert into e values ($1, 1, $2)', [id, '{}'])
      })
      await queues.route.add('route', { id }, job)
    },
    route: async (id) => {
      await tx(async (c) => {
        await c.query('update t set team = $2 where id = $1', [id, 'a'])
        await c.query('insert into d values ($1, $1, $2)', [id, 'queued'])
      })
      await queues.send.add('send', { id }, job)
    },
    send: async (id) => {
      const answer = await fetch(`${slack.url}/chat.postMessage`, {
        method: 'POST',
        body: new URLSearchParams({ channel: 'C1', text: `T-${id}` }),
      })
      await answer.json()
      await tx((c) => c.query('update d set state = $2 where id = $1', [id, 'sent']))
      if (++done === n) finish()
    },
  }
  const workers = names.map((name) => new Worker(name, (j) => work[name](j.data.id), { connection, prefix, concurrency: CONCURRENCY }))
  try {
    await pool.query(TABLES)
    const started = performance.now()
    let next = 0
    const customer = async () => {
      for (let id = next++; id < n; id = next++) {
        await tx((c) => c.query('insert into m values ($1, $2)', [id, 'my kettle leaks']))
        await queues.open.add('open', { id }, job)
      }
    }
    await Promise.all(Array.from({ length: BESIDE }, customer))
    await finished
    return { ticketsPerSecond: round((n * 1000) / (performance.now() - started)) }
  } finally {
    await Promise.all(workers.map((worker) => worker.close()))
    await Promise.all(Object.values(queues).map((queue) => queue.close()))
    connection.disconnect()
    await pool.end()
    await slack.close()
  }
}
