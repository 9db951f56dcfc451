import type { Claim } from '../../bot/domain/claim.ts'
import type { Turn } from '../../bot/domain/conversation.ts'
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import { DeskError } from '../../bot/errors.ts'
import type { TurnView, Understand } from '../../bot/ports/understand.ts'

type Script = (turn: Turn, view: TurnView) => readonly Claim[]

/**
 * Understands what it is told to understand. Without a script every turn with words is a problem of the
 * config's first category. `fail` makes the next readings reject, `delay` makes them slow.
 */
export class FakeUnderstand implements Understand {
  readonly reads: Turn[] = []
  private script: Script | null = null
  private failures: DeskError[] = []
  private delayMs = 0
  private readonly name: string

  constructor(name = 'fake-1') {
    this.name = name
  }

  says(script: Script | readonly Claim[]): this {
    this.script = typeof script === 'function' ? script : () => script
    return this
  }

  fail(...errors: readonly DeskError[]): this {
    this.failures.push(...errors)
    return this
  }

  delay(ms: number): this {
    this.delayMs = ms
    return this
  }

  version(): string {
    return this.name
  }

  async read(turn: Turn, view: TurnView, config: DeskConfig, signal: AbortSignal) {
    this.reads.push(turn)
    if (this.delayMs > 0) await new Promise((done) => setTimeout(done, this.delayMs))
    if (signal.aborted) throw new DeskError('MODEL_UNREACHABLE', { why: 'aborted' }, signal.reason)
    const failure = this.failures.shift()
    if (failure) throw failure
    return {
      claims: this.script?.(turn, view) ?? plainClaims(turn, config),
      model: this.name,
      cost: { tokensIn: 0, tokensOut: 0, calls: 0 },
    }
  }
}

/** The claims of a reader who takes everything for one problem. */
function plainClaims(turn: Turn, config: DeskConfig): readonly Claim[] {
  const message = turn.messages.find((one) => one.text.trim() !== '')
  const category = config.categories[0]?.key
  if (!message) return []
  const words = { message: message.id, start: 0, end: message.text.length }
  return [
    { about: 'intent', matter: 0, intent: 'problem', confidence: 0.9, words },
    ...(category ? [{ about: 'category', matter: 0, category, confidence: 0.9, others: [], words } as const] : []),
    { about: 'title', matter: 0, title: message.text, summary: message.text, words },
  ]
}
