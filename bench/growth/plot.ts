/** A plain SVG of costs over sizes: both axes by powers of ten, so that what is flat looks flat. */
import type { Costs } from './measure.ts'

export interface Point {
  readonly tickets: number
  readonly costs: Costs
}

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT] = [960, 560, 60, 40, 50, 260]
const COLOURS = ['#1677ff', '#d4380d', '#389e0d', '#722ed1', '#08979c', '#d48806', '#c41d7f', '#595959']

export function plot(points: readonly Point[], title: string): string {
  const names = Object.keys(points[0]?.costs ?? {})
  const values = points.flatMap(({ costs }) => Object.values(costs)).filter((ms) => ms > 0)
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))]
  const sizes = points.map((p) => Math.log10(p.tickets))
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  const x = (tickets: number) => LEFT + ((Math.log10(tickets) - least) / Math.max(0.001, most - least)) * (WIDTH - LEFT - RIGHT)
  const y = (ms: number) => TOP + (1 - (Math.log10(Math.max(ms, 10 ** low)) - low) / Math.max(1, high - low)) * (HEIGHT - TOP - BOTTOM)
  const grid = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)).map(
    (ms) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(ms)}" y2="${y(ms)}" stroke="#ddd"/><text x="${LEFT - 8}" y="${y(ms) + 4}" text-anchor="end">${ms} ms</text>`,
  )
  const ticks = points.map(
    ({ tickets }) => `<text x="${x(tickets)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${tickets.toLocaleString('en')}</text>`,
  )
  const last = points.at(-1)?.costs ?? {}
  const places = spread(names.map((name) => ({ name, y: y(last[name] ?? 0) })))
  const lines = names.map((name, i) => {
    const colour = COLOURS[i % COLOURS.length]
    const path = points.map(({ tickets, costs }) => `${x(tickets).toFixed(1)},${y(costs[name] ?? 0).toFixed(1)}`).join(' ')
    const label = `<text x="${WIDTH - RIGHT + 8}" y="${(places.get(name) ?? 0).toFixed(1)}" fill="${colour}">${name} ${last[name]} ms</text>`
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"${i >= COLOURS.length ? ' stroke-dasharray="5 3"' : ''}/>${label}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11"><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/><text x="${LEFT}" y="22" font-size="14">${title}</text>${[...grid, ...ticks, ...lines].join('')}</svg>\n`
}

/** Labels that do not stand on each other. */
function spread(labels: readonly { name: string; y: number }[]): ReadonlyMap<string, number> {
  const placed = new Map<string, number>()
  let next = 0
  for (const { name, y } of labels.toSorted((a, b) => a.y - b.y)) {
    next = Math.max(next + 13, y + 4)
    placed.set(name, next)
  }
  const over = Math.max(0, next - (HEIGHT - 8))
  return new Map([...placed].map(([name, y]) => [name, y - over]))
}
