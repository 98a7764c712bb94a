/** Offset of a time zone from UTC at an instant, ms. */
function offsetAt(instant: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = format.formatToParts(instant)
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return wall - Math.floor(instant / 1000) * 1000
}

/**
 * The instant of a time as reports give it (`2026-11-20 09:15:04`, of the project's time zone), as ISO 8601. Of a time
 * that a clock shows twice in autumn, the first one.
 */
export function instantOf(local: string, zone: string): string {
  const wall = Date.parse(`${local.replace(' ', 'T')}Z`)
  const first = wall - offsetAt(wall, zone)
  return new Date(wall - offsetAt(first, zone)).toISOString()
}
