/** Reasons by code, as cards and timelines show them. */
type Facts = Readonly<Record<string, string | number>>

export const reasons = {
  category: (_: Facts) => 'usual for this category',
  urgency: (f: Facts) => `the customer is in a hurry${f['words'] ? ` (“${f['words']}”)` : ''}`,
  mood: (_: Facts) => 'the customer is upset',
  capped: (f: Facts) => `more than ${f['most'] ?? ''} P1 of this customer in a day: please look at it yourself`,
  rule: (f: Facts) => `rule “${f['rule'] ?? ''}”`,
  level: (f: Facts) => `a customer of level “${f['level'] ?? ''}”`,
  agent: (f: Facts) => `set by ${f['agent'] ?? 'an agent'}`,
  unsolved: (_: Facts) => 'the customer says it is not settled',
  complaint: (_: Facts) => 'the customer complains about the same matter',
  'reopen-days-over': (_: Facts) => 'no further word from the customer',
  'not-a-request': (_: Facts) => 'marked as not a request',
  escalated: (_: Facts) => 'escalated',
  'no-answer': (_: Facts) => 'the customer did not answer',
  other: (_: Facts) => '',
}
