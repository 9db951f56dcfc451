/** The files of deploy/k8s against the schemas of Kubernetes and KEDA. They are not run here; words those do not know pass. */
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { filesUnder, read } from '../repository.ts'

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
}
type Model = new (manifest: Manifest) => { validate(): void }

const GROUPS: Readonly<Record<string, () => Promise<unknown>>> = {
  v1: () => import('kubernetes-models/v1'),
  'apps/v1': () => import('kubernetes-models/apps/v1'),
  'batch/v1': () => import('kubernetes-models/batch/v1'),
  'autoscaling/v2': () => import('kubernetes-models/autoscaling/v2'),
  'networking.k8s.io/v1': () => import('kubernetes-models/networking.k8s.io/v1'),
  'keda.sh/v1alpha1': () => import('@kubernetes-models/keda/keda.sh/v1alpha1'),
}
const manifests = filesUnder('deploy/k8s', /\.yaml$/)
  .filter((path) => !path.endsWith('kustomization.yaml'))
  .flatMap((path) => parseAllDocuments(read(path)).map((document) => ({ path, manifest: document.toJS() as Manifest })))

async function check(manifest: Manifest): Promise<void> {
  const group = (await GROUPS[manifest.apiVersion]?.()) as Readonly<Record<string, Model>> | undefined
  const model = group?.[manifest.kind]
  if (!model) throw new Error(`nobody knows ${manifest.apiVersion} ${manifest.kind}`)
  new model(manifest).validate()
}

describe('deploy/k8s', () => {
  it.each(manifests.map(({ path, manifest }) => [path, manifest.kind, manifest] as const))(
    '%s: %s is what its schema says',
    async (_, __, m) => {
      await check(m)
    },
  )

  it('would not pass with a word where a number belongs, or without what is required', async () => {
    const scale = manifests.find(({ manifest }) => manifest.kind === 'HorizontalPodAutoscaler')?.manifest as Manifest & { spec: object }
    await expect(check({ ...scale, spec: { ...scale.spec, maxReplicas: 'six' } } as Manifest)).rejects.toThrow('maxReplicas')
    await expect(check({ ...scale, spec: {} } as Manifest)).rejects.toThrow('scaleTargetRef')
  })
})
