/** `COPY … FROM STDIN` over a connection of `pg`, which speaks its messages but has no method for it. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import type pg from 'pg'

/** What of a connection the types of `pg` leave out. */
interface CopyConnection {
  readonly stream: Socket
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(why: string): void
}

/** Rows in COPY's text format. What a connection may have unsent is bounded: the server sets the pace. */
export function copyIn(client: pg.Client, into: string, chunks: Iterable<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: unknown = null
    const send = async (connection: CopyConnection) => {
      try {
        for (const chunk of chunks) {
          if (failed !== null) return
          connection.sendCopyFromChunk(Buffer.from(chunk))
          if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
        }
        connection.endCopyFrom()
      } catch (error) {
        failed = error
        connection.sendCopyFail(String(error))
      }
    }
    const statement = {
      submit: (connection: CopyConnection) => connection.query(`copy ${into} from stdin`),
      handleCopyInResponse: (connection: CopyConnection) => void send(connection),
      handleCommandComplete: () => undefined,
      handleError: (error: unknown) => {
        failed ??= error
        reject(failed)
      },
      handleReadyForQuery: () => (failed === null ? resolve() : reject(failed)),
    }
    client.query(statement as unknown as pg.Submittable)
  })
}

/** One row as COPY's text format wants it. */
export function copyLine(values: readonly (string | null)[]): string {
  return `${values.map((value) => (value === null ? '\\N' : escaped(value))).join('\t')}\n`
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')
