/** One labelled text. */
export interface Example {
  readonly text: string
  readonly lang: string
  readonly category: string
  /** seed: shipped with the config; import: from tickets of old; correction: an agent's correction, which weighs more. */
  readonly source: 'seed' | 'import' | 'correction'
  /** It came after the model in use was trained. */
  readonly fresh?: boolean
}

/** A trained model as one versioned blob; every process follows the newest. */
export interface TrainedModel {
  readonly bytes: Uint8Array
  readonly examples: number
  /** 0…1, on examples held back from training: the same ones each time, so that models can be compared. */
  readonly accuracy: number
  /** The same on those of them that were there when the model in use was trained: the two are compared by this. */
  readonly comparable: number
  readonly millis: number
}

/**
 * Learns categories from examples. Every implementation passes `learnContract`.
 *
 * `train` reads the examples in pages and keeps the event loop free (it may use a thread of its own).
 * `load` makes a trained model the one in use, at once, while readings go on. A blob it does not know is
 * refused with MODEL_UNREADABLE and changes nothing.
 */
export interface Learn {
  train(pages: AsyncIterable<readonly Example[]>): Promise<TrainedModel>
  load(model: { readonly version: number; readonly bytes: Uint8Array }): Promise<void>
}
