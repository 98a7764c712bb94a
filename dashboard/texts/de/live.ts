import type { Texts } from '../texts.ts'

export const live: Texts['live'] = {
  title: 'Live',
  now: 'in den letzten 5 Minuten',
  recent: 'in den letzten 30 Minuten',
  visitors: (_count, shown) => `${shown} Besucher`,
  pageviews: (count, shown) => `${shown} ${count === 1 ? 'Aufruf' : 'Aufrufe'}`,
  minutes: 'Aufrufe je Minute',
  minutesAgo: (minutes) => `vor ${minutes} min`,
  justNow: 'jetzt',
  pages: 'Seiten',
  sources: 'Quellen',
  countries: 'Länder',
  cities: 'Städte',
  nobody: 'Niemand in der letzten halben Stunde. Es erscheint hier von selbst.',
  direct: 'Direkt',
}
