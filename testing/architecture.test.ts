import { describe, expect, it } from 'vitest'
import { ARROWS, COMPUTED, importsOf, targetOf, violationsIn } from './arrows.ts'
import { filesUnder, isThere, read } from './repository.ts'

// This file plants forbidden imports, as text.
const sources = filesUnder('', /\.tsx?$/).filter((path) => path !== 'testing/architecture.test.ts')

describe('the arrows between the rooms', () => {
  it('are kept by every source', () => {
    expect(sources.length).toBeGreaterThan(30)
    expect(sources.flatMap((path) => violationsIn(path, read(path)))).toEqual([])
  })

  it('lead from no adapter to another', () => {
    const adapters = ['connectors', 'rag', 'models', 'storage', 'config', 'workers', 'console']
    for (const room of adapters) {
      const reach = ARROWS[room]?.may ?? ['']
      expect(reach.filter((place) => place === '' || adapters.includes(place.split('/')[0] ?? ''))).toEqual([])
    }
  })

  it('never close a circle, types included', () => {
    const state = new Map<string, 'open' | 'done'>()
    const circles: string[] = []
    const visit = (path: string, trail: readonly string[]) => {
      if (state.get(path) === 'open') circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      if (state.has(path) || !isThere(path)) return
      state.set(path, 'open')
      for (const { from, started } of importsOf(read(path))) {
        if (started) continue
        const target = targetOf(path, from)
        if (target !== null && /\.tsx?$/.test(target)) visit(target, [...trail, path])
      }
      state.set(path, 'done')
    }
    for (const path of sources) visit(path, [])
    expect(circles).toEqual([])
  })
})

describe('the check of the arrows', () => {
  it.each([
    ['bot/domain/ticket.ts', `import { x } from '../errors.ts'`],
    ['bot/domain/ticket.ts', `import type { X } from '../ports/channel.ts'`],
    ['bot/domain/ticket.ts', `import { randomUUID } from 'node:crypto'`],
    ['bot/desk.ts', `import { z } from 'zod'`],
    ['bot/desk.ts', `import type { Log } from '../kit/log.ts'`],
    ['bot/desk.ts', `export * from '../storage/tickets.ts'`],
    ['bot/ports/channel.ts', `import type { Desk } from '../desk.ts'`],
    ['bot/ports/channel.ts', `type X = import('../desk.ts').Desk`],
    ['kit/log.ts', `import type { Lang } from '../bot/domain/lang.ts'`],
    ['kit/log.ts', `const { x } = await import('../bot/desk.ts')`],
    ['kit/log.ts', `const x = await import(name)`],
    ['kit/log.ts', `const x = await import(\`../bot/\${name}.ts\`)`],
    ['connectors/web/web-channel.ts', `import { x } from '../memory/memory-channel.ts'`],
    ['connectors/web/web-channel.ts', `import { decide } from '../../bot/desk.ts'`],
    ['models/openai-understand.ts', `import { x } from '../storage/database.ts'`],
    ['models/local.ts', `new Worker(new URL('../storage/thread.ts', import.meta.url))`],
    ['storage/tickets.ts', `import OpenAI from 'openai'`],
    ['storage/tickets.ts', `import { y } from 'openai/helpers/zod'`],
    ['connectors/web/encode.ts', `import { App } from '@slack/bolt'`],
    ['workers/converse.ts', `import { x } from '../storage/commit.ts'`],
    ['migrations/0001_first.ts', `import { x } from 'zod'`],
    ['console/pages/app.tsx', `import { createLog } from '../../kit/log.ts'`],
    ['console/pages/app.tsx', `import { readFileSync } from 'node:fs'`],
    ['console/rest/tickets.ts', `import { x } from '../../storage/tickets.ts'`],
    ['lib/helper.ts', ''],
    ['bot/desk.ts', `const glob = '**/*.ts'\nimport { z } from 'zod' /* a */`],
    ['bot/desk.ts', `import {\n  type A,\n  b,\n} from '../kit/log.ts'`],
  ])('catches in %s: %s', (path, source) => {
    expect(violationsIn(path, source)).toHaveLength(1)
  })

  it.each([
    ['bot/domain/ticket.ts', `import type { Lang } from './lang.ts'`],
    ['bot/desk.ts', `import { decide } from './domain/routing.ts'`],
    ['bot/desk.ts', `// import { z } from 'zod'\n/* import 'node:fs' */\nexport const text = 'from the desk'`],
    ['bot/domain/ticket.test.ts', `import { fake } from '../../testing/fakes/desk.ts'`],
    ['connectors/web/web-channel.ts', `import { encode } from './encode.ts'\nimport type { Tokens } from '../../kit/tokens.ts'`],
    ['console/pages/app.tsx', `import type { Problem } from '../../kit/http/problem.ts'\nimport { en } from '../../bot/texts/en/index.ts'`],
    ['models/openai-understand.ts', `import OpenAI from 'openai'`],
    ['kit/http/listen.ts', `const x = await import(\`./\${name}.ts\`)`],
    ['app/channels.ts', `const x = await import(\`../connectors/\${name}/index.ts\`)`],
  ])('has nothing against %s: %s', (path, source) => {
    expect(violationsIn(path, source)).toEqual([])
  })

  it('sees every kind of import', () => {
    const source = `import a from 'a'\nimport * as b from "b"\nexport { c } from 'c'\nimport 'd'\nimport type { e } from 'e'\nawait import('f')\nimport(g)`
    expect(importsOf(source).map(({ from }) => from)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', COMPUTED])
  })
})
