/** Opens the place where files are kept: DATA_DIR, or the S3-compatible store that BLOB_URL names. */
import { join } from 'node:path'
import { DeskError } from '../bot/errors.ts'
import type { Blobs } from '../kit/ports/blobs.ts'
import { readS3Place } from '../kit/s3-place.ts'
import type { Settings } from '../kit/settings.ts'
import { createBlobs } from '../storage/blobs/directory-blobs.ts'

export type BlobSettings = Pick<Settings, 'dataDir' | 'blobUrl' | 'awsAccessKeyId' | 'awsSecretAccessKey'>

/** Throws CONFIG_INVALID when a store is named without its keys. Nothing is asked of the store yet. */
export async function openBlobs(settings: BlobSettings): Promise<Blobs> {
  const { dataDir, blobUrl, awsAccessKeyId: accessKeyId, awsSecretAccessKey: secretAccessKey } = settings
  if (blobUrl === null) return createBlobs(join(dataDir, 'blobs'))
  if (accessKeyId === null || secretAccessKey === null)
    throw new DeskError('CONFIG_INVALID', {
      problems: 'BLOB_URL needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the keys of the store.',
    })
  const { createS3Blobs } = await import('../storage/blobs/s3-blobs.ts')
  return createS3Blobs({ place: readS3Place(blobUrl), accessKeyId, secretAccessKey, aside: join(dataDir, 'blobs', 'new') })
}
