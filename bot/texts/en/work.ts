/** Work on a ticket beyond taking, replying and resolving: labels under “More”, and what the desk says of it. */
export const work = {
  more: 'More',
  parts: { work: 'Work on it', know: 'Know more', macro: 'Macros' },
  actions: {
    fields: 'Edit fields',
  },
  requiredField: (label: string) => `${label} (required)`,
}
