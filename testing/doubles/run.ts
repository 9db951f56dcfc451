/**
 * `npm run doubles`: plays the platforms on this machine, so that anybody can develop against them without an
 * account. Prints the settings for a desk; then takes lines such as `alice support: hello` and says them.
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { openSlackDouble } from './slack/slack-double.ts'

const { values } = parseArgs({
  options: { desk: { type: 'string', default: 'http://127.0.0.1:3000' }, port: { type: 'string', default: '4010' } },
})

const CHANNELS = ['after-sales', 'logistics', 'general', 'managers', 'customers']
const PEOPLE = ['alice', 'bob', 'lin', 'shen']

const slack = await openSlackDouble({ people: PEOPLE, channels: CHANNELS, port: Number(values.port) })
slack.target = `${values.desk}/slack/events`
const { workspace, people } = slack

console.log(`Slack, played at ${slack.url}. Settings for a desk:

SLACK_BOT_TOKEN=${workspace.bot.token}
SLACK_SIGNING_SECRET=${slack.signingSecret}
SLACK_API_URL=${slack.url}
# or, over Socket Mode: SLACK_APP_TOKEN=${slack.appToken}

Rooms and people for desk.yaml (account ${workspace.team}):
${CHANNELS.map((name) => `  #${name}: { channel: slack, account: ${workspace.team}, room: ${workspace.channel(name)} }`).join('\n')}
${PEOPLE.map((name) => `  ${name}: { channel: slack, account: ${workspace.team}, id: ${workspace.person(name).id} }`).join('\n')}

What is in the workspace: ${workspace.url}
Say something:   alice customers: my parcel has not come
In a thread:     lin after-sales <ts>: reply it is on its way
Press a button:  lin after-sales <ts> take
Fill in a form:  lin = some text
`)

for await (const line of createInterface({ input: process.stdin })) {
  try {
    const answer = await act(line.trim())
    if (answer !== null) console.log(answer)
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error))
  }
}
await slack.close()

async function act(line: string): Promise<string | null> {
  const said = /^(\S+) (\S+?)(?: (\d+\.\d+))?: (.+)$/.exec(line)
  if (said) {
    const [, as = '', channel = '', thread, text = ''] = said
    const event = await people.write({ as, channel, text, ...(thread ? { thread } : {}) })
    // A desk that does not answer is told again for minutes, as Slack does.
    void slack.bring(event).then(({ accepted, tries }) => console.log(accepted ? `taken, try ${tries}` : 'given up'))
    return String((event['event'] as { ts: string }).ts)
  }
  const pressed = /^(\S+) (\S+) (\d+\.\d+) ([\w:-]+)$/.exec(line)
  if (pressed) {
    const [, as = '', channel = '', ts = '', action = ''] = pressed
    const before = slack.front.views.length
    const { accepted } = await people.press({ as, channel, ts, action })
    return `${accepted ? 'taken' : 'not taken'}${slack.front.views.length > before ? '; a form is open' : ''}`
  }
  const filled = /^(\S+) = (.*)$/.exec(line)
  if (filled) {
    const [, as = '', answer = ''] = filled
    const { accepted, body } = await people.submit(as, answer)
    return `${accepted ? 'taken' : 'not taken'} ${body === null ? '' : JSON.stringify(body)}`
  }
  return line === '' ? null : 'I do not understand that line.'
}
