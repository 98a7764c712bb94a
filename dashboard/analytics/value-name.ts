import { country, languageName, readable } from '../format.ts'
import { texts } from '../language.ts'

/** What a value of a dimension is called. `fields` as the API gives them beside it. */
export function valueName(dimension: string, value: string, fields: Readonly<Record<string, string>> = {}): string {
  if (value === '') return nameOfNone(dimension)
  const named = NAMES[dimension]?.(value) ?? value
  // The same name may come in by several ways: an advertisement is another source than a search.
  if (dimension === 'source' && fields.channel === 'paid') return `${named} · ${texts.places.channels.paid}`
  return named
}

/** What else there is to say about it, in small letters. */
export function valueMore(dimension: string, fields: Readonly<Record<string, string>>): string {
  if (dimension === 'page') return fields.title ?? ''
  if (dimension === 'city') return [fields.region, country(fields.country ?? '')].filter(Boolean).join(', ')
  if (dimension === 'region') return country(fields.country ?? '')
  return ''
}

const NAMES: Readonly<Record<string, (value: string) => string>> = {
  country,
  language: languageName,
  channel: (value) => texts.places.channels[value] ?? value,
  device: (value) => texts.places.devices[value] ?? value,
  screen: (value) => texts.places.screens[value] ?? value,
  page: readable,
  entry_page: readable,
  exit_page: readable,
  referrer: (value) => readable(value).replace(/\/$/, ''),
}

function nameOfNone(dimension: string): string {
  if (dimension === 'source' || dimension === 'referrer') return texts.places.channels.direct ?? ''
  return dimension.startsWith('utm_') ? texts.analytics.none : texts.words.unknown
}
