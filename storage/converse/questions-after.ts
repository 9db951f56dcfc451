import type { Question } from '../../bot/domain/conversation.ts'
import type { Rows } from './apply-effects.ts'

/** The questions of a view as what was collected so far leaves them. */
export function questionsAfter(
  rows: Pick<Rows, 'asks' | 'settles'>,
  questions: readonly Question[],
  conversation: string,
): readonly Question[] {
  if (rows.asks.length === 0 && rows.settles.length === 0) return questions
  const asked = rows.asks.filter((ask) => ask.conversation === conversation)
  const fresh = asked.map(({ question, open, do: _, ...rest }): Question => ({ ...rest, id: question, state: open ? 'open' : 'queued' }))
  return [...questions, ...fresh].map((question) => {
    const settled = rows.settles.findLast((settle) => settle.question === question.id)
    return settled ? { ...question, state: settled.state } : question
  })
}
