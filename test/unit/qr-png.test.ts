import { crc32, inflateSync } from 'node:zlib'
import { create } from 'qrcode'
import { qrCode } from '../../lib/links/qr-code.ts'
import { pngOf } from '../../lib/links/qr-png.ts'

/** The chunks of a PNG; throws for one whose sum is wrong. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    const named = png.subarray(at + 4, at + 8 + length)
    if (crc32(named) !== png.readUInt32BE(at + 8 + length)) throw new Error('A chunk is damaged')
    chunks.set(named.subarray(0, 4).toString(), named.subarray(4))
    at += 12 + length
  }
  return chunks
}

/** Whether a pixel is dark. */
function pixelsOf(png: Buffer) {
  const chunks = chunksOf(png)
  const width = chunks.get('IHDR')?.readUInt32BE(0) ?? 0
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0))
  const rowBytes = 1 + Math.ceil(width / 8)
  expect(rows.length).toBe(rowBytes * width)
  return {
    width,
    isDark: (x: number, y: number) => (((rows[y * rowBytes + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 0,
  }
}

test.each([
  ['https://s.example/l/spring', 330],
  ['https://s.example/l/spring', 512],
  ['https://s.example/l/spring', 2048],
  [`https://a-rather-long-name.example/below/a/path/l/${'x'.repeat(64)}`, 101],
])('%s in %i pixels has every module in its place, and white around', async (address, size) => {
  const { modules } = create(address, { errorCorrectionLevel: 'M' })
  const { body } = await qrCode(address, { format: 'png', size })
  const { width, isDark } = pixelsOf(body)
  expect(width).toBe(size)
  const scale = Math.floor(size / (modules.size + 8))
  const offset = Math.floor((size - modules.size * scale) / 2)
  const centre = (module: number) => offset + module * scale + (scale >> 1)
  const seen = Array.from({ length: modules.size ** 2 }, (_, at) =>
    isDark(centre(at % modules.size), centre(Math.floor(at / modules.size))) ? 1 : 0,
  )
  expect(seen).toEqual([...modules.data].map((value) => (value === 0 ? 0 : 1)))
  const isWhite = Array.from({ length: size }, (_, at) =>
    [isDark(at, offset - 1), isDark(offset - 1, at), isDark(at, size - 1), isDark(size - 1, at)].includes(true),
  )
  expect(isWhite).not.toContain(true)
})

test('what has no room in the wanted size gets as much as it needs', async () => {
  const { width, isDark } = pixelsOf(await pngOf({ size: 2, data: [1, 0, 0, 1] }, 4, 4))
  expect([width, isDark(4, 4), isDark(5, 4), isDark(4, 5), isDark(5, 5)]).toEqual([10, true, false, false, true])
})
