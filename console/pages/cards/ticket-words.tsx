/** Words in which a ticket's number leads to the ticket. */
import { Fragment } from 'react'
import { Link } from '../router.tsx'

const NUMBER = /\b(T-\d{1,12})\b/

export function TicketWords({ text }: { text: string }) {
  // With the group kept, every second part is a number.
  return text.split(NUMBER).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
    <Fragment key={index}>{index % 2 === 1 ? <Link to={`/tickets/${part.slice(2)}`}>{part}</Link> : part}</Fragment>
  ))
}
