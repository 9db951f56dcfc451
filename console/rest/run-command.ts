import type { Agent } from '../../bot/domain/conversation.ts'
import type { OutcomeOf } from '../../bot/domain/effect.ts'
import { DeskError, ERRORS, type ErrorCode } from '../../bot/errors.ts'
import { API_COMMANDS } from '../../bot/ports/say.ts'
import { awaitOutcome } from './await-outcome.ts'
import type { RestDeps } from './deps.ts'

const WAIT_MS = 5_000

export interface AgentCommand {
  /** Key or id of the agent who acts. */
  readonly as: string
  readonly command: string
  readonly args: Readonly<Record<string, string | number | boolean>>
  /** The ticket's id; absent for a command that makes one. */
  readonly ticket?: string
  /** The client's own id of the wish: a repeat has the outcome of the first. */
  readonly id: string
  readonly request: string
  /** How the caller came in. */
  readonly entry: string
  /** Id of the agent who signed in: they act as nobody else. */
  readonly self: string | undefined
}

/**
 * Commits a command as the event it is and waits for what comes of it; `outcome` is null when that takes longer than
 * five seconds. Rejects with AGENT_NOT_FOUND, or with the refusal.
 */
export async function runCommand(
  deps: RestDeps,
  { as, command, args, ticket, id, request, entry, self }: AgentCommand,
): Promise<{ readonly event: string; readonly outcome: OutcomeOf | null }> {
  const { outcomes, intake, bell, now = Date.now, waitMs = WAIT_MS } = deps
  const agent = await agentWho(deps, as, command, self)
  const input = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]))
  const begin = async () => {
    const [answer] = await intake({
      events: [
        {
          channel: API_COMMANDS.channel,
          account: API_COMMANDS.account,
          key: keyOf(agent, command, ticket, id),
          at: now(),
          room: { id: API_COMMANDS.room },
          from: { id: agent.id },
          what: 'command',
          files: [],
          mentions: [],
          value: { action: command, input, ...(ticket === undefined ? {} : { ticket }) },
          raw: { request, entry, as: agent.key, command },
        },
      ],
    })
    if (!answer) throw new DeskError('UNEXPECTED', { request })
    return answer.event
  }
  const { event, outcome } = await awaitOutcome(begin, outcomes, bell, waitMs)
  if (outcome && Object.hasOwn(ERRORS, outcome.code)) throw new DeskError(outcome.code as ErrorCode, outcome.facts)
  return { event, outcome }
}

/** The agent of this key or id. Rejects with AGENT_NOT_FOUND, and with NOT_ALLOWED where another one signed in. */
export async function agentWho({ settings }: RestDeps, as: string, command: string, self: string | undefined): Promise<Agent> {
  const agent = await settings.agent(as)
  if (!agent) throw new DeskError('AGENT_NOT_FOUND', { agent: as.slice(0, 60) })
  if (self !== undefined && agent.id !== self) throw new DeskError('NOT_ALLOWED', { command })
  return agent
}

function keyOf(agent: Agent, command: string, ticket: string | undefined, id: string): string {
  return ticket === undefined ? `${command}:${agent.id}:${id}` : `cmd:${ticket}:${agent.id}:${id}`
}
