import { MINUTE } from '../core/clock.ts'
import type { Id53 } from '../core/ids.ts'

/**
 * How long after a click a page view is still taken for what it led to. A redirect and a slow page take seconds; a consent
 * page, a log-in or an app's "open in browser" minutes. Who comes later than that came for another reason.
 */
export const CLICK_LEADS_WITHIN = 5 * MINUTE

/** A click or a view: somebody on their way to a page of a host. */
export interface Step {
  readonly at: number
  readonly host: string
  /** Everything the browser is known by: two steps that share one of these are by the same. */
  readonly visitors: readonly Id53[]
}

/**
 * The visit that each click led to; clicks that led to none are not in the answer. A view answers the newest click before
 * it that has no visit yet. So of two clicks and one view the newest has it, a second view finds nothing left to answer,
 * and records that come in the order of time give the same however they are divided into batches.
 */
export function joinClicks<C extends Step>(
  clicks: readonly C[],
  views: readonly (Step & { readonly visit: Id53 })[],
): Map<C, Id53> {
  const joined = new Map<C, Id53>()
  if (clicks.length === 0) return joined
  const open = new Map<string, C[]>()
  for (const click of [...clicks].sort(byTime))
    for (const key of keysOf(click)) open.set(key, [...(open.get(key) ?? []), click])
  for (const view of [...views].sort(byTime)) {
    const led = keysOf(view)
      .flatMap((key) => open.get(key) ?? [])
      .filter((click) => !joined.has(click) && leadsTo(click, view))
      .sort(byTime)
      .at(-1)
    if (led !== undefined) joined.set(led, view.visit)
  }
  return joined
}

const leadsTo = (click: Step, view: Step) => click.at <= view.at && view.at - click.at <= CLICK_LEADS_WITHIN

const byTime = (a: Step, b: Step) => a.at - b.at

// Sites send people from their bare name to `www.` or back.
const keysOf = ({ host, visitors }: Step) => visitors.map((visitor) => `${host.replace(/^www\./, '')} ${visitor}`)
