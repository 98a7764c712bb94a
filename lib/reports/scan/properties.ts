import type { Part } from '../../sealed-days/part.ts'
import { textsOf } from '../../sealed-days/part.ts'

type Properties = Readonly<Record<string, unknown>>

const parsed = new WeakMap<Part, readonly (Properties | undefined)[]>()

/** The properties of custom events, by the code of their text: each text is read once. */
export function propertiesOf(part: Part): readonly (Properties | undefined)[] {
  const known = parsed.get(part)
  if (known !== undefined) return known
  const made = textsOf(part, 'event.props').texts.map(parse)
  parsed.set(part, made)
  return made
}

function parse(text: string): Properties | undefined {
  if (text === '') return undefined
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Properties) : undefined
  } catch {
    return undefined
  }
}

/** A property as text: texts, numbers, and `true` and `false`. Undefined for what is not there, empty, or no scalar. */
export function propertyOf(properties: Properties | undefined, key: string): string | undefined {
  if (properties === undefined || !Object.hasOwn(properties, key)) return undefined
  const value = properties[key]
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** Amounts are added up in parts of this, which is exact up to 900,000 million. */
const FRACTION = 10_000

/** `revenue` (a number, or text that is one) and `currency` (capitals; empty where not said). Undefined for none. */
export function moneyOf(properties: Properties | undefined): { currency: string; parts: number } | undefined {
  const text = propertyOf(properties, 'revenue') ?? ''
  const amount = /^\s*[-+]?\d*\.?\d+(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : NaN
  const parts = Math.round(amount * FRACTION)
  if (!Number.isSafeInteger(parts)) return undefined
  const currency = (propertyOf(properties, 'currency') ?? '').trim().toUpperCase()
  return { currency: currency.slice(0, 8), parts }
}

/** Parts of money as it was sent, up to four decimals. */
export const amountOf = (parts: number): number => parts / FRACTION
