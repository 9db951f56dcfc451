/**
 * Text of a desk.yaml to a configuration, or everything that is wrong with it at once, each with its line.
 *
 * Throws nothing, whatever the text holds. Whoever cannot go on makes a CONFIG_INVALID of the errors.
 */
import type { DeskConfig } from '../bot/domain/desk-config.ts'
import { checkGate } from './check-gate.ts'
import { checkReferences } from './check-references.ts'
import { checkRules } from './check-rules.ts'
import { checkShape } from './check-shape.ts'
import type { ConfigError } from './config-error.ts'
import { asMap } from './loose.ts'
import { readYaml } from './read-yaml.ts'

/** `file` is only for the messages. */
export function parseDeskConfig(text: string, file: string): { readonly config: DeskConfig } | { readonly errors: readonly ConfigError[] } {
  const { value, reporter } = readYaml(text, file)
  if (value === undefined) return { errors: reporter.errors() }
  const config = checkShape(value, reporter)
  checkReferences(asMap(value), reporter)
  checkRules(asMap(value), reporter)
  checkGate(asMap(value), reporter)
  const errors = reporter.errors()
  return config && errors.length === 0 ? { config } : { errors }
}
