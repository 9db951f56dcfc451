/**
 * The thread that trains: gets pages of examples, answers each with `took`, and at the end answers with the
 * model. It knows nothing but its messages, and its memory is capped by whoever starts it.
 */
import { parentPort } from 'node:worker_threads'
import type { Example } from '../bot/ports/learn.ts'
import type { TrainedClassifier } from './train-classifier.ts'
import { trainModel } from './train-model.ts'

export type ToThread = { readonly page: readonly Example[] } | { readonly end: true }
export type FromThread = { readonly took: number } | { readonly trained: TrainedClassifier }

const port = parentPort
if (port) {
  const examples: Example[] = []
  port.on('message', (message: ToThread) => {
    if ('page' in message) {
      for (const example of message.page) examples.push(example)
      port.postMessage({ took: message.page.length } satisfies FromThread)
    } else {
      const trained = trainModel(examples)
      port.postMessage({ trained } satisfies FromThread, [trained.bytes.buffer as ArrayBuffer])
      port.close()
    }
  })
}
