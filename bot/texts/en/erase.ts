/** What `npm run erase` says at a terminal. */
export const erase = {
  usage: 'say whom: npm run erase -- --customer <id> (32 digits, as GET /v1/tickets/T-… shows under customer.id)',
  dry: 'Nothing was changed. This is what would be erased; add --yes to do it. It cannot be taken back.',
  done: 'Erased. What stands on platforms is theirs: delete it there, too. A backup made before still has it: erase again after restoring one.',
  active: (n: number) => `${n} tickets of this customer are still being worked on; they stay open, without words.`,
  left: (n: number) => `${n} files could not be removed from the store. Remove them there:`,
}
