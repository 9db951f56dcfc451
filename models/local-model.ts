import type { LocalClassifier } from './local-classifier.ts'

/** The trained model in use: the trainer puts it here, the local understanding reads it with every turn. */
export class LocalModel {
  private current: { readonly version: number; readonly classifier: LocalClassifier } | null = null

  get version(): number | null {
    return this.current?.version ?? null
  }

  get classifier(): LocalClassifier | null {
    return this.current?.classifier ?? null
  }

  use(version: number, classifier: LocalClassifier): void {
    this.current = { version, classifier }
  }
}
