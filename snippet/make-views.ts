import type { PageviewBody } from '../lib/wire/track.ts'
import { LEAST_SHARE_MS, SETTLE_MS } from './limits.ts'
import { listen } from './listen.ts'
import type { Send } from './message.ts'
import { randomId } from './random-id.ts'
import { scrollDepth } from './scroll-depth.ts'
import { visibleTime } from './visible-time.ts'

export interface Views {
  /** Ends the current view and begins one of `url`; `settle`: its title is still to come. */
  begin(url: string, settle?: boolean): void
  /** The page goes away; should it come back, that is a new view. */
  end(): void
  /** The id of the current view. */
  id(): number | undefined
}

/** Page views and the visible time spent on each. */
export function makeViews(send: Send): Views {
  const time = visibleTime()
  const scroll = scrollDepth()
  let current: { view: number; url: string } | undefined
  let unsent: PageviewBody | undefined
  let began = 0
  let referrer = document.referrer
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(leaving?: boolean): void {
    clearTimeout(timer)
    if (!unsent) return
    unsent.page_title = document.title
    send('pageview', unsent, leaving, began)
    unsent = undefined
  }

  function share(ended: boolean, leaving?: boolean): void {
    flush(leaving)
    const engaged = time()
    if (!current || (engaged < LEAST_SHARE_MS && !ended)) return
    send('engagement', { ...current, id: randomId(), engaged, scroll: scroll(), ended }, leaving)
    time(true)
    if (ended) current = undefined
  }

  listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'hidden') share(false, true)
  })

  return {
    begin(url, settle) {
      share(true)
      const view = randomId()
      current = { view, url }
      time(true)
      scroll(true)
      began = Date.now()
      unsent = {
        url,
        referrer,
        view,
        screen_resolution: `${screen.width}x${screen.height}`,
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }
      referrer = url
      if (settle) timer = setTimeout(flush, SETTLE_MS)
      else flush()
    },
    end: () => share(true, true),
    id: () => current && current.view,
  }
}
