/**
 * What a team should know about how a ticket's words were read and answered, shown on its card.
 *
 * injection  a message talks to the machine: nothing beyond the ticket was done automatically, a person should look
 * budget     the endpoint's budget is spent, so the built-in model read it
 * picture    it rests on words read from a picture
 * film       it rests on words read from pictures of a film
 * voice      it rests on words heard in a voice message
 * unread     a picture, film or voice message could not be turned into words
 * silent     the desk had said enough within a minute and kept silent: somebody may answer it automatically
 */
export const MARKS = ['injection', 'budget', 'picture', 'film', 'voice', 'unread', 'silent'] as const
export type MarkCode = (typeof MARKS)[number]

/** Those for which a person should look before anything else happens. */
export const CAUTIONS: ReadonlySet<MarkCode> = new Set<MarkCode>(['injection'])

/** What a card asks a person to look at; of the others it is only worth knowing. */
export const TO_CHECK: ReadonlySet<MarkCode> = new Set<MarkCode>([...CAUTIONS, 'silent'])
