import { isIP } from 'node:net'
import type { Reader, Response } from 'maxmind'
import type { Place } from '../core/enriched.ts'
import { cutText } from '../core/text.ts'

/** What `maxmind` opens: any database in MaxMind's format, whatever its records look like. */
export type PlaceReader = Reader<Response>

const MAX_NAME = 100
const MAPPED_IPV4 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i

/** The place of an address, undefined where the database knows none. Never throws, on any text. */
export function placeOf(reader: PlaceReader, ip: string): Place | undefined {
  const address = ip.replace(MAPPED_IPV4, '')
  const version = isIP(address)
  if (version === 0 || (version === 6 && reader.metadata.ipVersion === 4)) return undefined
  try {
    return readPlace(reader.get(address))
  } catch {
    // A file that was cut or overwritten in place can lead anywhere; one place less is all it may cost.
    return undefined
  }
}

/**
 * Two families of records are in use. MaxMind nests: `{country: {iso_code}, subdivisions: [{names: {en}}], city: {names}}`.
 * DB-IP, IPinfo and others are flat: `{country_code, state1, city}`, `{country, region, city}`.
 */
function readPlace(record: unknown): Place | undefined {
  const { country, country_code, subdivisions, region, state1, city } = fieldsOf(record)
  const code = countryCode(fieldsOf(country).iso_code) ?? countryCode(country_code) ?? countryCode(country)
  if (code === undefined) return undefined
  const subdivision: unknown = Array.isArray(subdivisions) ? subdivisions[0] : undefined
  return {
    country: code,
    region: englishName(subdivision) || text(region) || text(state1),
    city: englishName(city) || text(city),
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const countryCode = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Z]{2}$/i.test(value) ? value.toUpperCase() : undefined

const text = (value: unknown): string => (typeof value === 'string' ? cutText(value, MAX_NAME) : '')

const englishName = (value: unknown): string => text(fieldsOf(fieldsOf(value).names).en)
