import { readdir } from 'node:fs/promises'
import type { Scenario } from './scenario.ts'

/** Every file in rows/, in the order of the catalogue. */
export async function loadScenarios(): Promise<readonly Scenario[]> {
  const folder = new URL('./rows/', import.meta.url)
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const all = await Promise.all(
    files.map(async (name) => {
      const { scenario } = (await import(new URL(name, folder).href)) as { scenario?: Scenario }
      if (!scenario) throw new Error(`rows/${name} exports no scenario`)
      return scenario
    }),
  )
  return all.sort((a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0))
}
