/** Times as Slack writes them. */
let stamps = 0
/** A time of Slack that was not given before. */
export function stamp(): string {
  stamps++
  return `${Math.floor(Date.now() / 1000)}.${String(stamps).padStart(6, '0')}`
}

/** The same press has the same time. */
export function actionStamp(trigger: string | undefined): string {
  return trigger === undefined ? stamp() : `${Math.floor(Date.now() / 100_000)}00.000001`
}
