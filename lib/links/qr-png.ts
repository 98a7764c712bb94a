import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'

const deflated = promisify(deflate)

/** Square modules, row after row; not 0 is dark. */
export interface Modules {
  readonly size: number
  readonly data: ArrayLike<number>
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** 1 bit of grey a pixel; deflate, no interlacing: https://www.w3.org/TR/png-3/#11IHDR */
const ONE_BIT_GREY = [1, 0, 0, 0, 0]

/**
 * The modules as a picture of so many pixels each way, all of them whole and in the middle, with at least `margin` modules
 * of white around. A bit a pixel rather than the four bytes that drawing libraries take: 2,048 pixels are made in
 * milliseconds.
 */
export async function pngOf({ size: modules, data }: Modules, wanted: number, margin: number): Promise<Buffer> {
  const pixels = Math.max(wanted, modules + 2 * margin)
  const scale = Math.max(1, Math.floor(pixels / (modules + 2 * margin)))
  const offset = Math.floor((pixels - modules * scale) / 2)
  const rowBytes = 1 + Math.ceil(pixels / 8)
  const white = Buffer.alloc(rowBytes, 0xff)
  // Each row begins with its filter: none.
  white[0] = 0
  const rows = Array.from({ length: pixels }, () => white)
  for (let row = 0; row < modules; row++) {
    const line = Buffer.from(white)
    for (let column = 0; column < modules; column++)
      if (data[row * modules + column] !== 0) darken(line, offset + column * scale, scale)
    rows.fill(line, offset + row * scale, offset + (row + 1) * scale)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(pixels, 0)
  head.writeUInt32BE(pixels, 4)
  head.set(ONE_BIT_GREY, 8)
  const body = await deflated(Buffer.concat(rows))
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))])
}

function darken(line: Buffer, from: number, count: number): void {
  for (let at = from; at < from + count; at++) {
    const place = 1 + (at >> 3)
    line[place] = (line[place] ?? 0) & ~(0x80 >> (at & 7))
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
