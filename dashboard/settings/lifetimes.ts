import { number } from '../format.ts'
import { texts } from '../language.ts'

/** Days that links and tokens are good for; empty for ever. */
export const LIFETIMES = ['', '7', '30', '90', '365'] as const

export const lifetimeOptions = () =>
  LIFETIMES.map(
    (days) =>
      [days, days === '' ? texts.settings.data.forEver : texts.settings.data.days(number(Number(days)))] as const,
  )
