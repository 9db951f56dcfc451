/** What the desk says to the team: in threads, in rooms, to one person. */
export const team = {
  taken: (agent: string) => `${agent} took the ticket.`,
  released: (agent: string) => `${agent} handed the ticket back.`,
  transferred: (agent: string, to: string, why: string) => `${agent} transferred the ticket to ${to}${why ? `: ${why}` : '.'}`,
  resolvedBy: (agent: string) => `${agent} resolved the ticket.`,
  reopenedBy: (who: string) => `${who} reopened the ticket.`,
  rejectedBy: (agent: string) => `${agent} marked this as not a request.`,
  wantsHuman: (customer: string) => `${customer} asks for a person.`,
  chasing: (customer: string) => `${customer} is waiting and asks you to hurry.`,
  answered: (fields: string) => `The customer added: ${fields}`,
  rated: (customer: string, rating: number) => `${customer} rated ${'★'.repeat(rating)}${'☆'.repeat(5 - rating)} (${rating}/5).`,
  badRating: (number: string, customer: string, rating: number, title: string, owner: string) =>
    `⚠ Bad rating ${rating}/5 for ${number} from ${customer}\n${title}${owner ? `\nHandled by ${owner}` : ''}`,
  promiseBroken: (number: string, promise: string, title: string, teamName: string, owner: string) =>
    `⏰ Promise broken: ${promise} of ${number} (${teamName}${owner ? `, ${owner}` : ', nobody has taken it'})\n${title}`,
  promiseBrokenHere: (promise: string) => `⏰ The promise “${promise}” to the customer is broken. The manager has been told.`,
  replyFailed: 'The reply did not reach the customer. Use the buttons to try again, change it or drop it.',
  someCustomer: 'The customer',
  promise: { 'first-response': 'first response', 'next-response': 'next response', resolution: 'resolution' },
  help: 'Talk in the thread stays inside the team. To answer the customer press “Reply”, or start your message with “reply …” (回复 …). A reply that waits: undo, edit: [new words]; approve or decline it as a second person. To make a ticket: “@desk ticket …”, 🎫 on a message, or /ticket. Of a reply that got stuck: retry, drop; delete-reply takes back what the customer has, where it can be. About the ticket: category <key>, category-right, field <name>: <value>. Also: take, resolve [what was done], release, transfer <team>, reject, reopen, snooze <2h>, remind <tomorrow 9am> [what of], escalate [why], merge <T-1>, link <T-1>, tag <name>, untag <name>, level <vip>, watch, unwatch, macro <name>, priority <P1>; and for you alone: why, timeline, history, summary.',
}
