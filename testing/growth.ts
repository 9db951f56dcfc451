/** Guards against readers that go over a text again and again, without asking how fast the machine is. */

/** A run shorter than this says nothing, milliseconds. */
const LEAST_MS = 4
const PAIRS = 5
/** About 8 where a text is read once, 64 where each piece looks at all the others. */
export const LINEAR = 24

/**
 * How many times more work a text eight times as long is, made of `piece`: each time beside the short text read eight
 * times over, so that both meet the same moment of the machine, and by processor time, which passes for nobody else.
 * The second least of several: what else the machine does makes some of them larger. Once two are below LINEAR nothing
 * that would follow makes it more.
 */
export function growthOf(read: (text: string) => unknown, piece: string, length: number): number {
  const text = (chars: number) => piece.repeat(Math.ceil(chars / piece.length))
  const [short, long] = [text(length / 8), text(length)]
  for (let i = 0; i < 8; i++) read(short)
  // So often that a run can be told from nothing.
  const times = Math.max(
    1,
    Math.ceil(
      LEAST_MS /
        Math.max(
          0.01,
          cpuMs(() => read(long)),
        ),
    ),
  )
  const ratios: number[] = []
  const second = () => ratios.toSorted((a, b) => a - b)[1] ?? Number.POSITIVE_INFINITY
  while (ratios.length < PAIRS && second() >= LINEAR) {
    const eight = cpuMs(() => {
      for (let i = 0; i < 8 * times; i++) read(short)
    })
    const one = cpuMs(() => {
      for (let i = 0; i < times; i++) read(long)
    })
    ratios.push((8 * one) / Math.max(eight, LEAST_MS))
  }
  return second()
}

function cpuMs(run: () => unknown): number {
  const since = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}
