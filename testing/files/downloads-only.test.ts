/**
 * Archives and documents are kept and handed back as they came: nothing in the desk opens them, and no browser shows
 * them in place. Rows 98–101 of the fault catalogue.
 */
import { deflateRawSync } from 'node:zlib'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { mountFiles } from '../../connectors/web/file-routes.ts'
import type { RouterEnv } from '../../kit/http/router-env.ts'
import { createMemoryBlobs } from '../fakes/memory-blobs.ts'
import { read } from '../repository.ts'

const MB = 1024 * 1024

/** A zip of one entry that inflates to so many bytes, whatever its header says. */
function zip(name: string, inflated: number, told = inflated): Buffer {
  const data = deflateRawSync(Buffer.alloc(inflated), { level: 9 })
  const label = Buffer.from(name)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(data.length, 18)
  head.writeUInt32LE(told, 22)
  head.writeUInt16LE(label.length, 26)
  return Buffer.concat([head, label, data])
}

const PDF = Buffer.from('%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF')
const FILES: readonly (readonly [string, string, Buffer])[] = [
  ['a zip bomb', 'bomb.zip', zip('zeros.txt', 200 * MB)],
  ['a DOCX whose types inflate without end', 'bomb.docx', zip('[Content_Types].xml', 50 * MB, 900)],
  ['a zip that names files outside', 'slip.zip', zip('../../etc/passwd', 10)],
  ['a PDF with a script', 'form.pdf', PDF],
  ['a PDF that is called a picture', 'photo.png', PDF],
  ['a gzip', 'logs.tar.gz', Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(100)])],
]

it.each(FILES)('%s is stored byte for byte, handed out as a download, and costs no memory', async (_, name, bytes) => {
  const web = new Hono<RouterEnv>()
  mountFiles(web, { blobs: createMemoryBlobs(), mayUse: async () => true })
  const before = process.memoryUsage.rss()
  const stored = await web.request(`http://127.0.0.1/files?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: new Uint8Array(bytes),
  })
  expect(stored.status).toBe(201)
  const { blob } = (await stored.json()) as { blob: string }
  const got = await web.request(`http://127.0.0.1/files/${blob}`)
  expect([got.headers.get('content-disposition'), got.headers.get('x-content-type-options')]).toEqual(['attachment', 'nosniff'])
  expect(got.headers.get('content-security-policy')).toContain('sandbox')
  expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true)
  expect(process.memoryUsage.rss() - before).toBeLessThan(128 * MB)
})

it('no package that opens documents or archives is installed for the desk', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
  expect(Object.keys(dependencies).filter((name) => /zip|mammoth|pdf|docx|xlsx|tar\b|officeparser/.test(name))).toEqual([])
})
