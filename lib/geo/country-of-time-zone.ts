import { getCountryForTimezone } from 'countries-and-timezones'

/**
 * The country (ISO 3166-1 alpha-2) that a browser's IANA time zone points to, old names included; empty text for zones
 * of no country and for anything else. Several countries share a zone: the one it is named after is taken.
 */
export const countryOfTimeZone = (zone: string): string => getCountryForTimezone(zone, { deprecated: true })?.id ?? ''
