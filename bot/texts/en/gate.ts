/** The send gate: why a reply waits, and what became of it. */
type Facts = Readonly<Record<string, string | number>>

const KIND: Readonly<Record<string, string>> = {
  phone: 'phone number',
  email: 'e-mail address',
  id: 'identity number',
  card: 'card number',
  address: 'address',
  order: 'order number',
  name: 'name',
  number: 'number',
}

export const gate = {
  amber: 'goes out in a moment',
  red: 'waits for a second person',
  sends: 'Sent at',
  afterwards: 'Then',
  resolves: 'resolves the ticket',
  notResolved: 'The reply has gone out, but the ticket was not resolved: it changed hands, or another reply still waits.',
  why: 'Why',
  reasons: {
    internal: (f: Facts) => `words for inside: ${f['rule:en'] ?? f['rule'] ?? ''}`,
    forbidden: (f: Facts) => `a promise nobody may make: ${f['rule:en'] ?? f['rule'] ?? ''}`,
    'other-customer': (f: Facts) => `${KIND[String(f['kind'])] ?? 'words'} of another customer`,
    'other-ticket': (f: Facts) => `${f['ticket'] ?? 'a ticket'} is not one of this customer’s`,
    mention: (_: Facts) => 'calls a colleague or a room',
    amount: (_: Facts) => 'not the amount of the ticket',
    order: (_: Facts) => 'an earlier reply still waits',
  },
  undone: (agent: string) => `${agent} took the reply back. The customer has not seen it.`,
  approved: (agent: string) => `${agent} approved the reply.`,
  declined: (agent: string, why: string) => `${agent} declined the reply${why ? `: ${why}` : '.'} The customer has not seen it.`,
  ended: 'The ticket has ended, so the reply that waited for approval was taken away. The customer has not seen it.',
  kept: {
    quote: 'Kept as a note, because it quotes. To answer the customer, send it without the quoted lines.',
    unsure: 'Kept as a note, because it could be talk with colleagues. To send it, write “reply: …” with a colon, or press Reply.',
  },
}
