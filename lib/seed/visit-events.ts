import type { EventRecord } from '../spool/records.ts'
import type { Resolved } from '../writer/terms.ts'
import { CURRENCY, PRICES } from './prices.data.ts'
import type { Random } from './random.ts'
import type { Scene, SeenView } from './visit-records.ts'

/** Of those who look at a product and do not go to the cart next. */
const PUTS_IN_CART = 0.2
/** A form for the newsletter is at the foot of these pages. */
const SUBSCRIBES = 0.016
const FOOTED: ReadonlySet<string> = new Set(['home', 'blog', 'feature', 'offer'])
const NEWSLETTER_PAGE = '/newsletter'
const SUBSCRIBES_THERE = 0.45
const MAKES_ACCOUNT = 0.3

interface Happening {
  readonly name: 'signup' | 'add_to_cart' | 'purchase'
  readonly props: Readonly<Record<string, string | number>>
  /** After the beginning of the view, as a share of its time. */
  readonly after: number
}

/** Custom events of a visit: what is bought was put into the cart before, if it was in this visit. */
export function visitEvents({ project }: Scene, views: readonly SeenView[], random: Random): Resolved<EventRecord>[] {
  const cart: number[] = []
  return views.flatMap((view, index) => {
    const isOnTheWay = views[index + 1]?.seen.section === 'cart'
    const happening = happeningIn(view, isOnTheWay, cart, random)
    if (happening === undefined) return []
    const { name, props, after } = happening
    const at = view.at + Math.floor((view.dwell - 1) * after)
    return [
      {
        v: 1,
        kind: 'event',
        id: random.id(),
        at,
        project: { id: project.id },
        ...view.visitor(at),
        name,
        props: JSON.stringify(props),
        page: view.seen.page,
        view: view.id,
      },
    ]
  })
}

function happeningIn({ seen }: SeenView, isOnTheWay: boolean, cart: number[], random: Random): Happening | undefined {
  const { path } = seen.page
  if (seen.section === 'product') {
    if (!isOnTheWay && !random.chance(PUTS_IN_CART)) return undefined
    const quantity = random.chance(0.15) ? 2 : 1
    const value = money((PRICES[path] ?? 0) * quantity)
    cart.push(value)
    const product = path.slice(path.lastIndexOf('/') + 1)
    return { name: 'add_to_cart', props: { product, quantity, value, currency: CURRENCY }, after: late(random) }
  }
  if (seen.section === 'thanks') return { name: 'purchase', props: orderOf(cart, random), after: 0.02 }
  const chance = path === NEWSLETTER_PAGE ? SUBSCRIBES_THERE : FOOTED.has(seen.section) ? SUBSCRIBES : 0
  if (random.chance(chance)) return { name: 'signup', props: { plan: 'newsletter' }, after: late(random) }
  if (seen.section !== 'checkout' || !random.chance(MAKES_ACCOUNT)) return undefined
  return { name: 'signup', props: { plan: random.chance(0.25) ? 'club' : 'account' }, after: late(random) }
}

/** An order of what is in the cart; of something that was there from an earlier visit when it is empty. */
function orderOf(cart: number[], random: Random) {
  const bought = cart.length > 0 ? cart.splice(0) : [money(9 + random.exponential(25))]
  const value = money(bought.reduce((sum, each) => sum + each, 0))
  const payment = random.chance(0.6) ? 'card' : random.chance(0.7) ? 'wallet' : 'invoice'
  return { value, currency: CURRENCY, items: bought.length, payment }
}

const late = (random: Random) => 0.4 + 0.5 * random.fraction()
const money = (value: number) => Math.round(value * 100) / 100
