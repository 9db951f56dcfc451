/** Every failure in plain words: what happened, and what to do about it. */
import type { ErrorCode, ErrorFacts } from '../../errors.ts'
import { whyNoBackup } from './backup.ts'

export interface ErrorText {
  readonly title: string
  readonly detail: (facts: ErrorFacts) => string
}

export const errors: Readonly<Record<ErrorCode, ErrorText>> = {
  TICKET_NOT_FOUND: {
    title: 'Ticket not found',
    detail: (f) => `There is no ticket ${f['number'] ?? 'of that number'}. Check the number and try again.`,
  },
  TICKET_ALREADY_TAKEN: {
    title: 'Already taken',
    detail: (f) =>
      `${f['agent'] || 'Someone else'} was faster and has this ticket. Talk to them in the thread, or ask them to hand it back.`,
  },
  TICKET_NOT_TAKEN: { title: 'Nobody has this ticket yet', detail: () => 'Take the ticket first, then try again.' },
  TICKET_ENDED: {
    title: 'The ticket has ended',
    detail: () => 'This ticket is resolved, closed, merged or rejected. Reopen it first, or open a new one.',
  },
  TICKET_NOT_ENDED: {
    title: 'The ticket is still open',
    detail: () => 'Only a ticket that has ended can be reopened. There is nothing to do.',
  },
  TICKET_UNCHANGED: { title: 'Nothing to change', detail: () => 'The ticket is already as you want it.' },
  CARD_OUTDATED: {
    title: 'The card is out of date',
    detail: () => 'The ticket has changed since this card was drawn. Look at the new card and press again if you still want it.',
  },
  MESSAGE_NOT_FOUND: {
    title: 'Not found',
    detail: () => 'This message or item is gone, or somebody has dealt with it already. Load the page again.',
  },
  CONVERSATION_NOT_FOUND: {
    title: 'Conversation not found',
    detail: () => 'There is no such conversation here. Use the id that came with the answer to POST /v1/messages, or leave it out.',
  },
  CUSTOMER_NOT_FOUND: {
    title: 'No such customer',
    detail: () => 'This desk knows no customer with that id. Look it up in one of their tickets.',
  },
  MESSAGE_UNHEARD: {
    title: 'The desk did not hear that message',
    detail: () =>
      'The desk only knows messages said while it was in the channel. Use the shortcut on the message, which brings its words along, or write “@bot ticket …”.',
  },
  CUSTOMER_AMBIGUOUS: {
    title: 'Which customer?',
    detail: (f) =>
      `Several customers are called ${f['customer'] ? `“${f['customer']}”` : 'so'}. Give the customer’s id, or the number of one of their tickets.`,
  },
  CUSTOMER_UNREACHABLE: {
    title: 'Nowhere to write to',
    detail: () =>
      'This customer has never written to the desk, so nothing can be sent. Call or write to them yourself, and keep a note here.',
  },
  AGENT_NOT_FOUND: {
    title: 'Agent not found',
    detail: (f) => `No agent has the key or id ${f['agent'] ? `“${f['agent']}”` : 'given'}. GET /v1/playground and desk.yaml list them.`,
  },
  TEAM_NOT_FOUND: {
    title: 'Team not found',
    detail: (f) =>
      `There is no team ${f['team'] ? `“${f['team']}”` : 'of that name'}. Use a team’s key or its name as it stands in the settings.`,
  },
  CATEGORY_NOT_FOUND: {
    title: 'Category not found',
    detail: (f) => `There is no category ${f['category'] ? `“${f['category']}”` : 'of that key'}. Choose one of the list.`,
  },
  FIELD_NOT_FOUND: {
    title: 'Field not found',
    detail: (f) => `There is no field ${f['field'] ? `“${f['field']}”` : 'of that key'}. Choose one of the settings.`,
  },
  TICKET_SAME: {
    title: 'The same ticket',
    detail: () => 'A ticket cannot be merged into itself or linked with itself. Name another number.',
  },
  TICKET_OF_ANOTHER: {
    title: 'Another customer’s ticket',
    detail: (f) =>
      `${f['number'] ?? 'That ticket'} is another customer’s, and one customer must not read what is the other’s. Link the two instead.`,
  },
  OTHER_TICKET_ENDED: {
    title: 'The other ticket has ended',
    detail: (f) => `${f['number'] ?? 'The other ticket'} has ended, so nothing can go on in it. Reopen it first, or name another.`,
  },
  LEVEL_NOT_FOUND: {
    title: 'Level not found',
    detail: (f) =>
      `There is no level${f['level'] ? ` “${f['level']}”` : ''}. Use one of the levels of the configuration (desk.yaml), or “none”.`,
  },
  TAG_NOT_FOUND: {
    title: 'Tag not found',
    detail: (f) => `There is no tag ${f['tag'] ? `“${f['tag']}”` : 'of that name'}. Use one of the tags in the settings (desk.yaml).`,
  },
  MACRO_NOT_FOUND: {
    title: 'Macro not found',
    detail: (f) =>
      `There is no macro ${f['macro'] ? `“${f['macro']}”` : 'of that name'}. Use one of the macros in the settings (desk.yaml).`,
  },
  MACRO_INCOMPLETE: {
    title: 'Something is still open',
    detail: (f) =>
      `Nothing is known for ${f['place'] ?? 'a place in the text'}, so nothing was done. Open the macro from the card and fill it in.`,
  },
  TIME_WRONG: {
    title: 'Time not understood',
    detail: (f) => `“${f['time'] ?? ''}” is no time to come within 90 days. Write for example 2h, tomorrow 9am, or 2026-02-01 8:15.`,
  },
  FIELD_WRONG: {
    title: 'Value not of its kind',
    detail: (f) => `“${f['value'] ?? ''}” is no value for ${f['field'] ?? 'this field'}, so nothing was changed. Check it and try again.`,
  },
  COMMAND_UNKNOWN: {
    title: 'Command not known',
    detail: (f) => `The desk knows no command ${f['command'] ? `“${f['command']}”` : 'of that name'}. Send “help” to see what it knows.`,
  },
  COMMAND_INCOMPLETE: {
    title: 'Something is missing',
    detail: (f) => `The command needs ${f['needs'] ? `“${f['needs']}”` : 'more'}. Add it and try again.`,
  },
  NOT_ALLOWED: {
    title: 'Not allowed',
    detail: (f) =>
      f['why'] === 'cross-origin'
        ? 'This came from another web site, so nothing was done. Use the desk’s own pages.'
        : f['why'] === 'area'
          ? 'Your role does not give you this. Ask somebody who manages the desk.'
          : 'Your role or team does not allow this on this ticket. Ask a lead, or somebody of the team that has it.',
  },
  NOT_SIGNED_IN: {
    title: 'Please sign in',
    detail: () =>
      'Sign in at /login, or send “Authorization: Bearer” with the API token. The token stands in DATA_DIR/api-token unless you have set API_TOKEN.',
  },
  TOKEN_INVALID: {
    title: 'The button is not valid',
    detail: () => 'What was pressed was not made by this desk, or is too old. Load the page again and press once more.',
  },
  REPLY_STILL_WAITING: {
    title: 'A reply still waits',
    detail: () => 'Another reply of this ticket waits at the gate. Approve, send or take it back first; then resolve.',
  },
  REPLY_STAYS: {
    title: 'The reply cannot be taken back',
    detail: () => 'The customer already has it, and nothing can be taken back where they read it. Send another reply to put it right.',
  },
  REPLY_NOT_WAITING: { title: 'The reply is no longer waiting', detail: () => 'It was sent or dropped already. There is nothing to do.' },
  REPLY_NEEDS_ANOTHER: {
    title: 'A second person is needed',
    detail: () => 'Nobody approves their own reply. Ask a lead or another agent of the team, or rewrite it.',
  },
  INPUT_INVALID: {
    title: 'Not understood',
    detail: (f) =>
      `What was sent does not have the expected form${f['where'] ? ` at “${f['where']}”` : ''}${f['why'] ? `: ${f['why']}` : ''}. /v1/openapi.json describes it.`,
  },
  INPUT_TOO_LARGE: {
    title: 'Too large',
    detail: (f) => `That is more than the desk takes at once${f['max'] ? ` (at most ${f['max']})` : ''}. Shorten it or send it in parts.`,
  },
  INPUT_CONFLICT: {
    title: 'Id used already',
    detail: () => 'Another text was sent with the same id before, so nothing was changed. Use a new id for a new message.',
  },
  ROUTE_NOT_FOUND: {
    title: 'No such address',
    detail: (f) => `There is nothing at ${f['path'] ?? 'this address'}. /v1/openapi.json lists what there is.`,
  },
  FILE_TYPE_REFUSED: {
    title: 'Kind of file not taken',
    detail: () => 'The desk does not take this kind of file. Send a picture, a PDF or a plain document.',
  },
  CHANNEL_UNKNOWN: {
    title: 'Channel not known',
    detail: (f) =>
      `${f['channel'] ? `“${f['channel']}”` : 'That'} cannot be used as the name of a remote channel. Use 2 to 31 small letters, digits or hyphens that no built-in channel has.`,
  },
  CHANNEL_RATE_LIMITED: {
    title: 'The platform asks to slow down',
    detail: () => 'The chat platform takes no more messages for now. The desk tries again by itself.',
  },
  CHANNEL_UNREACHABLE: {
    title: 'The platform did not answer',
    detail: () => 'The chat platform could not be reached. Check the network, then try again.',
  },
  CHANNEL_REJECTED: {
    title: 'The platform refused',
    detail: () => 'The chat platform did not take the message. Its text, file or receiver may not be allowed; change it and try again.',
  },
  MODEL_UNREACHABLE: {
    title: 'The model did not answer',
    detail: () => 'The model’s server could not be reached. Messages are read with the built-in rules meanwhile.',
  },
  MODEL_ANSWER_INVALID: {
    title: 'The model’s answer makes no sense',
    detail: () => 'The model answered in a form the desk cannot use. The message is read again, or with the built-in rules.',
  },
  MODEL_UNREADABLE: {
    title: 'The stored model cannot be read',
    detail: () => 'The trained model is of another version. Train it again under Settings.',
  },
  CONFIG_INVALID: {
    title: 'The settings are wrong',
    detail: (f) =>
      `${f['problems'] ?? f['says'] ?? 'The configuration has mistakes.'} Mend it and load it again; until then the old one stays in use.`,
  },
  DATA_DIR_LOCKED: {
    title: 'The data directory is in use',
    detail: (f) =>
      `Another desk${f['pid'] ? ` (process ${f['pid']}${f['host'] ? ` on ${f['host']}` : ''})` : ''} uses ${f['dir'] ?? 'this directory'}. Stop it first, or choose another DATA_DIR.`,
  },
  DATA_DIR_UNUSABLE: {
    title: 'The data directory cannot be used',
    detail: (f) =>
      f['said'] !== undefined
        ? `The database in ${f['dir'] ?? 'the directory'} does not open (${f['said']}). Nothing was deleted. Leave it as it is and restore the newest backup into another directory: DATA_DIR=<directory> npm run restore -- --from <backup>`
        : `${f['dir'] ?? 'The directory'} cannot be read or written${f['why'] ? ` (${f['why']})` : ''}. Check that it exists, is yours and has room.`,
  },
  SCHEMA_MISMATCH: {
    title: 'The database has another version',
    detail: (f) => `The database does not fit this version of the desk. Run “${f['command'] ?? 'npm run migrate'}”, then start again.`,
  },
  BACKUP_REFUSED: { title: 'The backup cannot be made or used', detail: whyNoBackup },
  RUNTIME_TOO_OLD: {
    title: 'Node.js is too old',
    detail: () => 'Relaydesk needs Node.js 22.18 or newer. Run “npm ci”, or install Node 24.',
  },
  UNAVAILABLE: {
    title: 'Not available now',
    detail: (f) => `The desk cannot do this at the moment${f['why'] ? ` (${f['why']})` : ''}. Try again in a little while.`,
  },
  UNEXPECTED: {
    title: 'Something went wrong',
    detail: (f) =>
      `This is a mistake of the desk, not yours. Try again; if it stays, look in the log${f['request'] ? ` for ${f['request']}` : ''}.`,
  },
}
