import type { Coded, CodedTexts, Values } from './values.ts'

/** The narrowest array, filled with 0, for whole numbers from 0 to `most`, which is at most 2^53-1. */
export function arrayFor(most: number, length: number): Values {
  if (most <= 0xff) return new Uint8Array(length)
  if (most <= 0xffff) return new Uint16Array(length)
  if (most <= 0xffffffff) return new Uint32Array(length)
  return new Float64Array(length)
}

/** Whole numbers from 0 to 2^53-1 in the narrowest array that holds them all. Throws `RangeError` for any other. */
export function narrow(numbers: ArrayLike<number>): Values {
  let most = 0
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row] ?? 0
    if (number < 0 || !Number.isSafeInteger(number)) throw new RangeError(`A column cannot hold ${number}`)
    if (number > most) most = number
  }
  const values = arrayFor(most, numbers.length)
  values.set(numbers)
  return values
}

/** Numbers of up to 32 bits, each distinct one stored once. */
export function coded(numbers: ArrayLike<number>): Coded {
  const ids = Uint32Array.from(new Set(Array.from(numbers))).sort()
  const codeOf = new Map<number, number>()
  ids.forEach((id, code) => codeOf.set(id, code))
  const codes = new Uint32Array(numbers.length)
  for (let row = 0; row < numbers.length; row++) codes[row] = codeOf.get(numbers[row] ?? 0) ?? 0
  return { codes: narrow(codes), ids }
}

/** Texts in the order of their first appearance. */
export function codedTexts(values: readonly string[]): CodedTexts {
  const codeOf = new Map<string, number>()
  const codes = values.map((value) => {
    const known = codeOf.get(value)
    if (known !== undefined) return known
    codeOf.set(value, codeOf.size)
    return codeOf.size - 1
  })
  return { codes: narrow(codes), texts: [...codeOf.keys()] }
}
