import type { ConfigVersion, DeskConfig } from '../domain/desk-config.ts'

/**
 * The desk's configuration, versioned: the table is the truth, a file only seeds it. `current` answers from
 * memory; `refresh` looks whether another process applied a newer one.
 */
export interface ConfigSource {
  current(): ConfigVersion
  refresh(): Promise<ConfigVersion>
  /** Makes it the newest version, with the rooms and agents it names; the same config again makes no new version. */
  apply(config: DeskConfig): Promise<ConfigVersion>
}
