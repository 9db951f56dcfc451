import { ApiClient } from '../../api-client.ts'
import { pause } from '../fleet.ts'
import { openSlackTeam, SLACK_TEAM } from '../load/slack-team.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const HIT_MS = 30_000
/** One lane waits for each answer that was lost: what is posted takes as long as it takes, but never stands still so long. */
const STILL_MS = 60_000

/** Three answers of ten are lost, some come too late, and the process is killed between an answer and its note of it: each card stands in Slack once. */
export const scenario: Scenario = {
  rows: [44, 45],
  title: 'posts to Slack whose answers are lost, late, or not noted before a kill',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const team = await openSlackTeam(home)
    try {
      const start = () => fleet.start(0, { env: team.env })
      await team.join(await start())
      await fleet.kill(0, 'before the load')
      const kills = stage.rounds(2, 10)
      const words = stage.full ? 300 : 40
      let [said, hit] = [0, 0]
      const saying = Promise.all(
        Array.from({ length: 4 }, async () => {
          while (said++ < words) {
            await customers.say(customers.fresh())
            await pause(20)
          }
        }),
      )
      for (let i = 0; i < kills; i++) {
        if (await fleet.startToDie(0, { env: team.env, failpoint: `after_send_before_settle@${3 + i}` }, HIT_MS)) hit++
        else await fleet.kill(0, 'missed')
        stage.progress(`kill ${hit}/${kills}`)
      }
      const api = new ApiClient(await start())
      await saying
      const wanted = async () => (await tickets(api)).length
      let most = 0
      for (let end = Date.now() + STILL_MS; Date.now() < end; await pause(300)) {
        const [cards, posted] = [await wanted(), new Set(await team.posted()).size]
        stage.progress(`${posted}/${cards} cards`)
        if (cards > 0 && posted >= cards && customers.ackMs.length >= words) break
        if (posted > most) end = Date.now() + STILL_MS
        most = Math.max(most, posted)
      }
      const [cards, ids] = [await wanted(), await team.posted()]
      const distinct = new Set(ids).size
      const found = await settle()
      return judge(found, { cards, posted: ids.length, ...team.faults }, [
        [team.faults.cut > 0 && team.faults.dropped > 0, 'no answer was lost'],
        [ids.length === distinct, `${ids.length - distinct} posts stand in Slack twice`],
        [distinct === cards, `${distinct} of ${cards} cards stand in Slack`],
        [found.inDoubt === 0, `${found.inDoubt} sends stayed in doubt`],
        [found.kills > 0, 'it was never killed'],
      ])
    } finally {
      await team.close()
    }
  },
}

async function tickets(api: ApiClient): Promise<readonly unknown[]> {
  const all: unknown[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { tickets: unknown[]; next: string | null } = await api.get(
      `/v1/tickets?team=${SLACK_TEAM}&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    )
    all.push(...page.tickets)
    cursor = page.next
  }
  return all
}
