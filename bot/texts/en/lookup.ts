/** What other systems say about a ticket, on its card. */
export const lookup = {
  waiting: 'looking it up…',
  absent: (asked: string) => (asked ? `not found: ${asked}` : 'not found'),
  adds: (label: string, found: string) => `${label} ${found}`,
  agrees: (label: string, found: string) => `✓ ${label} ${found}`,
  differs: (label: string, found: string, said: string) => `⚠ ${label}: ${found} there, ${said} here`,
  failed: {
    timeout: 'did not answer in time; press “Look up again”',
    unreachable: 'cannot be reached; press “Look up again” later',
    refused: 'refused to answer; ask an admin to check the lookup’s address and headers',
    redirected: 'sent us elsewhere, which is not followed; ask an admin to check the lookup’s address',
    'too-large': 'answered with far too much; ask an admin to check the lookup’s address',
    'not-json': 'answered with something that is no JSON; ask an admin to check the lookup’s address',
    misconfigured: 'could not be asked: the value does not fit the address, or a LOOKUP_… variable is not set',
  },
  refresh: 'Look up again',
}
