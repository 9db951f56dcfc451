/**
 * Learns categories and moods on this machine. Training runs in a thread of its own with capped memory, one page of
 * examples under way at a time, so turns are read and committed as before while a model is made.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { DeskError } from '../bot/errors.ts'
import type { Example, Learn, TrainedModel } from '../bot/ports/learn.ts'
import type { LocalModel } from './local-model.ts'
import { decodeModel } from './model-blob.ts'
import type { FromThread, ToThread } from './train-thread.ts'

const MEMORY_MB = 256

export class LocalTrainer implements Learn {
  private readonly model: LocalModel

  /** `model` is what `load` swaps; hand the same to the local understanding. */
  constructor(model: LocalModel) {
    this.model = model
  }

  async train(pages: AsyncIterable<readonly Example[]>): Promise<TrainedModel> {
    const start = performance.now()
    const thread = new Worker(new URL('./train-thread.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
    // Settles when the thread dies, so that no answer is awaited for ever; `once` below rejects on 'error' too.
    const died = once(thread, 'exit').then(([code]): FromThread => {
      throw new DeskError('UNEXPECTED', { why: 'training thread ended', code: Number(code) })
    })
    died.catch(() => undefined)
    try {
      for await (const page of pages) {
        if (page.length > 0) await ask(thread, { page }, died)
      }
      const answer = await ask(thread, { end: true }, died)
      if (!('trained' in answer)) throw new DeskError('UNEXPECTED', { why: 'training thread answered out of turn' })
      return { ...answer.trained, millis: Math.round(performance.now() - start) }
    } finally {
      await thread.terminate()
    }
  }

  async load(model: { readonly version: number; readonly bytes: Uint8Array }): Promise<void> {
    this.model.use(model.version, decodeModel(model.bytes))
  }
}

async function ask(thread: Worker, message: ToThread, died: Promise<FromThread>): Promise<FromThread> {
  const answer = once(thread, 'message').then(([data]) => data as FromThread)
  answer.catch(() => undefined)
  thread.postMessage(message)
  return Promise.race([answer, died])
}
