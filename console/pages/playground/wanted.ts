/** A link to a ticket in its team's room, `/?ticket=1024`: shows the room, the card, and its thread. */
import { useEffect } from 'react'
import { getTicket } from '../api.ts'
import type { Post } from '../api-types.ts'
import { useSteady } from '../hooks.ts'
import { useLanguage } from '../language.tsx'
import { readPost } from '../post-body.ts'
import { go, useAddress } from '../router.tsx'
import { useToast } from '../toast.tsx'
import type { Choice } from './choice.ts'

/** The number the address asks for. Its team's room is shown, and who I am stays. */
export function useWanted({ team, pickPlace, pickView }: Choice): number | null {
  const { query } = useAddress()
  const toast = useToast()
  const wanted = Number(query.get('ticket')) || null
  const shown = team?.key
  const show = useSteady((key: string): void => {
    pickView('team')
    if (key !== shown) pickPlace(key)
  })
  const fail = useSteady((error: unknown): void => {
    toast.problem(error)
    go('/', 'replace')
  })
  useEffect(() => {
    if (wanted !== null) getTicket(wanted).then((ticket) => show(ticket.team), fail)
  }, [wanted, show, fail])
  return wanted
}

/** What opens beside a room is laid out first; then the card is where it stays. */
const SETTLED_MS = 80

/** Once its card is among the posts: opens its thread, brings it into sight, and forgets the wish. */
export function useShowWanted(wanted: number | null, posts: readonly Post[], open: (thread: string) => void): void {
  const { lang } = useLanguage()
  const found = wanted === null ? undefined : posts.find((post) => isCardOf(post, wanted))?.id
  const show = useSteady((thread: string): void => {
    open(thread)
    const id = `card-${wanted}`
    setTimeout(() => document.getElementById(id)?.scrollIntoView({ block: 'start' }), SETTLED_MS)
    go('/', 'replace')
  })
  useEffect(() => {
    if (found !== undefined) show(found)
  }, [found, show])

  function isCardOf(post: Post, number: number): boolean {
    const view = readPost(post, lang)
    return view.kind === 'card' && view.card.kind === 'ticket' && view.card.number === number
  }
}
