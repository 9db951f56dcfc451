import type { LocalClassifier } from './local-classifier.ts'
import type { ModelParts } from './model-blob.ts'

/** The trained models in use: the trainer puts them here, the local understanding reads them with every turn. */
export class LocalModel {
  private current: (ModelParts & { readonly version: number }) | null = null

  get version(): number | null {
    return this.current?.version ?? null
  }

  get classifier(): LocalClassifier | null {
    return this.current?.classifier ?? null
  }

  get moods(): LocalClassifier | null {
    return this.current?.moods ?? null
  }

  use(version: number, parts: ModelParts): void {
    this.current = { version, ...parts }
  }
}
