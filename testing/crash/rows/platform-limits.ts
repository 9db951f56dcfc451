import { pause } from '../fleet.ts'
import { openSlackTeam, type SlackTeam } from '../load/slack-team.ts'
import { BOTH, judge, type Scenario } from '../scenario.ts'

/** What the desk keeps to, and what the double allows: the desk must run into the limit. */
const PACE_MS = 50
const ALLOWED = { posts: 6, withinMs: 2_000, waitSeconds: 1 }
/** A call on its way, or claimed, when the limit was told is no disobedience. */
const UNDER_WAY_MS = 500
const EACH = 5
/** So long apart that most words are a turn of their own, and a post. */
const BETWEEN_MS = 300
const TEAM_MS = 600_000
const STILL_MS = 5_000
/** Longer than the desk waits before it tries a refused token again. */
const REFUSED_MS = 130_000
const CALLS_A_MINUTE = 3
const TOKEN = /\b20\d{9}\b/g

/** A platform with a limit, which later takes our token no more: nothing is lost, said in another order, or asked again before its time; one alert, and all is sent when the token is taken again. */
export const scenario: Scenario = {
  rows: [46, 47, 49],
  title: 'posts to a Slack that limits them, then refuses our token',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    const team = await openSlackTeam(home)
    try {
      const desk = await fleet.start(0, { env: { ...team.env, SLACK_PACE_MS: String(PACE_MS) } })
      await team.join(desk)
      const limit = keepLimit(team)
      const people = stage.rounds(8, 100)
      const said: string[][] = []
      const person = async () => {
        for (let words = customers.fresh(); said.length < people; words = customers.fresh()) {
          const tokens: string[] = [words.token]
          said.push(tokens)
          await customers.say(words)
          for (let i = 1; i < EACH; i++) {
            const more = customers.more(words.customer)
            tokens.push(more.token)
            await pause(BETWEEN_MS)
            await customers.say(more)
          }
        }
      }
      await Promise.all(Array.from({ length: 4 }, person))
      await shown(team, said.flat(), stage.progress)
      const [limited, early] = [limit.limited, limit.early]
      const missing = missingOf(team, said.flat()).length
      const inversions = outOfOrder(team)

      // Our token is taken away: the longest wait of this scenario, so on lane P it is left out.
      let [calls, alerts, late] = [0, 1, 0]
      if (stage.lane === 'N') {
        team.slack.front.faults.always = () => ({ error: 'token_revoked' })
        const before = team.slack.front.calls.length
        const words = Array.from({ length: 20 }, () => customers.fresh())
        for (const each of words) await customers.say(each)
        await pause(REFUSED_MS)
        calls = ((team.slack.front.calls.length - before) * 60_000) / REFUSED_MS
        team.slack.front.faults.always = () => null
        const tokens = words.map(({ token }) => token)
        await shown(team, tokens, stage.progress)
        late = missingOf(team, tokens).length
        alerts = desk.output().split('Slack refuses our token').length - 1
      }
      const found = await settle(() => untilStill(team))
      const posts = postsOf(team).length
      return judge(found, { posts, limited, callsWhileRefused: Math.round(calls * 10) / 10 }, [
        [limited > 0, 'the limit was never met'],
        [early === 0, `${early} posts came before their time`],
        [missing === 0, `${missing} words never came`],
        [inversions === 0, `${inversions} threads out of order`],
        [calls <= CALLS_A_MINUTE, `${calls} calls a minute with a token that is refused`],
        [alerts === 1, `${alerts} alerts`],
        [late === 0, `${late} words never came after the token was taken again`],
      ])
    } finally {
      await team.close()
    }
  },
}

/** Answers 429 to posts beyond what is allowed, and counts those that come although they were told when. */
function keepLimit({ slack }: SlackTeam): { limited: number; early: number } {
  const seen = { limited: 0, early: 0 }
  let taken: number[] = []
  let toldAt = 0
  slack.front.faults.always = (method) => {
    if (method !== 'chat.postMessage') return null
    const now = Date.now()
    const since = now - toldAt
    if (since < ALLOWED.waitSeconds * 1_000) {
      if (since > UNDER_WAY_MS) seen.early++
      return { limited: ALLOWED.waitSeconds }
    }
    taken = taken.filter((at) => now - at < ALLOWED.withinMs)
    if (taken.length < ALLOWED.posts) {
      taken.push(now)
      return null
    }
    seen.limited++
    toldAt = now
    return { limited: ALLOWED.waitSeconds }
  }
  return seen
}

/** What stands in Slack, in the order it was posted: the words in it, and the thread; null for a card. */
function postsOf({ slack }: SlackTeam): readonly { readonly thread: string | null; readonly tokens: readonly string[] }[] {
  return slack.front.calls
    .filter(({ method, answer }) => method === 'chat.postMessage' && answer?.['ok'] === true)
    .map(({ args }) => ({ thread: (args['thread_ts'] as string | undefined) ?? null, tokens: JSON.stringify(args).match(TOKEN) ?? [] }))
}

function missingOf(team: SlackTeam, tokens: readonly string[]): readonly string[] {
  const there = new Set(postsOf(team).flatMap((post) => post.tokens))
  return tokens.filter((token) => !there.has(token))
}

/** Threads, each of one customer, where something said later was shown first. A card shows what is wanted when it is drawn. */
function outOfOrder(team: SlackTeam): number {
  const threads = Map.groupBy(postsOf(team), ({ thread }) => thread)
  threads.delete(null)
  return [...threads.values()].filter((posts) => {
    const shown = [...new Set(posts.flatMap(({ tokens }) => tokens))]
    return shown.some((token, i) => i > 0 && token < (shown[i - 1] ?? ''))
  }).length
}

/** What was put off is not due meanwhile: the last of it has been posted when nothing comes for longer than that. */
async function untilStill({ slack }: SlackTeam): Promise<void> {
  for (let seen = -1; seen !== slack.front.calls.length; await pause(STILL_MS)) seen = slack.front.calls.length
}

async function shown(team: SlackTeam, tokens: readonly string[], progress: (text: string) => void): Promise<void> {
  for (const end = Date.now() + TEAM_MS; Date.now() < end; await pause(500)) {
    const missing = missingOf(team, tokens).length
    progress(`${tokens.length - missing}/${tokens.length} words shown`)
    if (missing === 0) return
  }
}
