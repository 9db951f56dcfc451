/**
 * Slack without an account: the emulator holds the workspace, this adds its people, who say and press things that
 * reach the desk as Slack brings them: signed over HTTP, or over Socket Mode where a client is connected.
 */
import { type Brought, createDeliveries, SLACK_RETRY_MS, type Target } from './deliveries.ts'
import { type Front, openFront } from './front.ts'
import { People } from './people.ts'
import { type EnvelopeType, SocketMode } from './socket-mode.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

export interface SlackDoubleOptions {
  readonly people?: readonly string[]
  readonly channels?: readonly string[]
  /** Milliseconds Slack waits for an answer. */
  readonly answerMs?: number
  readonly retryMs?: readonly number[]
  readonly port?: number
}

export interface SlackDouble {
  readonly workspace: Workspace
  readonly front: Front
  readonly sockets: SocketMode
  readonly people: People
  readonly signingSecret: string
  readonly appToken: string
  /** For SLACK_API_URL. */
  readonly url: string
  /** Where events go; Socket Mode comes first where a client is connected. */
  target: Target | null
  /** Brings an event of the Events API, again by Slack's schedule unless `once`. */
  bring(event: object, once?: boolean): Promise<Brought>
  readonly raw: ReturnType<typeof createDeliveries>['raw']
  close(): Promise<void>
}

const ANSWER_MS = 3_000

export async function openSlackDouble(options: SlackDoubleOptions = {}): Promise<SlackDouble> {
  const { people: names = ['alice', 'bob'], channels = ['support'], answerMs = ANSWER_MS, retryMs = SLACK_RETRY_MS } = options
  const signingSecret = 'signing-secret-of-the-double'
  const appToken = 'xapp-of-the-double'
  const workspace = await openWorkspace({ people: names, channels })
  const sockets = new SocketMode(answerMs)
  const front = await openFront({ workspace, sockets, appToken, ...(options.port === undefined ? {} : { port: options.port }) })
  const deliveries = createDeliveries({ signingSecret, target: () => double.target, answerMs, retryMs })

  const socket = async (type: EnvelopeType, payload: object, retries: readonly number[]): Promise<Brought> => {
    let acked = await sockets.bring(type, payload)
    let tries = 1
    for (const wait of retries) {
      if (acked.accepted) break
      await new Promise((resolve) => setTimeout(resolve, wait))
      acked = await sockets.bring(type, payload, tries, 'timeout')
      tries++
    }
    return { ...acked, status: acked.accepted ? 200 : 0, tries }
  }
  const connected = () => sockets.connections.length > 0
  const bring = (event: object, once = false) =>
    connected() ? socket('events_api', event, once ? [] : retryMs) : deliveries.event(event, once)
  const people = new People(workspace, front, {
    event: bring,
    interaction: (payload) => (connected() ? socket('interactive', payload, []) : deliveries.interaction(payload)),
    slash: (fields) => (connected() ? socket('slash_commands', fields, []) : deliveries.slash(fields)),
  })
  const double: SlackDouble = {
    workspace,
    front,
    sockets,
    people,
    signingSecret,
    appToken,
    url: front.url,
    target: null,
    bring,
    raw: deliveries.raw,
    close: async () => {
      await front.close()
      await workspace.close()
    },
  }
  return double
}
