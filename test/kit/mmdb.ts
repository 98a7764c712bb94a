import { isIPv4 } from 'node:net'

/** A value of the MaxMind DB format 2.0, as far as places need it. Whole numbers are stored as uint32, others as double. */
export type MmdbValue = string | number | boolean | readonly MmdbValue[] | { readonly [key: string]: MmdbValue }

export interface MmdbContent {
  readonly type: string
  readonly records: readonly { readonly network: string; readonly data: MmdbValue }[]
  readonly builtAt?: Date
  readonly ipVersion?: 4 | 6
}

/** A node of the search tree: either side leads to a node, to data (its index in `records`), or nowhere. */
type Side = TreeNode | number | undefined
type TreeNode = [zero: Side, one: Side]

/** A database file. Later networks overwrite earlier ones that they lie in or equal; a larger one after a smaller throws. */
export function writeMmdb({
  type,
  records,
  builtAt = new Date('2026-11-01T00:00:00Z'),
  ipVersion = 6,
}: MmdbContent): Buffer {
  const root: TreeNode = [undefined, undefined]
  records.forEach(({ network }, index) => insert(root, bitsOf(network, ipVersion), index))
  const nodes = allNodes(root)
  const values = records.map(({ data }) => encode(data))
  const metadata: MmdbValue = {
    node_count: nodes.length,
    record_size: 32,
    ip_version: ipVersion,
    database_type: type,
    languages: ['en'],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: builtAt.getTime() / 1000,
    description: { en: 'Made by a test' },
  }
  return Buffer.concat([
    writeTree(nodes, offsetsOf(values)),
    Buffer.alloc(16),
    ...values,
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    encode(metadata),
  ])
}

/** The prefix of a network as bits; IPv4 lies at `::/96` of an IPv6 tree. */
function bitsOf(network: string, ipVersion: 4 | 6): number[] {
  const [address = '', length] = network.split('/')
  const v4 = isIPv4(address)
  const groups = v4 ? address.split('.').map(Number) : ipv6Bytes(address)
  const bits = groups.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((shift) => (byte >> shift) & 1))
  const prefix = bits.slice(0, length === undefined ? bits.length : Number(length))
  return v4 && ipVersion === 6 ? [...new Array<number>(96).fill(0), ...prefix] : prefix
}

function ipv6Bytes(address: string): number[] {
  const [left = '', right] = address.split('::')
  const groups = (text = '') => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  const [head, tail] = [groups(left), groups(right)]
  const all = [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail]
  return all.flatMap((group) => [group >> 8, group & 0xff])
}

function insert(root: TreeNode, bits: readonly number[], index: number): void {
  let node = root
  bits.forEach((bit, depth) => {
    const side = node[bit]
    if (depth === bits.length - 1) {
      if (Array.isArray(side)) throw new Error('a larger network after a smaller one inside it')
      node[bit] = index
    } else if (Array.isArray(side)) {
      node = side
    } else {
      const next: TreeNode = [side, side]
      node[bit] = next
      node = next
    }
  })
}

function allNodes(root: TreeNode): TreeNode[] {
  const nodes = [root]
  for (const node of nodes) nodes.push(...node.filter((side): side is TreeNode => Array.isArray(side)))
  return nodes
}

function offsetsOf(values: readonly Buffer[]): number[] {
  let offset = 0
  return values.map((value) => (offset += value.length) - value.length)
}

/** Below the number of nodes: a node. That number: nothing. Above, by 16 and the offset: data. */
function writeTree(nodes: readonly TreeNode[], offsets: readonly number[]): Buffer {
  const place = new Map(nodes.map((node, index) => [node, index]))
  const tree = Buffer.alloc(nodes.length * 8)
  const pointer = (side: Side): number => {
    if (side === undefined) return nodes.length
    return Array.isArray(side) ? (place.get(side) ?? 0) : nodes.length + 16 + (offsets[side] ?? 0)
  }
  nodes.forEach(([zero, one], index) => {
    tree.writeUInt32BE(pointer(zero), index * 8)
    tree.writeUInt32BE(pointer(one), index * 8 + 4)
  })
  return tree
}

const STRING = 2
const DOUBLE = 3
const UINT32 = 6
const MAP = 7
const ARRAY = 11
const BOOLEAN = 14

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(STRING, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'boolean') return control(BOOLEAN, value ? 1 : 0)
  if (typeof value === 'number') return encodeNumber(value)
  if (isList(value)) return Buffer.concat([control(ARRAY, value.length), ...value.map(encode)])
  const entries = Object.entries(value)
  return Buffer.concat([control(MAP, entries.length), ...entries.flatMap((entry) => entry.map(encode))])
}

const isList = (value: MmdbValue): value is readonly MmdbValue[] => Array.isArray(value)

function encodeNumber(value: number): Buffer {
  const whole = Number.isInteger(value) && value >= 0
  const bytes = Buffer.alloc(whole ? 4 : 8)
  if (whole) bytes.writeUInt32BE(value)
  else bytes.writeDoubleBE(value)
  return Buffer.concat([control(whole ? UINT32 : DOUBLE, bytes.length), bytes])
}

/** Type and size: types above 7 have a byte of their own, sizes from 29 on one more, from 285 on two more. */
function control(type: number, size: number): Buffer {
  const sized = size < 29 ? [size] : size < 285 ? [29, size - 29] : [30, (size - 285) >> 8, (size - 285) & 0xff]
  const [low = 0, ...more] = sized
  return Buffer.from(type > 7 ? [low, type - 7, ...more] : [(type << 5) | low, ...more])
}
