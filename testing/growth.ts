/** Guards against readers that go over a text again and again, without asking how fast the machine is. */

/** Shorter times than this say nothing, milliseconds. */
const NOISE_MS = 20
/** About 8 where a text is read once, 64 where each piece looks at all the others. */
export const LINEAR = 24

/** How many times longer `read` takes for a text eight times as long, made of `piece`; the least of five runs each. */
export function growthOf(read: (text: string) => unknown, piece: string, length: number): number {
  const text = (chars: number) => piece.repeat(Math.ceil(chars / piece.length))
  const [short, long] = [text(length / 8), text(length)]
  read(short)
  return (
    Math.max(
      NOISE_MS,
      leastMs(() => read(long)),
    ) /
    Math.max(
      NOISE_MS / 8,
      leastMs(() => read(short)),
    )
  )
}

function leastMs(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 5; i++) {
    const start = performance.now()
    run()
    least = Math.min(least, performance.now() - start)
  }
  return least
}
