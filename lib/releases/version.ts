/** Versions of releases: `1.2.3`, or `1.2.3-beta.1` for what comes before it. */
export const VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(-[\w.]{1,64})?$/

/**
 * Below 0 when `a` is older. By semver, but for the order among pre-releases of one version, which is that of their text;
 * `loader/releases.js` says the same in words that any Node understands.
 */
export function compareVersions(a: string, b: string): number {
  const [numbersA = '', afterA] = partsOf(a)
  const [numbersB = '', afterB] = partsOf(b)
  const [wordsA, wordsB] = [numbersA.split('.').map(Number), numbersB.split('.').map(Number)]
  for (const [at, number] of wordsA.entries()) {
    const other = wordsB[at] ?? 0
    if (number !== other) return number - other
  }
  if (afterA === undefined || afterB === undefined) return Number(afterA === undefined) - Number(afterB === undefined)
  return afterA < afterB ? -1 : Number(afterA > afterB)
}

const partsOf = (version: string) => {
  const at = version.indexOf('-')
  return at === -1 ? [version] : [version.slice(0, at), version.slice(at + 1)]
}

/** Whether Node `have` will do where a release needs `>=20.19`; undefined when that cannot be read. */
export function isNodeEnough(have: string, needs: string): boolean | undefined {
  const [, least] = /^>=(\d+(?:\.\d+){0,2})$/.exec(needs.trim()) ?? []
  if (least === undefined) return undefined
  const [wanted, has] = [least.split('.').map(Number), have.split('.').map(Number)]
  for (const [at, number] of wanted.entries()) {
    const other = has[at] ?? 0
    if (other !== number) return other > number
  }
  return true
}
