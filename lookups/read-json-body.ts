export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

/** The body as JSON, read no further than `most` bytes. Throws TooLarge or SyntaxError. */
export async function readJsonBody(response: Response, most: number): Promise<unknown> {
  const parts: Uint8Array[] = []
  let size = 0
  // Leaving the loop ends the connection, so what is too large is not downloaded.
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > most) throw new TooLarge()
    parts.push(part)
  }
  return JSON.parse(new TextDecoder().decode(Buffer.concat(parts))) as unknown
}
