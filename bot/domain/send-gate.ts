/**
 * The gate every reply of an agent passes before it leaves: green goes at once, amber waits so long that it can be
 * undone, red waits for a second person. Rules only, no model: they can be read, and the same words always get the
 * same colour. What the rules look for is in desk.yaml; which private words are another customer's is in the view.
 */
import type { DeskConfig, GateConfig, GateRule } from './desk-config.ts'
import { fold, foldTight } from './fold.ts'
import { sumOf, sumsIn } from './money.ts'
import { type ForeignWord, partOf, privateTokens, type WordKind } from './private-tokens.ts'
import { holdsWord } from './routing.ts'
import { type GateCode, type Ticket, ticketNumber } from './ticket.ts'

export interface Finding {
  readonly code: GateCode
  readonly colour: 'amber' | 'red'
  readonly facts: Readonly<Record<string, string | number>>
  /** The piece of the reply it is about; a private word only in part. */
  readonly said: string
}

export interface Checked {
  readonly colour: 'green' | 'amber' | 'red'
  readonly findings: readonly Finding[]
}

export interface GateView {
  readonly config: DeskConfig
  readonly ticket: Ticket
  /** The customer's tickets. */
  readonly tickets: readonly Ticket[]
  readonly foreign: readonly ForeignWord[]
}

const NO_GATE: GateConfig = { amberSeconds: 8, forbidden: [], internal: [], ours: [] }

export function gateOf(config: DeskConfig): GateConfig {
  return config.gate ?? NO_GATE
}

export function checkReply(text: string, view: GateView): Checked {
  const gate = gateOf(view.config)
  const folded = joined(fold(text))
  const findings = [
    ...gate.forbidden.flatMap((rule) => ruleFound(rule, folded, 'forbidden')),
    ...gate.internal.flatMap((rule) => ruleFound(rule, folded, 'internal')),
    ...strangers(text, view),
    ...otherTickets(folded, view),
    ...colleagues(folded, view.config),
    ...wrongAmount(text, view),
  ]
  const colour = findings.some((f) => f.colour === 'red') ? 'red' : findings.length > 0 ? 'amber' : 'green'
  return { colour, findings }
}

/** 保 证 收 益 reads like 保证收益. */
function joined(folded: string): string {
  return folded.replace(/(?<=\p{Script=Han})[^\S\n]+(?=\p{Script=Han})/gu, '')
}

