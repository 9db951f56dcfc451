import { describe, expect, it } from 'vitest'
import type { DeskConfig } from '../../bot/domain/desk-config.ts'
import type { ConfigSource } from '../../bot/ports/config-source.ts'
import { fixtureConfig } from '../fakes/fixture-config.ts'

export interface ConfigRig {
  readonly source: ConfigSource
  /** The same table as another process sees it. */
  readonly other: ConfigSource
}

const named = (zh: string): DeskConfig => ({ ...fixtureConfig, name: { ...fixtureConfig.name, 'zh-CN': zh } })

const cases = {
  'makes a new version of a changed config, and none of the same again': async ({ source }: ConfigRig) => {
    const first = await source.apply(named('一'))
    expect((await source.apply(named('一'))).version).toBe(first.version)
    // The order in which keys stand is no change.
    const turned = Object.fromEntries(Object.entries(named('一')).reverse()) as unknown as DeskConfig
    expect((await source.apply(turned)).version).toBe(first.version)
    expect((await source.apply(named('二'))).version).toBe(first.version + 1)
    expect(source.current().config.name['zh-CN']).toBe('二')
  },
  'sees what another process applied when it looks, and not before': async ({ source, other }: ConfigRig) => {
    await source.apply(named('三'))
    await other.refresh()
    const { version } = await source.apply(named('四'))
    expect(other.current().version).toBeLessThan(version)
    expect((await other.refresh()).config.name['zh-CN']).toBe('四')
    expect(other.current().version).toBe(version)
  },
  'gives every version one number, whoever applies it at the same moment': async ({ source, other }: ConfigRig) => {
    const versions = await Promise.all([source.apply(named('五')), other.apply(named('六')), source.apply(named('七'))])
    expect(new Set(versions.map((v) => v.version)).size).toBe(3)
  },
} satisfies Record<string, (rig: ConfigRig) => Promise<void>>

export function configSourceContract(name: string, start: () => Promise<ConfigRig>): void {
  describe(`config source contract: ${name}`, { timeout: 30_000 }, () => {
    for (const [title, check] of Object.entries(cases)) it(title, async () => check(await start()))
  })
}
