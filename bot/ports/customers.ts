/** Customers as other systems know them: what they are to the shop. */
import type { Customer } from '../domain/conversation.ts'

export interface KnownCustomer extends Customer {
  readonly level: string | null
  readonly identities: readonly { readonly channel: string; readonly account: string; readonly external: string }[]
}

export interface Customers {
  /** Null: nobody has that id. */
  customer(id: string): Promise<KnownCustomer | null>
  /** Who an account of a platform knows by this id; nobody, or one. */
  known(place: { readonly channel: string; readonly account: string; readonly external: string }): Promise<readonly KnownCustomer[]>
  /** False: nobody has that id. Cards of the customer's tickets are drawn anew. */
  setLevel(id: string, level: string | null): Promise<boolean>
}
