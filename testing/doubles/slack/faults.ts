/** How the next calls of the Web API fare. Without a fault each is answered. */
export type SlackFault =
  /** Done, and the answer is lost. */
  | { readonly cut: true }
  /** The connection breaks before anything is done. */
  | { readonly drop: true }
  /** Seconds to wait, as Slack says with 429. */
  | { readonly limited: number }
  | { readonly status: number }
  | { readonly error: string }
  /** Done and answered, after so many milliseconds. */
  | { readonly slow: number }

export class Faults {
  readonly #queued = new Map<string, SlackFault[]>()
  /** Asked for every call that has no fault of its own; answers null where nothing is to go wrong. */
  always: (method: string, args: Readonly<Record<string, unknown>>) => SlackFault | null = () => null

  /** The next calls of the method fare like this, one after another. */
  next(method: string, ...faults: readonly SlackFault[]): void {
    this.#queued.set(method, [...(this.#queued.get(method) ?? []), ...faults])
  }

  take(method: string, args: Readonly<Record<string, unknown>>): SlackFault | null {
    return this.#queued.get(method)?.shift() ?? this.always(method, args)
  }
}
