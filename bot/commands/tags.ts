/** Marks on a ticket, and who is told of what becomes of it. Doing either twice changes nothing. */
import type { TagDef } from '../domain/desk-config.ts'
import { fold } from '../domain/fold.ts'
import { texts } from '../texts/index.ts'
import { by, type Command, type CommandCall } from './command.ts'
import { tell } from './tell.ts'

function tagOf({ draft, args }: CommandCall): TagDef | null {
  const said = fold((args['tag'] ?? '').trim())
  const { tags = [] } = draft.view.config.config
  return tags.find(({ key, labels }) => key === said || Object.values(labels).some((label) => fold(label) === said)) ?? null
}

function tagging(name: 'tag' | 'untag'): Command {
  return {
    name,
    run: (call) => {
      const { draft, ticket, actor, args } = call
      const tag = tagOf(call)
      if (!tag) return { code: 'TAG_NOT_FOUND', facts: { tag: (args['tag'] ?? '').trim().slice(0, 60) } }
      const has = ticket.tags?.includes(tag.key) ?? false
      if (has === (name === 'tag')) return null
      const change = name === 'tag' ? { add: [tag.key], remove: [] } : { add: [], remove: [tag.key] }
      draft.change(ticket.id, { type: 'tagged', ...change }, by(actor))
      return null
    },
  }
}

/** `tag <key>`: one of the tags of desk.yaml, by its key or its label. */
export const tag = tagging('tag')
export const untag = tagging('untag')

function watching(name: 'watch' | 'unwatch'): Command {
  return {
    name,
    run: (call) => {
      const { draft, ticket, actor } = call
      const on = name === 'watch'
      if ((ticket.watchers?.includes(actor.id) ?? false) !== on)
        draft.change(ticket.id, { type: 'watched', agent: actor.id, on }, by(actor))
      const { team } = texts(actor.lang).work
      tell(call, on ? team.watching : team.notWatching)
      return null
    },
  }
}

/** `watch`: called into the thread when it is resolved or escalated, or a promise breaks. */
export const watch = watching('watch')
export const unwatch = watching('unwatch')
