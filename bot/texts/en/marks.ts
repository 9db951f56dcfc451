import type { MarkCode } from '../../domain/mark.ts'

/** How a ticket's words were read, as its card says it. */
export const marks = {
  /** The label of what a person should look at, and of what is only worth knowing. */
  check: 'Please check',
  note: 'How it was read',
  codes: {
    injection: 'a message talks to the machine, so nothing was done by itself; please read it before you act on it',
    budget: 'by the built-in model: the budget for the language model is spent',
    picture: 'words were read from a picture',
    film: 'words describe what a film shows',
    voice: 'words were heard in a voice message',
    unread: 'a picture, film or voice message could not be turned into words',
    silent:
      'so many messages within a minute that the desk stopped answering for a while; the customer’s side may be answering automatically',
  } satisfies Readonly<Record<MarkCode, string>> as Readonly<Record<MarkCode, string>>,
}
