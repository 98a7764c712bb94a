import type { QR_FORMATS } from './link-input.ts'

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
  const { toBuffer, toString } = await import('qrcode')
  const look = { ...LOOK, width: size }
  if (format === 'png') return { type: 'image/png', body: await toBuffer(address, { ...look, type: 'png' }) }
  return { type: 'image/svg+xml', body: Buffer.from(await toString(address, { ...look, type: 'svg' })) }
}
