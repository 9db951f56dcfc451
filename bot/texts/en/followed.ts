/** What is said when words that were read already are changed or taken back. */
export const followed = {
  customerChanged: (customer: string, text: string) => `✏️ ${customer} changed a message. It now says:\n${text}`,
  customerTookBack: (customer: string, was: string) => `↩️ ${customer} took back a message${was ? `: “${was}”` : '.'}`,
  alreadySent:
    'The customer already has this reply, so changing or deleting it here changes nothing for them. Send another reply to put it right.',
  amended: (agent: string) => `${agent} changed a reply. The customer sees the new words in its place.`,
  corrected: (agent: string) => `${agent} changed a reply the customer already has. The new words go to the customer as a correction.`,
  takenBack: (agent: string) => `${agent} deleted a reply. It is taken away where the customer reads it, too.`,
  correctedInstead: (agent: string) =>
    `What ${agent} changed could no longer be changed where the customer reads it. The new words go to the customer as a correction.`,
  stays: (agent: string) =>
    `${agent} changed or deleted a reply here that the customer already has. The customer still sees it as it was sent.`,
}
