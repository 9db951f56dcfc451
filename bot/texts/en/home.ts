/** An agent's home: what stands on Slack's Home tab. */
export const home = {
  title: (agent: string) => `${agent}’s desk`,
  mine: 'My tickets',
  noMine: 'You have no open tickets.',
  queue: 'Waiting in my teams',
  noQueue: 'Nobody is waiting.',
  risk: 'Promises at risk',
  noRisk: 'No promise breaks within half an hour.',
  more: (count: number, atLeast: boolean) => `… and ${count}${atLeast ? ' or more' : ''} others`,
  open: 'Open',
  figures: { opened: 'New today', resolved: 'Resolved today', resolvedByMe: 'Of these mine' },
}
