/**
 * What the driver knows for itself: an append-only file, one JSON line per thing sent, acknowledged or seen at the
 * platform. The desk's promises are checked against this file, never against what the desk says of itself.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'

export type LedgerEntry =
  /** A customer's message was acknowledged under this id; `token` stands in its text and nowhere else. */
  | { readonly is: 'acked'; readonly token: string; readonly customer: string; readonly message: string; readonly first: boolean }
  /** The same message was sent again and answered; `message` must be the first answer's. */
  | { readonly is: 'again'; readonly token: string; readonly message: string }
  /** An agent's command was acknowledged: decided (`code` ok) or only committed. */
  | { readonly is: 'command'; readonly command: string; readonly ticket: string; readonly status: number; readonly token: string | null }
  /** A remote channel's event was acknowledged. */
  | { readonly is: 'heard'; readonly token: string; readonly message: string | null }
  /** The remote platform showed this delivery to a person. */
  | { readonly is: 'shown'; readonly delivery: string; readonly kind: string }
  | { readonly is: 'killed'; readonly process: number; readonly how: string }
  | { readonly is: 'ready'; readonly process: number; readonly ms: number }

export type Dated<T> = T & { readonly at: number }

export class Ledger {
  readonly file: string
  #acked = 0
  #kills = 0

  constructor(file: string) {
    this.file = file
    writeFileSync(file, '', { flag: 'a' })
  }

  /** Written before anybody goes on: what is not in the file was never acknowledged. */
  add(entry: LedgerEntry): void {
    appendFileSync(this.file, `${JSON.stringify({ ...entry, at: Date.now() })}\n`)
    if (entry.is === 'acked' || entry.is === 'heard' || (entry.is === 'command' && entry.status < 300)) this.#acked++
    if (entry.is === 'killed') this.#kills++
  }

  /** Events acknowledged so far, for progress. */
  get acked(): number {
    return this.#acked
  }

  get kills(): number {
    return this.#kills
  }

  read(): readonly Dated<LedgerEntry>[] {
    return readFileSync(this.file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Dated<LedgerEntry>)
  }
}
