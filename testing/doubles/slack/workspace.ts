/** The emulated workspace: its people, channels and our app, as the emulator keeps them. */
import { createEmulator } from 'emulate'

export interface Workspace {
  /** The emulator's own address; ours is the front's. */
  readonly url: string
  readonly team: string
  readonly bot: { readonly id: string; readonly user: string; readonly token: string; readonly app: string }
  person(name: string): { readonly id: string; readonly token: string }
  channel(name: string): string
  api(method: string, args: Readonly<Record<string, unknown>>, token: string): Promise<Readonly<Record<string, unknown>>>
  /** Asks as a person who only looks: it costs the app none of its calls. */
  look(method: string, args: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
  close(): Promise<void>
}

export interface WorkspaceOptions {
  readonly people: readonly string[]
  readonly channels: readonly string[]
  readonly port?: number
}

/** The emulator refuses a token after 5000 calls, and whoever waits for something looks often: then with the next token. */
const LOOKS = 4_000
const LOOKERS = Array.from({ length: 25 }, (_, i) => `xoxb-looks-${i}`)

const BOT = { id: 'B0DESK', user: 'U0DESK', token: 'xoxb-of-the-double', app: 'A0DOUBLE' }

export async function openWorkspace({ people, channels, port = 0 }: WorkspaceOptions): Promise<Workspace> {
  const emulator = await createEmulator({
    service: 'slack',
    port,
    seed: {
      slack: {
        users: people.map((name) => ({ name, real_name: name })),
        channels: channels.map((name) => ({ name })),
        oauth_apps: [
          { app_id: BOT.app, client_id: 'c', client_secret: 's', name: 'desk', bot_id: BOT.id, bot_user_id: BOT.user, bot_name: 'desk' },
        ],
        tokens: [
          ...[BOT.token, ...LOOKERS].map((token) => ({ token, user_id: BOT.user, type: 'bot', bot_id: BOT.id, app_id: BOT.app })),
          ...people.map((name) => ({ token: tokenOf(name), user: name })),
        ],
      },
    },
  })
  const url = emulator.url.replace('localhost', '127.0.0.1')
  const api: Workspace['api'] = async (method, args, token) => {
    const answer = await fetch(`${url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    })
    const body = (await answer.json()) as { ok?: boolean; error?: string }
    if (!body.ok) throw new Error(`${method}: ${body.error ?? answer.status}`)
    return body as Readonly<Record<string, unknown>>
  }
  let looks = 0
  const look: Workspace['look'] = (method, args) => {
    const token = LOOKERS[Math.floor(looks++ / LOOKS)]
    if (!token) throw new Error('somebody looks at Slack more often than the emulator allows')
    return api(method, args, token)
  }
  const { team_id: team } = await api('auth.test', {}, BOT.token)
  const listed = (await api('users.list', {}, BOT.token)) as { members?: { id: string; name: string }[] }
  const rooms = (await api('conversations.list', { limit: 1000 }, BOT.token)) as { channels?: { id: string; name: string }[] }
  return {
    url,
    team: String(team),
    bot: BOT,
    person: (name) => ({ id: found(listed.members, name), token: tokenOf(name) }),
    channel: (name) => found(rooms.channels, name),
    api,
    look,
    close: () => emulator.close(),
  }
}

function tokenOf(name: string): string {
  return `xoxp-${name}`
}

function found(list: readonly { readonly id: string; readonly name: string }[] | undefined, name: string): string {
  const one = list?.find((each) => each.name === name)
  if (!one) throw new Error(`the workspace has no ${name}`)
  return one.id
}
