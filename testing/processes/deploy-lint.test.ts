/** Compose's own schema, and what is known to be wrong in a Dockerfile. Neither is run here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DCLinter } from 'dclint'
import { validate } from 'dockerfile-utils'
import { afterAll, describe, expect, it } from 'vitest'
import { read } from '../repository.ts'

const COMPOSE = fileURLToPath(new URL('../../deploy/compose.yaml', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'relaydesk-compose-'))
afterAll(() => rmSync(dir, { recursive: true }))

interface Found {
  readonly messages: readonly { readonly type: string; readonly message: string }[]
}

/** Errors against the Compose specification; how its lines are ordered is our own affair. */
function errorsOf(file: string): readonly string[] {
  const found: readonly Found[] = new DCLinter({ quiet: true }).lintFiles([file], false)
  return found.flatMap(({ messages }) => messages.filter(({ type }) => type === 'error').map(({ message }) => message))
}

describe('deploy/compose.yaml', () => {
  it('is what the Compose specification says', () => expect(errorsOf(COMPOSE)).toEqual([]))

  it('would not be, with a word it does not know', () => {
    const file = join(dir, 'compose.yaml')
    writeFileSync(file, read('deploy/compose.yaml').replace('command: [worker]', 'comand: [worker]'))
    expect(errorsOf(file).join()).toContain('additional properties')
  })
})

describe('deploy/Dockerfile', () => {
  const faultsOf = (text: string) => validate(text).map(({ range, message }) => `${range.start.line + 1}: ${message}`)

  it('has nothing wrong in it', () => expect(faultsOf(read('deploy/Dockerfile'))).toEqual([]))

  it('would have, with an instruction there is none of', () =>
    expect(faultsOf(read('deploy/Dockerfile').replace('EXPOSE 3000', 'EXPOSE http')).join()).toContain('Invalid containerPort'))
})
