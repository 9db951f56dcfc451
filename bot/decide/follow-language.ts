import type { Turn } from '../domain/conversation.ts'
import { answerLang } from '../domain/other-language.ts'
import type { Draft } from '../draft.ts'

/** The desk speaks as the customer does. */
export function followLanguage(draft: Draft, turn: Turn): void {
  const text = turn.messages.map((m) => m.text).join('\n')
  const lang = turn.kind === 'words' && text.length >= 4 ? answerLang(text) : null
  if (!lang || lang === draft.lang) return
  // A short Chinese text often has no character that tells the two scripts apart: keep what we know.
  if (lang === 'zh-CN' && draft.lang === 'zh-TW' && text.length < 12) return
  draft.lang = lang
  draft.effects.push({ do: 'lang', conversation: turn.conversation, lang })
}
