/**
 * How something said in a ticket's thread is meant. Talk is a note unless it is sent on purpose; where the words
 * could be either, they are a note, because a note can still be sent and a sent word cannot be unsaid.
 *
 *   1. `//…`, `note …`, `备注 …`          a note, whatever else it looks like
 *   2. it quotes (a line begins with `>`)   a note, also after a reply word and in direct mode
 *   3. `reply …`, `回复 …` and other words   the command, if it can be nothing else: “reply to him” is talk, “reply: to him …” is sent
 *   4. direct mode, the owner speaks        a reply, unless it names a colleague or begins with `/`
 *   5. anything else                        a note
 */
import { visible } from './fold.ts'
import { type AgentCommand, agentCommand } from './grammar.ts'

export interface Saying {
  readonly text: string
  /** It brings files: then the word alone is a reply. */
  readonly files?: boolean
  /** It was sent with the page's own reply button: rule 3 and 4 need not be asked. */
  readonly onPurpose?: boolean
  /** The speaker's talk goes to the customer: the team is in direct mode, and the speaker owns the ticket. */
  readonly direct?: boolean
}

/** `hint`: it looked like a reply and was kept inside; its writer is told why. */
export type Meant =
  | ({ readonly is: 'command' } & AgentCommand)
  | { readonly is: 'note'; readonly text: string; readonly hint?: 'quote' | 'unsure' }

const NOTE = /^(?:(?:\/\/|／／)\s*|[/／]?(?:notes?|备注|備註|内部|內部)[\s:：]+)/iu
/** A quotation as people and platforms write it: `>` in front of a line, in any width. */
const QUOTE = /^[^\S\n]*[>＞﹥]/mu
const SPEAKS = new Set(['reply', 'reply-wait', 'edit'])
/** After a reply word without a colon these make a sentence about replying. */
const ABOUT =
  /^(?:(?:to|with|that|this|the|him|her|them|it|all|by|asap|soon|now|later|needed|required|is|was|and|or|if|when|from|in|on|time|rate)\b|一下|他|她|它|客户|客戶|顾客|顧客|了|过|過|吗|嗎|呢|吧|的|速度|时间|時間)/iu
/** Somebody is called: not part of an address such as a@b. */
const CALLS = /(?:^|[^\p{L}\p{N}._+-])[@＠][\p{L}\p{N}]/u

export function meant({ text, files = false, onPurpose = false, direct = false }: Saying): Meant {
  const said = visible(text).trim()
  const prefix = NOTE.exec(said)
  if (prefix) return { is: 'note', text: said.slice(prefix[0].length) || said }
  const command = onPurpose ? { command: 'reply', args: { text: said } } : agentCommand(said, files)
  const speaks = command !== null && SPEAKS.has(command.command)
  if (quotes(said)) return { is: 'note', text, ...(speaks || direct ? { hint: 'quote' as const } : {}) }
  if (command && !onPurpose && speaks && !hasColon(said) && ABOUT.test(command.args['text'] ?? ''))
    return { is: 'note', text, hint: 'unsure' }
  if (command) return { is: 'command', ...command }
  if (!direct || said === '' || CALLS.test(said)) return { is: 'note', text }
  return /^[/／]/u.test(said) ? { is: 'note', text, hint: 'unsure' } : { is: 'command', command: 'reply', args: { text: said } }
}

/** A line that quotes, or a quotation right behind the command's word. */
function quotes(said: string): boolean {
  return QUOTE.test(said) || QUOTE.test(agentCommand(said)?.args['text'] ?? '')
}

/** The word is followed by a colon: nobody writes a sentence so. */
function hasColon(said: string): boolean {
  return /^(?:@\S+\s+)?[/／]?[^\s:：]{1,16}\s*[:：]/u.test(said)
}
