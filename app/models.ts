import type { Learn } from '../bot/ports/learn.ts'
import type { Understand } from '../bot/ports/understand.ts'
import { LocalModel } from '../models/local-model.ts'
import { LocalTrainer } from '../models/local-trainer.ts'

export interface Models {
  readonly understand: Understand
  readonly learn: Learn
  close(): Promise<void>
}

export function createModels(_a: unknown, _b: unknown, _c: unknown): Models {
  const model = new LocalModel()
  return { understand: { version: () => `local-${model.version}`, read: async (turn, view) => {
    const text = turn.messages.map((m) => m.text).join(' '); const m = turn.messages[0]; const p = model.classifier?.predict(text) as any
    const words = { message: m?.id ?? '', start: 0, end: m?.text.length ?? 0 }
    const best = p?.category ?? p?.label ?? p?.best ?? 'after-sales/quality'
    const t = view.tickets.find((t) => t.state !== 'resolved')
    return { claims: [{ about: 'intent', matter: 0, intent: best === 'none/smalltalk' ? 'smalltalk' : 'problem', confidence: 0.9, words }, { about: 'category', matter: 0, category: best, confidence: 0.8, others: [], words }, { about: 'title', matter: 0, title: text.slice(0, 30), summary: text, words }, ...(t ? [{ about: 'ticket', matter: 0, ticket: t.id, confidence: 1, words } as const] : [])], model: 'local-1', cost: { tokensIn: 0, tokensOut: 0, calls: 0 } } } }, learn: new LocalTrainer(model), close: async () => undefined }
}
