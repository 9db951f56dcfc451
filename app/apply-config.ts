/** Reads desk.yaml into the database: seeds the first version, or applies a changed file as a new one. */
import { readFile } from 'node:fs/promises'
import type { ConfigVersion } from '../bot/domain/desk-config.ts'
import { DeskError } from '../bot/errors.ts'
import type { ConfigSource } from '../bot/ports/config-source.ts'
import { describeErrors } from '../config/config-error.ts'
import { parseDeskConfig } from '../config/parse-desk-config.ts'

export async function applyConfigFile(source: ConfigSource, file: string): Promise<ConfigVersion> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new DeskError(
      'CONFIG_INVALID',
      { problems: `${file} cannot be read. Set DESK_CONFIG to the configuration file, or restore config/desk.yaml.` },
      cause,
    )
  }
  const parsed = parseDeskConfig(text, file)
  if ('errors' in parsed) throw new DeskError('CONFIG_INVALID', { problems: describeErrors(parsed.errors) })
  return source.apply(parsed.config)
}
