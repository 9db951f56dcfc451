/** Reads the dialogue sets into one shape: what the customer said, and the values a support desk cares about. */
import { z } from 'zod'
import type { Kind } from './extract-peers.ts'
import { readRows } from './rows.ts'

export interface Gold {
  readonly kind: Kind
  /** The same value as it may be written. */
  readonly values: readonly string[]
}

export interface Dialogue {
  readonly turns: readonly string[]
  readonly gold: readonly Gold[]
}

/** Names of slots, by what they hold; a slot that fits none is not the desk's business. */
const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^(?:name|person_name|recipient_name)$/, 'name'],
  [/^(?:phone_?number|phone|电话)$/, 'phone'],
  [/^email(?:_address)?$/, 'email'],
  [/^(?:address|street_address|地址)$/, 'address'],
  [/date$/, 'date'],
  [/^(?:order_id|invoice_id|booking_confirmation_number|account_number|card_number|policyid|claimid|account_id)$/, 'id'],
  [/^(?:cost|charge_amount|transferamount|transfer_amount|refund_amount|price|amount|门票|人均消费|价格)$/, 'amount'],
]

const Slots = z.record(z.string(), z.array(z.string()))
const Row = z.union([
  z.object({ text: z.string(), entities: z.array(z.object({ type: z.string(), value: z.string() })) }),
  z.object({ turns: z.array(z.object({ text: z.string(), slots: z.array(z.object({ slot: z.string(), value: z.string() })) })) }),
  z.object({ turns: z.array(z.object({ role: z.string(), text: z.string() })), final_slots: z.record(z.string(), Slots) }),
  z.object({ turns: z.array(z.object({ role: z.string(), text: z.string() })), user_informed: z.record(z.string(), Slots) }),
])

export async function readDialogues(file: string): Promise<readonly Dialogue[]> {
  const rows = await readRows(file, Row)
  return rows.map((row): Dialogue => {
    if ('entities' in row) return { turns: [row.text], gold: row.entities.flatMap(({ type, value }) => goldOf(type, [value])) }
    const bySlot = 'final_slots' in row ? row.final_slots : 'user_informed' in row ? row.user_informed : null
    if (bySlot && 'turns' in row) {
      const turns = row.turns.flatMap((turn) => ('role' in turn && turn.role === 'user' ? [turn.text] : []))
      return {
        turns,
        gold: Object.values(bySlot).flatMap((slots) => Object.entries(slots).flatMap(([slot, values]) => goldOf(slot, values))),
      }
    }
    const turns = row.turns.flatMap((turn) => ('slots' in turn ? [turn] : []))
    return {
      turns: turns.map((turn) => turn.text),
      gold: turns.flatMap((turn) => turn.slots.flatMap(({ slot, value }) => goldOf(slot, [value]))),
    }
  })
}

function goldOf(slot: string, values: readonly string[]): readonly Gold[] {
  const kind = KINDS.find(([pattern]) => pattern.test(slot))?.[1]
  return kind ? [{ kind, values: values.filter((one) => one !== 'dontcare' && one !== '免费') }].filter((one) => one.values.length > 0) : []
}
