import type { QR_FORMATS } from './link-input.ts'
import { pngOf } from './qr-png.ts'

interface Wish {
  readonly format: (typeof QR_FORMATS)[number]
  /** Width and height in pixels. */
  readonly size: number
}

/** The quiet zone that the standard asks for, in modules; and so much correction that some 15 % may be unreadable. */
const LOOK = { margin: 4, errorCorrectionLevel: 'M' } as const

/** A picture of an address for telephones to read (ISO/IEC 18004). */
export async function qrCode(address: string, { format, size }: Wish): Promise<{ type: string; body: Buffer }> {
  // Loaded when somebody wants one: most processes never do.
  const { create, toString } = await import('qrcode')
  if (format === 'png') {
    const { modules } = create(address, LOOK)
    return { type: 'image/png', body: await pngOf(modules, size, LOOK.margin) }
  }
  const svg = await toString(address, { ...LOOK, type: 'svg', width: size })
  return { type: 'image/svg+xml', body: Buffer.from(svg) }
}
