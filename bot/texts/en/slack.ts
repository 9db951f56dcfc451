/** The few words of Slack's own windows; all else there is worded like everywhere. */
export const slack = {
  cancel: 'Cancel',
  send: 'Send',
  look: 'Preview',
  empty: 'Please write something.',
  wrong: (label: string) => `“${label}” does not look right. Please check it.`,
}
