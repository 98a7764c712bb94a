import { Borrowed } from '../../columns/rooms.ts'

/**
 * Pairs of (group, member), each counted once: who was there in which hour, say. Open addressing over flat arrays, 8 bytes
 * a place, at most two thirds full.
 */
export class PairSet {
  #groups: Uint32Array
  #members: Uint32Array
  #mask: number
  readonly #borrowed = new Borrowed()
  #size = 0

  /** `places` is a power of two. */
  constructor(places = 1024) {
    this.#groups = this.#borrowed.words(places).fill(0)
    this.#members = this.#borrowed.words(places)
    this.#mask = places - 1
  }

  get size(): number {
    return this.#size
  }

  get bytes(): number {
    return this.#groups.byteLength * 2
  }

  /** Whether it was new. Groups are below 2^32 - 1. */
  add(group: number, member: number): boolean {
    const groups = this.#groups
    const members = this.#members
    const mask = this.#mask
    const key = group + 1
    let place = placeOf(key, member) & mask
    for (;;) {
      const found = groups[place]
      if (found === 0) break
      if (found === key && members[place] === member) return false
      place = (place + 1) & mask
    }
    groups[place] = key
    members[place] = member
    if (++this.#size * 3 > groups.length * 2) this.#rebuild(groups.length * 2, undefined)
    return true
  }

  /** Nobody will ask for anything any more. */
  release(): void {
    this.#groups = new Uint32Array(2)
    this.#members = new Uint32Array(2)
    this.#mask = 1
    this.#size = 0
    this.#borrowed.end()
  }

  clear(): void {
    if (this.#size > 0) this.#groups.fill(0)
    this.#size = 0
  }

  /** Forgets the pairs of all other groups: they will not come again. */
  keep(isOpen: (group: number) => boolean): void {
    this.#rebuild(this.#groups.length, isOpen)
  }

  #rebuild(places: number, isOpen: ((group: number) => boolean) | undefined): void {
    const [groups, members] = [this.#groups, this.#members]
    this.#groups = this.#borrowed.words(places).fill(0)
    this.#members = this.#borrowed.words(places)
    this.#mask = places - 1
    this.#size = 0
    for (let place = 0; place < groups.length; place++) {
      const key = groups[place] as number
      if (key !== 0 && (isOpen === undefined || isOpen(key - 1))) this.#put(key, members[place] as number)
    }
    this.#borrowed.giveBack(groups)
    this.#borrowed.giveBack(members)
  }

  #put(key: number, member: number): void {
    let place = placeOf(key, member) & this.#mask
    while (this.#groups[place] !== 0) place = (place + 1) & this.#mask
    this.#groups[place] = key
    this.#members[place] = member
    this.#size++
  }
}

function placeOf(key: number, member: number): number {
  const mixed = Math.imul(member, 0x9e3779b1) ^ Math.imul(key, 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
