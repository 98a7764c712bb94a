/** A value of JSON in one line. */
export function shortJson(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return value === undefined ? '' : JSON.stringify(value)
  if (Array.isArray(value)) return value.map(shortJson).join(', ')
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${shortJson(part)}`)
    .join(', ')
}
