/**
 * The pieces of a flow, as traces show them: intake → turn → model → commit → deliver. A turn's flow is that of its
 * first message, whose intake is the root; the other messages of the burst have roots of their own, to which it
 * links. What a person on the team did is a flow from its event on. Deliveries have ids within the flow that caused
 * them, so the process that sends one knows the commit it belongs to. What time itself causes begins with `deliver`.
 */
import type { InboundEvent, InstantAnswer, Outcome } from '../bot/ports/channel.ts'
import type { Commit, LineWork, SendWork } from '../bot/ports/stores.ts'
import type { ReadingCost } from '../bot/ports/understand.ts'
import { clock, trace } from '../kit/tracing.ts'

/** When work on an item began, where tracing was on. */
const begun = new WeakMap<LineWork, number>()

export function traceIntake(answer: InstantAnswer, event: InboundEvent | undefined, from: number): void {
  trace?.({
    name: 'intake',
    flow: answer.event,
    key: 'intake',
    from,
    to: clock(),
    facts: { channel: event?.channel ?? '', what: event?.what ?? '' },
  })
}

export function traceBegin(work: LineWork): void {
  if (trace) begun.set(work, clock())
}

export function traceModel(work: LineWork, from: number, model: string | null, cost: ReadingCost | null): void {
  trace?.({
    name: 'model',
    flow: flowOf(work),
    under: keyOf(work),
    from,
    to: clock(),
    facts: { model: model ?? '', ...(cost ? { tokens_in: cost.tokensIn, tokens_out: cost.tokensOut, calls: cost.calls } : {}) },
    failed: model === null,
  })
}

/** One transaction holds many items; each shows it as its own. */
export function traceCommits(works: readonly LineWork[], results: readonly Commit[], from: number): void {
  if (!trace) return
  const to = clock()
  for (const [i, work] of works.entries()) {
    const result = results[i] ?? 'lost'
    const [flow, { item }] = [flowOf(work), work]
    const shared = { flow, to, facts: { result, items: works.length } }
    trace({ ...shared, name: 'commit', under: keyOf(work), from, ...(result === 'done' ? { key: 'commit' } : {}) })
    const joined = item.is === 'turn' ? item.turn.messages.slice(1) : []
    trace({
      ...shared,
      name: item.is,
      key: keyOf(work),
      under: 'intake',
      from: begun.get(work) ?? from,
      facts:
        item.is === 'turn'
          ? { result, tries: work.tries, reads: item.turn.reads, messages: item.turn.messages.length }
          : { result, what: item.event.what },
      links: joined.map(({ id }) => ({ flow: id, key: 'intake' })),
    })
  }
}

export function traceSend(work: SendWork, outcome: Outcome, from: number): void {
  const [code = ''] = Object.keys(outcome)
  trace?.({
    name: 'deliver',
    flow: work.outgoing.id,
    under: 'commit',
    from,
    to: clock(),
    facts: { channel: work.channel, kind: work.outgoing.kind, outcome: code, tries: work.tries },
    failed: code !== 'sent',
  })
}

function flowOf({ item }: LineWork): string {
  return item.is === 'event' ? item.event.id : (item.turn.messages[0]?.id ?? item.turn.id)
}

/** A turn is read again when newer messages came, and tried again after a crash: each is a span of its own. */
function keyOf({ item, tries }: LineWork): string {
  return item.is === 'event' ? 'event' : `turn-${item.turn.reads}-${tries}`
}
