/** Bytes stored once by their SHA-256. Every implementation passes `blobsContract`. */
export interface Blobs {
  /** Stores a stream of at most `max` bytes; rejects with INPUT_TOO_LARGE and keeps nothing beyond it. */
  put(bytes: ReadableStream<Uint8Array> | Uint8Array, max: number): Promise<{ hash: string; size: number }>
  /** Null when there is no such blob. */
  get(hash: string): Promise<{ stream: ReadableStream<Uint8Array>; size: number } | null>
  /** Takes a blob away for good; nothing happens where there is none. */
  remove(hash: string): Promise<void>
}
