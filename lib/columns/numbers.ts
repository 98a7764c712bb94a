import type { ByteReader, ByteWriter } from './bytes.ts'
import { DamagedBytes } from './bytes.ts'
import { fillPlane, joinPlanes, readPlanes, writePlanes } from './planes.ts'
import type { Room } from './rooms.ts'
import { Borrowed, KEPT } from './rooms.ts'
import type { Values } from './values.ts'

/** The planes hold what a number is above the smallest; or what its step from the one before is above the smallest step. */
const IS_RISING = 0x01
const IS_PACKED = 0x80

/** Differences are made of numbers below this only, so that they too are exact. */
const MOST_FOR_DIFFERENCES = 2 ** 51
const MOST_BITS = 53

/** One way to write a block. */
interface Way {
  readonly isRising: boolean
  /** Where counting starts, and what is added at each row. */
  readonly start: number
  readonly step: number
  readonly planes: Uint32Array | Float64Array
  readonly bits: number
}

/**
 * A block of numbers from 0 to 2^53-1: byte of kind and packing, varint of the largest number, how its planes are to be
 * read, the planes. `isPacked` for a block that deflate will not be tried on. A block does not say how many numbers it has.
 */
export function writeNumbers(out: ByteWriter, numbers: ArrayLike<number>, isPacked: boolean): void {
  const { least, most } = edgesOf(numbers)
  const { isRising, start, step, planes, bits } = bestWay(numbers, least, most, isPacked)
  out.byte((isRising ? IS_RISING : 0) | (isPacked ? IS_PACKED : 0))
  out.varint(most)
  out.byte(bits)
  out.signed(start)
  if (isRising) out.signed(step)
  writePlanes(out, planes, bits, isPacked)
}

function edgesOf(numbers: ArrayLike<number>): { least: number; most: number } {
  let least = numbers[0] ?? 0
  let most = least
  for (let row = 1; row < numbers.length; row++) {
    const number = numbers[row] ?? 0
    if (number < least) least = number
    else if (number > most) most = number
  }
  return { least, most }
}

function bestWay(numbers: ArrayLike<number>, least: number, most: number, isPacked: boolean): Way {
  const ways = [plainWay(numbers, least, most)]
  if (most < MOST_FOR_DIFFERENCES && most > least) ways.push(risingWay(numbers))
  const costs = ways.map((way) => (isPacked ? way.bits * numbers.length : expectedBits(way)))
  return ways[costs.indexOf(Math.min(...costs))] ?? plainWay(numbers, least, most)
}

const bitsOf = (number: number) => (number === 0 ? 0 : number < 2 ** 31 ? 32 - Math.clz32(number) : wideBitsOf(number))

function wideBitsOf(number: number): number {
  let bits = 31
  while (2 ** bits <= number) bits++
  return bits
}

const room = (count: number, most: number) => (most < 2 ** 32 ? new Uint32Array(count) : new Float64Array(count))

function plainWay(numbers: ArrayLike<number>, least: number, most: number): Way {
  // At the very top a signed start has no bit left; such numbers are written as they are.
  const start = least < MOST_FOR_DIFFERENCES ? least : 0
  const planes = room(numbers.length, most - start)
  for (let row = 0; row < planes.length; row++) planes[row] = (numbers[row] ?? 0) - start
  return { isRising: false, start, step: 0, planes, bits: bitsOf(most - start) }
}

function risingWay(numbers: ArrayLike<number>): Way {
  let step = Infinity
  let largest = -Infinity
  for (let row = 1; row < numbers.length; row++) {
    const difference = (numbers[row] ?? 0) - (numbers[row - 1] ?? 0)
    if (difference < step) step = difference
    if (difference > largest) largest = difference
  }
  const planes = room(numbers.length, largest - step)
  for (let row = 1; row < planes.length; row++) planes[row] = (numbers[row] ?? 0) - (numbers[row - 1] ?? 0) - step
  return { isRising: true, start: (numbers[0] ?? 0) - step, step, planes, bits: bitsOf(largest - step) }
}

/** What the planes will take when each byte of a plane costs by how rare it is: about what deflate makes of them. */
function expectedBits({ planes, bits }: Way): number {
  const plane = new Uint8Array(planes.length)
  const counts = new Uint32Array(256)
  let cost = 0
  for (let place = 0; place < Math.ceil(bits / 8); place++) {
    fillPlane(plane, planes, place)
    counts.fill(0)
    for (const byte of plane) counts[byte] = (counts[byte] ?? 0) + 1
    for (const count of counts) if (count > 0) cost += count * Math.log2(plane.length / count)
  }
  return cost
}

/** Reads a block of so many numbers. `most` is the largest that makes sense. */
export function readNumbers(
  input: ByteReader,
  count: number,
  most = Number.MAX_SAFE_INTEGER,
  into: Room = KEPT,
): Values {
  const passing = new Borrowed()
  try {
    return readBlock(input, count, most, into, passing)
  } finally {
    passing.end()
  }
}

/** `passing` is room for what is needed on the way. */
function readBlock(input: ByteReader, count: number, most: number, room: Room, passing: Borrowed): Values {
  const head = input.byte()
  if ((head & ~(IS_RISING | IS_PACKED)) !== 0) throw new DamagedBytes(`kind ${head} is unknown`)
  const largest = input.varint()
  if (largest > most) throw new DamagedBytes(`${largest} is more than ${most}`)
  const bits = input.byte()
  if (bits > MOST_BITS) throw new DamagedBytes(`numbers of ${bits} bits`)
  const start = input.signed()
  const isRising = (head & IS_RISING) !== 0
  const step = isRising ? input.signed() : 0
  const planes = readPlanes(input, count, bits, (head & IS_PACKED) !== 0)
  const into = room.values(largest, count)
  if (!isRising) {
    if (start < 0) throw new DamagedBytes('a number below 0')
    joinPlanes(planes, start, into)
    if (start + 2 ** bits - 1 > largest) check(into, start, largest)
    return into
  }
  const differences = bits <= 32 ? passing.words(count) : passing.floats(count)
  joinPlanes(planes, 0, differences)
  addUp(differences, start, step, largest, into)
  return into
}

/** A number that was cut by a narrow array comes out below `least`, so this finds it too. */
function check(numbers: Values, least: number, most: number): void {
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? 0
    if (number < least || number > most) throw new DamagedBytes(`${number} is not between ${least} and ${most}`)
  }
}

function addUp(differences: ArrayLike<number>, start: number, step: number, most: number, into: Values): void {
  let number = start
  for (let row = 0; row < into.length; row++) {
    number += step + (differences[row] ?? 0)
    if (number < 0 || number > most) throw new DamagedBytes(`${number} is not between 0 and ${most}`)
    into[row] = number
  }
}
