import type { Example, TrainedModel } from './learn.ts'

/** Labelled texts and the models trained from them. */
export interface ExampleStore {
  /** Adds examples that nobody corrected; a text that is there already keeps its label. Answers how many were new. */
  seed(examples: readonly Omit<Example, 'source'>[], source?: 'seed' | 'import'): Promise<number>
  /** All examples, in pages. */
  pages(size: number): AsyncIterable<readonly Example[]>
  /** Corrections made and tickets imported after the newest model was trained. */
  newSince(): Promise<number>
  newestModel(after: number): Promise<{ readonly version: number; readonly bytes: Uint8Array; readonly accuracy: number } | null>
  /** Keeps a model as the newest version, and only the last few. */
  keepModel(model: TrainedModel): Promise<number>
}
