/** The values a model behind an endpoint finds in a whole dialogue; only those count that stand in the words they are said to rest on. */
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { valueStands } from '../bot/understanding/value-stands.ts'
import { OpenAIUnderstanding } from '../models/openai-understanding.ts'
import { turnOf, viewOf } from '../testing/fakes/fixture-turn.ts'
import type { Endpoint } from './endpoint.ts'
import { kindOf, NOW, type Value } from './extract-peers.ts'

export function modelFinder(endpoint: Endpoint, config: DeskConfig): (turns: readonly string[]) => Promise<readonly Value[]> {
  const understand = new OpenAIUnderstanding(endpoint)
  const view = { ...viewOf({ lang: 'en' }), now: NOW }
  return async (turns) => {
    const turn = turnOf(...turns)
    const { claims } = await understand.read(turn, view, config, new AbortController().signal)
    return claims.flatMap((claim): readonly Value[] => {
      const field = claim.about === 'field' ? config.fields.find((one) => one.key === claim.name) : undefined
      const kind = field && kindOf(field.kind)
      if (claim.about !== 'field' || !field || !kind) return []
      const words = turn.messages.find((one) => one.id === claim.words.message)?.text.slice(claim.words.start, claim.words.end) ?? ''
      return valueStands(field, claim.value, words) ? [{ kind, value: claim.value }] : []
    })
  }
}
