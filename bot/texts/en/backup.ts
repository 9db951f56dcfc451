/** Why a backup or a restore was refused, and what to do. */
import type { ErrorFacts } from '../../errors.ts'

const WHY: Readonly<Record<string, (f: ErrorFacts) => string>> = {
  usage: (f) => `Say where: ${f['usage'] ?? ''}`,
  'not-empty': (f) => `${f['dir'] ?? 'The directory'} is not empty. Name one that does not exist yet.`,
  'no-database': (f) => `There is no database in ${f['dir'] ?? 'DATA_DIR'}. Set DATA_DIR or DATABASE_URL to the desk you mean.`,
  'no-manifest': (f) =>
    `${f['dir'] ?? 'The directory'} holds no finished backup: manifest.json is missing. Name the directory that --to named.`,
  manifest: (f) => `The manifest in ${f['dir'] ?? 'the directory'} cannot be read. Use another backup.`,
  'other-kind': (f) =>
    f['is'] === 'postgres'
      ? 'This is a backup of PostgreSQL. Set DATABASE_URL to an empty database.'
      : 'This is a backup of the embedded database. Unset DATABASE_URL and set DATA_DIR to an empty directory.',
  newer: () => 'The backup was made by a newer version of the desk. Restore it with that version.',
  damaged: (f) => `The backup is damaged: ${f['what'] ?? 'a file'} is missing or was changed. Use another backup.`,
  'database-there': (f) =>
    `${f['dir'] ?? 'The target'} holds a desk already. Restore into an empty place, and keep the old one until you are sure.`,
  differs: (f) =>
    `What was restored is not what was backed up (${f['what'] ?? ''}). Empty the target and try again, or use another backup.`,
  verify: (f) => `A ticket’s history does not hold (${f['what'] ?? ''}; ${f['more'] ?? 0} more). Use an older backup.`,
  'tool-missing': (f) => `${f['tool'] ?? 'A program'} is not on PATH. Install the PostgreSQL client programs.`,
  'tool-old': (f) =>
    `${f['tool'] ?? 'A program'} is version ${f['has'] ?? '?'}, but ${f['needs'] ?? '?'} is needed. Install the newer one and put it first on PATH.`,
  'tool-failed': (f) => `${f['tool'] ?? 'A program'} failed: ${f['said'] ?? ''}`,
}

export const whyNoBackup = (f: ErrorFacts): string => WHY[String(f['why'])]?.(f) ?? String(f['why'] ?? '')

/** What the two commands say at a terminal. */
export const backup = {
  secretsIn: (names: string) =>
    `The backup holds everything customers wrote, and these secrets in clear: ${names}. Keep it where nobody else reads it.`,
  secretsOut:
    'The backup holds everything customers wrote. API_TOKEN and SESSION_SECRET are not in it: keep them elsewhere, the restored desk needs the same ones.',
  filesElsewhere: 'Files lie in the store of BLOB_URL and are not in the backup: let the store keep versions or copies of its own.',
  missing: (n: number) => `${n} files the database names were missing; manifest.json lists them.`,
  damaged: (n: number) => `${n} files were damaged and were left out; manifest.json lists them.`,
  held: (n: number) =>
    `${n} things that were on their way wait under “Needs a person”: the old desk may have sent them since. Release or drop each.`,
  ready: 'The restore is whole and verified. Start the desk.',
}
