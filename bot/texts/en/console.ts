/** Smaller words of the console's answers: how a rule reads, and why something waits for a person. */
export const consoleWords = {
  rule: {
    always: 'any ticket that no other rule fits',
    category: (keys: string) => `category is ${keys}`,
    priority: (keys: string) => `priority is ${keys}`,
    mood: (keys: string) => `mood is ${keys}`,
    lang: (keys: string) => `language is ${keys}`,
    channel: (keys: string) => `channel is ${keys}`,
    contains: (words: string) => `the words hold ${words}`,
    and: ', and ',
    or: ' or ',
    to: (when: string, team: string) => `${when} → ${team}`,
    gone: 'This rule is no longer in the settings.',
  },
  /** What a customer wants with a part of what they said. */
  intents: {
    problem: 'has a problem',
    answer: 'answers a question',
    correction: 'corrects something',
    chase: 'wants it to go faster',
    unsolved: 'is not settled',
    thanks: 'says thanks',
    smalltalk: 'small talk',
    human: 'wants a person',
    progress: 'asks how it stands',
  },
  person: {
    unparsed: (channel: string) => `Something from ${channel} that could not be read`,
    delivery: (kind: string, channel: string) => `${kind} to ${channel}`,
    turn: 'What a customer said',
    event: (what: string) => `What somebody did in a team room (${what})`,
    kinds: { text: 'A message', ping: 'A message', menu: 'A question', media: 'A file', card: 'A card', whisper: 'A hint' },
  },
  personWhy: {
    shape: 'It has a form the desk does not know.',
    orphan: 'It changes a message the desk does not know, or that somebody else wrote.',
    'no-answer': 'The platform did not answer, so it may have arrived.',
    crash: 'The desk stopped while it was being sent, so it may have arrived.',
    restore: 'The desk was restored from a backup; the one before may have done it since.',
    worn: 'It failed five times.',
    unknown: 'It failed.',
  },
}