const CLAUSE = /[。！？!?;；，,、\n:：]/
/** What makes a promise none, in front of it and in its own clause: 不保证…, we cannot guarantee …. */
const DENIED =
  /(?:不(?![管论仅但用必]|只是)|无法|没法|没办法|难以|并未|从未|未曾|未能|没有(?:说|承诺)|勿|谎称|谎言|骗|\b(?:cannot|can't|can not|couldn't|don't|do not|does not|doesn't|not|never|no|unable to|won't|isn't|aren't|without|nobody can|no one can)\b)[^。！？!?;；，,\n]{0,24}$/

function ruleFound(rule: GateRule, folded: string, code: 'forbidden' | 'internal'): readonly Finding[] {
  const said = spotsOf(rule, folded).find(({ at }) => code === 'internal' || !isDenied(folded, at))?.said
  return said === undefined ? [] : [{ code, colour: rule.colour, facts: namesOf(rule), said }]
}

/** `rule` is its name; `rule:en` and so on what it is called in a language. Ticket events keep them, whatever becomes of the rule. */
function namesOf({ name, labels }: GateRule): Finding['facts'] {
  return { rule: name, ...Object.fromEntries(Object.entries(labels ?? {}).map(([lang, label]) => [`rule:${lang}`, label])) }
}

function isDenied(folded: string, at: number): boolean {
  const clause =
    folded
      .slice(Math.max(0, at - 40), at)
      .split(CLAUSE)
      .at(-1) ?? ''
  return DENIED.test(clause)
}

/** Where a rule's words or pattern stand. */
function spotsOf({ words, pattern }: GateRule, folded: string): readonly { readonly at: number; readonly said: string }[] {
  const spots = words.flatMap((word) => {
    const sought = joined(fold(word))
    return holdsWord(folded, sought) ? places(folded, sought).map((at) => ({ at, said: sought })) : []
  })
  if (pattern === undefined) return spots
  return [...spots, ...[...folded.matchAll(new RegExp(pattern, 'giu'))].map((match) => ({ at: match.index, said: match[0].slice(0, 80) }))]
}

function places(text: string, word: string): readonly number[] {
  const found: number[] = []
  for (let at = text.indexOf(word); at !== -1 && found.length < 20; at = text.indexOf(word, at + 1))
    if (holdsWord(text.slice(Math.max(0, at - 1), at + word.length + 1), word)) found.push(at)
  return found
}

/** A number that nobody named may be anything; a phone, an address or an order number of a ticket is somebody's. */
const COLOUR: Readonly<Record<WordKind, 'amber' | 'red'>> = {
  phone: 'red',
  email: 'red',
  id: 'red',
  card: 'red',
  address: 'red',
  order: 'red',
  name: 'amber',
  number: 'amber',
}

function strangers(text: string, { foreign, config, ticket, tickets }: GateView): readonly Finding[] {
  if (foreign.length === 0) return []
  const own = [ticket, ...tickets].flatMap((each) => each.fields.flatMap(({ value }) => value.value ?? []))
  const ours = new Set([...own, ...gateOf(config).ours].flatMap((said) => [...privateTokens(said).map(({ key }) => key), foldTight(said)]))
  return privateTokens(text).flatMap((token): Finding[] => {
    const kinds = foreign.filter(({ key }) => key === token.key && !ours.has(key)).map(({ kind }) => kind)
    const kind = kinds.find((each) => COLOUR[each] === 'red') ?? kinds[0]
    return kind ? [{ code: 'other-customer', colour: COLOUR[kind], facts: { kind }, said: partOf(token.text) }] : []
  })
}

/** The number of a ticket that is not this customer's. */
function otherTickets(folded: string, { ticket, tickets }: GateView): readonly Finding[] {
  const own = new Set([ticket, ...tickets].map((each) => each.number))
  const named = [...folded.matchAll(/(?<![a-z0-9])t-(\d{1,9})(?!\d)/g)].map(([, number]) => Number(number))
  return [...new Set(named)]
    .filter((number) => !own.has(number))
    .map((number) => ({
      code: 'other-ticket' as const,
      colour: 'amber' as const,
      facts: { ticket: ticketNumber(number) },
      said: ticketNumber(number),
    }))
}

/** Calling a colleague or naming a team room the way chats do is talk for inside. */
function colleagues(folded: string, { agents, teams, managerRooms }: DeskConfig): readonly Finding[] {
  const called = folded.match(/(?<![a-z0-9._+-])@(?=[\p{L}\p{N}])|#(?=[\p{L}])/gu)
  if (!called) return []
  const people = agents.flatMap(({ key, name, identities }) => [key, name, ...identities.map(({ id }) => id)])
  const rooms = [...teams.flatMap((team) => team.rooms), ...managerRooms].map(({ room }) => room)
  const names = [
    ...people.map((name) => `@${fold(name)}`),
    ...['all', 'here', 'channel', '所有人'].map((name) => `@${name}`),
    ...rooms.map((room) => `#${fold(room)}`),
  ]
  const said = names.find((name) => name.length > 2 && holdsWord(folded, name))
  return said === undefined ? [] : [{ code: 'mention', colour: 'amber', facts: {}, said }]
}

/** Words that make a sum the one the ticket is about, not the price of something else. */
const SETTLED = /退|返还|返回|归还|到账|扣款|扣了|多扣|实付|支付了|付款|refund|reimburs|charged|charge|paid|pay back|credited/
const EXTRA =
  /运费|邮费|快递费|优惠券|代金券|红包|补偿|赔付|满减|积分|手续费|shipping|postage|delivery fee|coupon|voucher|compensation|fee\b/

/** A refund or charge of another sum than the ticket's, while the ticket's own is not mentioned. */
function wrongAmount(text: string, { ticket, config }: GateView): readonly Finding[] {
  const known = ticket.fields.flatMap(({ name, value }) => {
    const sum = config.fields.find((field) => field.key === name)?.kind === 'amount' ? sumOf(value.value) : null
    return sum === null ? [] : [sum]
  })
  if (known.length === 0) return []
  const sums = sumsIn(text)
  if (sums.some((sum) => known.includes(sum.value))) return []
  const wrong = sums.find(({ around }) => SETTLED.test(around) && !EXTRA.test(around))
  return wrong ? [{ code: 'amount', colour: 'amber', facts: {}, said: `${wrong.text} ≠ ${known.join(' / ')}` }] : []
}
