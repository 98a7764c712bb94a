import { CURRENCY, PRICES } from './prices.data.ts'
import type { Random } from './random.ts'
import type { Weighted } from './sampler.ts'

/** Who works on the shop, by their accounts, and how often they sit down to it. */
export const STAFF: Weighted<string> = [
  [8, 'owner'],
  [24, 'shop-manager'],
  [26, 'support-1'],
  [16, 'support-2'],
  [18, 'warehouse'],
  [8, 'bookkeeping'],
]

/** What one of them does, and to what. */
export interface Deed {
  readonly action: string
  readonly target: string
  readonly context: Readonly<Record<string, unknown>>
  /** Of what it was done on behalf; the shop itself when absent. */
  readonly tenant?: string
  /** The id that the shop's own program has for it. */
  readonly externalId?: string
  /** Why it failed; absent: it succeeded. */
  readonly failure?: string
}

export type MakeDeed = (random: Random) => Deed

const PRODUCTS = Object.entries(PRICES).map(([path, price]) => [path.slice(path.lastIndexOf('/') + 1), price] as const)

const product = (random: Random) => PRODUCTS[random.below(PRODUCTS.length)] ?? ['house-blend', 13.9]
const order = (random: Random) => `order-${10_000 + random.below(80_000)}`
const oneOf = <T>(random: Random, first: T, ...others: readonly T[]): T =>
  [first, ...others][random.below(others.length + 1)] ?? first

const priceChanged: MakeDeed = (random) => {
  const [name, price] = product(random)
  const to = Math.round(price * (0.9 + 0.25 * random.fraction()) * 10) / 10
  return { action: 'product.price_changed', target: name, context: { from: price, to, currency: CURRENCY } }
}

const stockCorrected: MakeDeed = (random) => {
  const [name] = product(random)
  const counted = random.below(90)
  const context = { counted, booked: counted + 1 + random.below(6), reason: oneOf(random, 'stocktaking', 'damaged') }
  return { action: 'stock.corrected', target: name, context }
}

const orderRefunded: MakeDeed = (random) => {
  const amount = Math.round((8 + random.exponential(30)) * 100) / 100
  const reason = oneOf(random, 'damaged in transit', 'returned', 'wrong item', 'goodwill')
  return {
    action: 'order.refunded',
    target: order(random),
    context: { amount, currency: CURRENCY, reason },
    externalId: `re_${random.id().toString(36)}`,
    ...(random.chance(0.06) && { failure: 'declined by the payment provider' }),
  }
}

const orderCancelled: MakeDeed = (random) => ({
  action: 'order.cancelled',
  target: order(random),
  context: { reason: oneOf(random, 'asked by customer', 'not in stock', 'address unknown') },
})

const customersExported: MakeDeed = (random) => ({
  action: 'customers.exported',
  target: oneOf(random, 'customers.csv', 'newsletter-readers.csv', 'orders.csv'),
  context: { rows: 40 + random.below(2400), format: 'csv' },
  ...(random.chance(0.12) && { failure: 'no permission' }),
})

const roleChanged: MakeDeed = (random) => {
  const [from, to] = oneOf(random, ['viewer', 'editor'], ['editor', 'manager'], ['manager', 'editor'])
  const target = oneOf(random, 'support-2', 'support-1', 'warehouse')
  return {
    action: 'user.role_changed',
    target,
    context: { from, to },
    ...(random.chance(0.1) && { failure: 'no permission' }),
  }
}

const wholesaleTerms: MakeDeed = (random) => ({
  action: 'terms.changed',
  target: `customer-${100 + random.below(40)}`,
  context: { discount_pct: oneOf(random, 5, 8, 10, 12), days_to_pay: oneOf(random, 14, 30) },
  tenant: 'wholesale',
})

const settingsChanged: MakeDeed = (random) => ({
  action: 'settings.changed',
  target: oneOf(random, 'shipping.rates', 'checkout.payment-methods', 'mail.sender', 'tax.rates'),
  context: { revision: 100 + random.below(900) },
})

export const DEEDS: Weighted<MakeDeed> = [
  [24, stockCorrected],
  [20, orderRefunded],
  [18, priceChanged],
  [14, orderCancelled],
  [9, wholesaleTerms],
  [7, customersExported],
  [5, settingsChanged],
  [3, roleChanged],
]
