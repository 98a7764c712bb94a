import type { ByteReader, ByteWriter } from './bytes.ts'

/**
 * Numbers of `bits` bits as planes: first the lowest byte of every number, then the next of every number, so that the
 * empty high bytes lie together, where deflate makes nothing of them. When the bits are no whole bytes, the last plane may
 * be packed: only its bits, without gaps, lowest first. That is smaller where deflate finds nothing.
 */
export function writePlanes(out: ByteWriter, numbers: ArrayLike<number>, bits: number, isPacked: boolean): void {
  const whole = bits >>> 3
  const rest = bits & 7
  const planes = rest > 0 && !isPacked ? whole + 1 : whole
  for (let plane = 0; plane < planes; plane++) fillPlane(out.room(numbers.length), numbers, plane)
  if (rest > 0 && isPacked) pack(out.room(packedBytes(numbers.length, rest)), numbers, whole, rest)
}

/** Calls of `|` and `>>>` see 32 bits only, so higher planes are cut off by division. */
export function fillPlane(plane: Uint8Array, numbers: ArrayLike<number>, place: number): void {
  if (place < 4 && !(numbers instanceof Float64Array)) {
    const shift = 8 * place
    for (let row = 0; row < plane.length; row++) plane[row] = (numbers[row] ?? 0) >>> shift
    return
  }
  const divisor = 2 ** (8 * place)
  for (let row = 0; row < plane.length; row++) plane[row] = Math.floor((numbers[row] ?? 0) / divisor) % 256
}

const packedBytes = (count: number, bits: number) => Math.ceil((count * bits) / 8)

function pack(target: Uint8Array, numbers: ArrayLike<number>, place: number, bits: number): void {
  const plane = new Uint8Array(numbers.length)
  fillPlane(plane, numbers, place)
  let held = 0
  let heldBits = 0
  let at = 0
  for (const value of plane) {
    held |= value << heldBits
    heldBits += bits
    if (heldBits < 8) continue
    target[at++] = held
    held >>>= 8
    heldBits -= 8
  }
  if (heldBits > 0) target[at] = held
}

/** The planes that `writePlanes` wrote, one byte a number. */
export function readPlanes(input: ByteReader, count: number, bits: number, isPacked: boolean): Uint8Array[] {
  const whole = bits >>> 3
  const rest = bits & 7
  const planes = Array.from({ length: whole }, () => input.bytes(count))
  if (rest === 0) return planes
  planes.push(isPacked ? unpack(input.bytes(packedBytes(count, rest)), count, rest) : input.bytes(count))
  return planes
}

function unpack(packed: Uint8Array, count: number, bits: number): Uint8Array {
  const plane = new Uint8Array(count)
  const mask = (1 << bits) - 1
  let held = 0
  let heldBits = 0
  let at = 0
  for (let row = 0; row < count; row++) {
    if (heldBits < bits) {
      held |= (packed[at++] ?? 0) << heldBits
      heldBits += 8
    }
    plane[row] = held & mask
    held >>>= bits
    heldBits -= bits
  }
  return plane
}

/** Puts the planes together, `add` on top of each. Numbers that do not fit into `into` are cut: the caller checks. */
export function joinPlanes(
  planes: readonly Uint8Array[],
  add: number,
  into: Uint8Array | Uint16Array | Uint32Array | Float64Array,
): void {
  const [a, b, c] = planes
  const rows = into.length
  if (a === undefined) into.fill(add)
  else if (b === undefined) for (let row = 0; row < rows; row++) into[row] = (a[row] ?? 0) + add
  else if (c === undefined)
    for (let row = 0; row < rows; row++) into[row] = ((a[row] ?? 0) | ((b[row] ?? 0) << 8)) + add
  else if (planes.length === 3)
    for (let row = 0; row < rows; row++)
      into[row] = ((a[row] ?? 0) | ((b[row] ?? 0) << 8) | ((c[row] ?? 0) << 16)) + add
  else joinMany(planes, add, into)
}

function joinMany(
  planes: readonly Uint8Array[],
  add: number,
  into: Uint8Array | Uint16Array | Uint32Array | Float64Array,
): void {
  const none = new Uint8Array(into.length)
  const [a = none, b = none, c = none, d = none, e = none, f = none, g = none] = planes
  for (let row = 0; row < into.length; row++) {
    const low = ((a[row] ?? 0) | ((b[row] ?? 0) << 8) | ((c[row] ?? 0) << 16)) + (d[row] ?? 0) * 0x1000000
    const high = (e[row] ?? 0) | ((f[row] ?? 0) << 8) | ((g[row] ?? 0) << 16)
    into[row] = low + high * 0x100000000 + add
  }
}
