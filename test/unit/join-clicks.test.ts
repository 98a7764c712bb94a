import fc from 'fast-check'
import { MINUTE, SECOND } from '../../lib/core/clock.ts'
import { CLICK_LEADS_WITHIN, joinClicks } from '../../lib/visits/join-clicks.ts'

const step = (at: number, visitors: number | number[] = 1, host = 'shop.example') => ({
  at,
  host,
  visitors: [visitors].flat(),
})
const view = (visit: number, ...of: Parameters<typeof step>) => ({ ...step(...of), visit })

/** The visit of each click, 0 for none. */
const visitsOf = (clicks: ReturnType<typeof step>[], views: ReturnType<typeof view>[]) => {
  const joined = joinClicks(clicks, views)
  return clicks.map((click) => joined.get(click) ?? 0)
}

test.each<[string, ReturnType<typeof step>[], ReturnType<typeof view>[], number[]]>([
  ['a view after the click', [step(0)], [view(7, SECOND)], [7]],
  ['at the same moment', [step(0)], [view(7, 0)], [7]],
  ['a view before the click', [step(SECOND)], [view(7, 0)], [0]],
  ['after five minutes', [step(0)], [view(7, 5 * MINUTE)], [7]],
  ['after more than five minutes', [step(0)], [view(7, 5 * MINUTE + 1)], [0]],
  ['by somebody else', [step(0)], [view(7, SECOND, 2)], [0]],
  ['by one of many selves', [step(0, [1, 2])], [view(7, SECOND, [3, 2])], [7]],
  ['on another host', [step(0)], [view(7, SECOND, 1, 'blog.shop.example')], [0]],
  ['on the host with www', [step(0)], [view(7, SECOND, 1, 'www.shop.example')], [7]],
  ['on the host without www', [step(0, 1, 'www.shop.example')], [view(7, SECOND)], [7]],
  ['the first of two views', [step(0)], [view(8, 2 * SECOND), view(7, SECOND)], [7]],
  ['the newest of two clicks', [step(0), step(SECOND)], [view(7, 2 * SECOND)], [0, 7]],
  ['two clicks and two views', [step(0), step(SECOND)], [view(7, 2 * SECOND), view(8, 3 * SECOND)], [8, 7]],
  ['a click after the first view', [step(0), step(2)], [view(7, 1), view(8, 3)], [7, 8]],
  ['no clicks', [], [view(7, 0)], []],
])('%s', (_name, clicks, views, expected) => {
  expect(visitsOf(clicks, views)).toEqual(expected)
})

test('in the order of time, it does not matter where the batches are cut', () => {
  const steps = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 40 }), visitor: fc.integer({ min: 1, max: 3 }), isClick: fc.boolean() }),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(steps, fc.nat(30), (plan, cut) => {
      const scale = CLICK_LEADS_WITHIN / 10
      const all = plan
        .sort((a, b) => a.at - b.at)
        .map(({ at, visitor, isClick }, index) => ({ isClick, ...view(index + 1, at * scale, visitor) }))
      const clicks = all.filter(({ isClick }) => isClick)
      const viewsOf = (part: typeof all) => part.filter(({ isClick }) => !isClick)
      const once = joinClicks(clicks, viewsOf(all))
      const at = all[cut]?.at ?? Infinity
      const [before, after] = [all.filter((one) => one.at < at), all.filter((one) => one.at >= at)]
      const first = joinClicks(
        before.filter(({ isClick }) => isClick),
        viewsOf(before),
      )
      const open = clicks.filter((click) => !first.has(click))
      expect(new Map([...first, ...joinClicks(open, viewsOf(after))])).toEqual(once)
    }),
  )
})
