/** The files of deploy/ are not run here: at least what they name must exist, and what they promise must be written. */
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { SETTINGS } from '../../kit/settings.ts'
import { NODE_FLAGS, ROLE_FLAGS } from '../desk-process.ts'
import { filesUnder, isThere, read } from '../repository.ts'

interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec: {
    readonly template?: { readonly spec: { readonly terminationGracePeriodSeconds?: number; readonly containers: readonly Container[] } }
    readonly scaleTargetRef?: { readonly name: string }
    readonly triggers?: readonly { readonly metadata: { readonly query: string } }[]
  }
  readonly data?: Readonly<Record<string, string>>
}
interface Container {
  readonly args: readonly string[]
  readonly readinessProbe?: { readonly httpGet: { readonly path: string } }
  readonly livenessProbe?: { readonly httpGet: { readonly path: string } }
}
interface Compose {
  readonly services: Readonly<
    Record<string, { readonly command?: readonly string[]; readonly environment?: Record<string, string>; readonly build?: unknown }>
  >
}

const KEYS: ReadonlySet<string> = new Set(Object.values(SETTINGS).map((setting) => setting.key))
const unknown = (keys: readonly string[]) => keys.filter((key) => !KEYS.has(key))
const manifests = filesUnder('deploy/k8s', /\.yaml$/)
  .filter((path) => !path.endsWith('kustomization.yaml'))
  .flatMap((path) =>
    parseAllDocuments(read(path)).map((document) => {
      expect(document.errors, path).toEqual([])
      return document.toJS() as Manifest
    }),
  )

describe('deploy/k8s', () => {
  it('lists every file, and only files that exist', () => {
    const { resources } = parse(read('deploy/k8s/kustomization.yaml')) as { resources: string[] }
    const files = filesUnder('deploy/k8s', /\.yaml$/).map((path) => path.slice('deploy/k8s/'.length))
    expect(resources.toSorted()).toEqual(files.filter((name) => name !== 'kustomization.yaml').toSorted())
  })

  it('starts programs that exist, with time to end and probes that are served', () => {
    const deployments = manifests.filter(({ kind }) => kind === 'Deployment')
    expect(deployments.map(({ metadata }) => metadata.name).toSorted()).toEqual(['console', 'intake', 'worker'])
    for (const { kind, spec } of manifests.filter((one) => one.kind === 'Deployment' || one.kind === 'Job')) {
      for (const { args, livenessProbe, readinessProbe } of spec.template?.spec.containers ?? []) {
        expect(isThere(`app/${args[0]}.ts`), args[0]).toBe(true)
        if (kind === 'Job') continue
        expect(spec.template?.spec.terminationGracePeriodSeconds).toBeGreaterThan(10)
        for (const probe of [livenessProbe, readinessProbe]) expect(read('console/rest/health.ts')).toContain(`'${probe?.httpGet.path}'`)
      }
    }
  })

  it('sets only what the desk reads, and scales on a metric there is', () => {
    for (const { data } of manifests) expect(unknown(Object.keys(data ?? {}))).toEqual([])
    const scaled = manifests.find(({ kind }) => kind === 'ScaledObject')
    expect(scaled?.spec.scaleTargetRef?.name).toBe('worker')
    expect(scaled?.spec.triggers?.[0]?.metadata.query).toBe('max(relaydesk_oldest_due_seconds)')
    expect(read('kit/metrics.ts')).toContain("gauge('oldest_due_seconds'")
  })
})

describe('deploy/compose.yaml', () => {
  const { services } = parse(read('deploy/compose.yaml'), { merge: true }) as Compose
  const own = Object.entries(services).filter(([, service]) => service.build !== undefined)

  it('starts the migration and the three processes', () => {
    expect(own.map(([name, { command }]) => [name, command?.[0]])).toEqual(
      ['migrate', 'intake', 'worker', 'console'].map((name) => [name, name]),
    )
    for (const [name] of own) expect(isThere(`app/${name}.ts`), name).toBe(true)
  })

  it('sets only what the desk reads', () => {
    for (const [, { environment }] of own) expect(unknown(Object.keys(environment ?? {}))).toEqual([])
  })
})

describe('deploy/Dockerfile', () => {
  it('runs without root, and names only what exists and what the desk reads', () => {
    const text = read('deploy/Dockerfile')
    expect(text).toMatch(/^USER node$/m)
    const [node, ...args] = JSON.parse(/^ENTRYPOINT (\[.+\])$/m.exec(text)?.[1] ?? '[]') as string[]
    expect([node, ...args.slice(0, -1)]).toEqual(['node', ...ROLE_FLAGS])
    expect(isThere(args.at(-1) ?? '')).toBe(true)
    // The same bounds as `npm start`, whatever their size.
    const bounds = (flags: readonly string[]) => flags.map((flag) => flag.split('=')[0] ?? '').filter((flag) => flag.startsWith('--max-'))
    expect(bounds(ROLE_FLAGS)).toEqual(bounds(NODE_FLAGS))
    expect(bounds(ROLE_FLAGS)).toHaveLength(2)
    const keys = [...text.matchAll(/^ENV (.+)$/gm)].flatMap(([, pairs = '']) => pairs.split(' ').map((pair) => pair.split('=')[0] ?? ''))
    expect(unknown(keys.filter((key) => key !== 'NODE_ENV' && key !== 'MALLOC_ARENA_MAX'))).toEqual([])
    for (const [, path = ''] of text.matchAll(/import\('\.\/(.+?)'\)/g)) expect(isThere(path), path).toBe(true)
  })
})

describe('deploy/systemd', () => {
  it('starts programs that exist and gives them time to end', () => {
    const unit = read('deploy/systemd/relaydesk@.service')
    expect(unit).toContain(`ExecStart=/usr/bin/env node ${ROLE_FLAGS.join(' ')} app/start.mjs %i`)
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(10)
    for (const [, name = ''] of unit.matchAll(/relaydesk@(\w+)/g)) expect(isThere(`app/${name}.ts`), name).toBe(true)
    expect(read('deploy/systemd/relaydesk-migrate.service')).toContain('app/start.mjs migrate')
  })
})
