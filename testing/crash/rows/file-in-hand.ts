import { PNG } from '../../contracts/channel-stage.ts'
import { pause } from '../fleet.ts'
import { CUSTOMERS_CHANNEL, openSlackTeam, type SlackTeam, TEAM_CHANNEL } from '../load/slack-team.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

/** More often than a file is tried: a death is no try of it. */
const DEATHS = 7
const HIT_MS = 60_000
const DONE_MS = 60_000
/** The emulator counts calls and refuses after so many. */
const LOOK_MS = 1_000
const FILE = 'broken.png'

/** The process dies again and again with the same file of a customer in hand. It is fetched all the same, once, and stands in the thread. */
export const scenario: Scenario = {
  rows: [21],
  title: 'the same file in hand during seven crashes',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, settle } = await stage.set()
    const team = await openSlackTeam(home)
    team.slack.front.faults.always = () => null
    try {
      const env = { ...team.env, SLACK_PACE_MS: '0' }
      const first = await fleet.start(0, { env })
      await team.join(first)
      team.slack.target = (request) => {
        const { pathname } = new URL(request.url)
        return fetch(new Request(`${fleet.any(0)?.url}${pathname}`, request))
      }
      await fleet.kill(0, 'before the file')
      const armed = { env, failpoint: 'after_fetch_before_settle' }
      await fleet.start(0, armed)
      const picture = { name: FILE, mime: 'image/png', bytes: PNG }
      await team.slack.people.say({ as: 'alice', channel: CUSTOMERS_CHANNEL, text: '我买的水壶漏水了，见图', files: [picture] })
      const wanted = stage.rounds(2, DEATHS)
      let deaths = (await fleet.killedItself(0, HIT_MS)) ? 1 : 0
      for (; deaths > 0 && deaths < wanted; deaths++) {
        if (!(await fleet.startToDie(0, armed, HIT_MS))) break
        stage.progress(`death ${deaths + 1}/${wanted}`)
      }
      await fleet.start(0, { env })
      for (const end = Date.now() + DONE_MS; (await shown(team)) === 0 && Date.now() < end; ) await pause(LOOK_MS)
      const found = await settle()
      const times = await shown(team)
      return judge(found, { deaths }, [
        [deaths === wanted, `it died ${deaths} times`],
        [times === 1, `the file stands in the team's room ${times} times`],
      ])
    } finally {
      await team.close()
    }
  },
}

/** How often the file stands in the room of the team. */
async function shown({ slack }: SlackTeam): Promise<number> {
  const files = (await slack.people.messages(TEAM_CHANNEL)).flatMap((message) => (message['files'] ?? []) as readonly { name: string }[])
  return files.filter(({ name }) => name === FILE).length
}
