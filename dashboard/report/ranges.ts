import { useEffect, useState } from 'preact/hooks'

export type RangeName = 'today' | '7d' | '30d' | '90d'

/** Calendar days, today included. */
export const DAYS: Readonly<Record<RangeName, number>> = { today: 1, '7d': 7, '30d': 30, '90d': 90 }
export const RANGE_NAMES: readonly RangeName[] = ['today', '7d', '30d', '90d']

/** `?range=` of the address bar; 30 days where it names none of ours. */
function rangeInAddress(): RangeName {
  const named = new URLSearchParams(location.search).get('range')
  return RANGE_NAMES.find((name) => name === named) ?? '30d'
}

/** The range that is looked at. It lives in the address, so that back, forward, reload and bookmarks work. */
export function useRange(): [RangeName, (name: RangeName) => void] {
  const [range, setRange] = useState(rangeInAddress)
  useEffect(() => {
    const follow = () => setRange(rangeInAddress())
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  const choose = (name: RangeName) => {
    if (name === rangeInAddress()) return
    history.pushState(null, '', `?range=${name}`)
    setRange(name)
  }
  return [range, choose]
}
