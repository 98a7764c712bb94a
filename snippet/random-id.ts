/** A random whole number from 1 to 2^53 - 1. */
export function randomId(): number {
  return crypto.getRandomValues(new Uint32Array(2)).reduce((high, low) => (high >>> 11) * 2 ** 32 + low) || 1
}
