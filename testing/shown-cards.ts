/** When each ticket's card was posted in the web rooms, read as a browser would. */
import type { ApiClient } from './api-client.ts'

interface Post {
  readonly kind: string
  readonly at: number
  readonly rev: number
  readonly body: { readonly cards?: Readonly<Record<string, { readonly number: number }>> }
}

const PAGE = 200

/** Follows the team rooms; `look` answers ticket number → database time (ms) of its card's posting. */
export async function followCards(api: ApiClient): Promise<{ look(): Promise<ReadonlyMap<string, number>> }> {
  const { teams } = await api.get<{ teams: { room: string }[] }>('/v1/playground')
  const revs = new Map<string, number>()
  const shown = new Map<string, number>()
  const look = async () => {
    for (const { room } of teams)
      for (;;) {
        const { posts } = await api.get<{ posts: Post[] }>(`/web/rooms/${room}/posts?as=lin&after=${revs.get(room) ?? 0}&limit=${PAGE}`)
        for (const post of posts) {
          revs.set(room, Math.max(revs.get(room) ?? 0, post.rev))
          const number = Object.values(post.body.cards ?? {})[0]?.number
          if (post.kind === 'card' && number !== undefined) shown.set(`T-${number}`, post.at)
        }
        if (posts.length < PAGE) break
      }
    return shown
  }
  await look()
  return { look }
}

/** Waits until every ticket has its card and no new ticket came for a while; answers the tickets made since `before`. */
export async function settledCards(
  api: ApiClient,
  cards: { look(): Promise<ReadonlyMap<string, number>> },
  before: ReadonlySet<string>,
  latestMs: number,
): Promise<readonly { number: string; customer: string; shownAt: number | null }[]> {
  let last = -1
  let quiet = 0
  for (const end = Date.now() + latestMs; Date.now() < end && quiet < 8; ) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const shown = (await cards.look()).size
    quiet = shown === last ? quiet + 1 : 0
    last = shown
  }
  const shown = await cards.look()
  const tickets = await api.tickets()
  return tickets
    .filter((t) => !before.has(t.number))
    .map((t) => ({ number: t.number, customer: t.customer.name ?? '', shownAt: shown.get(t.number) ?? null }))
}
