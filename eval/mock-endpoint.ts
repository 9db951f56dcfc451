/**
 * An endpoint that understands nothing: one problem a turn, and for its words the first ones of the first message. It
 * shows that recording and replaying work where no model is at hand. Its scores are no model's.
 */
import { type ModelDouble, openModelDouble, streamed } from '../testing/doubles/model/model-double.ts'
import { problem } from '../testing/doubles/model/problem.ts'

export const MOCK = 'a mock that understands nothing (eval/mock-endpoint.ts)'
const FENCE = /<customer_messages>\n([\s\S]*)\n<\/customer_messages>/
const LONGEST_QUOTE = 20

export function openMockEndpoint(): Promise<ModelDouble> {
  return openModelDouble(({ messages }) => {
    const lines = FENCE.exec(messages.at(-1)?.content ?? '')?.[1]?.split('\n') ?? []
    const said = lines.map((line) => JSON.parse(line) as { message: number; text: string }).find(({ text }) => text.trim() !== '')
    return streamed(JSON.stringify({ matters: said ? [firstWords(said)] : [] }))
  })
}

function firstWords({ message, text }: { readonly message: number; readonly text: string }) {
  return problem({ message, quote: text.slice(0, LONGEST_QUOTE).trim() }, { intent_confidence: 0.5, summary: text.slice(0, 60) })
}
