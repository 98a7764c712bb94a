import { HOUR, MINUTE } from '../core/clock.ts'
import { addDays } from '../core/time-zone.ts'
import type { SeedDay } from './calendar.ts'
import type { Random } from './random.ts'

/** Share of visits by somebody who was here earlier on the same day. */
const SAME_DAY = 0.06
/** How many days ago somebody who comes back came first, on average. */
const DAYS_AWAY = 9
/** About how many newcomers a page view stands for: so many people may come back later. */
const NEWCOMERS_PER_VIEW = 0.22

/** Somebody about to visit, by name; see `Person`. */
export interface Guest {
  readonly name: string
  /** Not before their visit of the same day is over; undefined: any time. */
  readonly earliest: number | undefined
}

/** Who comes on a day. */
export interface Guests {
  draw(isNew: boolean, random: Random): Guest
  /** Somebody's visit is planned, and ends then. */
  planned(name: string, end: number): void
}

/**
 * Newcomers are numbered on their day; somebody who comes back is a number of an earlier day, low ones more often: some
 * people are loyal. So no list of people is kept, and every day can be made by itself.
 */
export function guestsOf(day: SeedDay): Guests {
  const ends = new Map<string, number>()
  const names: string[] = []
  let newcomers = 0

  function again(random: Random): Guest | undefined {
    const name = names[random.below(names.length)]
    if (name === undefined) return undefined
    // Well past the gap that ends a visit.
    const earliest = (ends.get(name) ?? 0) + 40 * MINUTE + random.exponential(2 * HOUR)
    return earliest < day.end ? { name, earliest: Math.round(earliest) } : undefined
  }

  function fromEarlier(random: Random): Guest | undefined {
    const date = addDays(day.date, -1 - Math.floor(random.exponential(DAYS_AWAY)))
    const name = `${date} ${Math.floor(random.fraction() ** 2 * day.views * NEWCOMERS_PER_VIEW)}`
    // Nobody is in two visits at once.
    return ends.has(name) ? undefined : { name, earliest: undefined }
  }

  return {
    draw(isNew, random) {
      const known = random.chance(SAME_DAY) ? again(random) : isNew ? undefined : fromEarlier(random)
      return known ?? { name: `${day.date} ${newcomers++}`, earliest: undefined }
    },
    planned(name, end) {
      if (!ends.has(name)) names.push(name)
      ends.set(name, end)
    },
  }
}
