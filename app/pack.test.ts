import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createPacker } from './pack.ts'

const script = Buffer.from('const words = "the same words again and again";\n'.repeat(200))
const JS = 'text/javascript; charset=utf-8'

describe('what browsers fetch', () => {
  it('is packed as the browser can unpack it, best first, and says the same', async () => {
    const pack = createPacker()
    const best = await pack('a.js', JS, script, 'gzip, deflate, br')
    expect([best.encoding, best.bytes.length < script.length / 3, brotliDecompressSync(best.bytes).equals(script)]).toEqual([
      'br',
      true,
      true,
    ])
    const older = await pack('a.js', JS, script, 'gzip')
    expect([older.encoding, gunzipSync(older.bytes).equals(script)]).toEqual(['gzip', true])
    expect((await pack('a.js', JS, script, 'gzip, br;q=0')).encoding).toBe('gzip')
  })

  it('is sent as it is to who asks for nothing else, and where packing gains nothing', async () => {
    const pack = createPacker()
    expect(await pack('a.js', JS, script, '')).toEqual({ bytes: script, encoding: null })
    expect((await pack('a.png', 'image/png', script, 'br')).encoding).toBeNull()
    expect((await pack('b.js', JS, Buffer.from('short'), 'br')).encoding).toBeNull()
  })

  it('is packed once', async () => {
    const pack = createPacker()
    const [first, again] = await Promise.all([pack('a.js', JS, script, 'br'), pack('a.js', JS, script, 'br')])
    expect(first?.bytes).toBe(again?.bytes)
  })
})
