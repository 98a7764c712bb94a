import { classifyRequest } from '../../lib/bots/classify-request.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../lib/core/clock.ts'
import { localDay, localTime } from '../../lib/core/time-zone.ts'
import type { Project } from '../../lib/projects/project.ts'
import type { SeedRecord } from '../../lib/seed/day-records.ts'
import { BOTS } from '../../lib/seed/people.data.ts'
import { personOf } from '../../lib/seed/person.ts'
import type { Section } from '../../lib/seed/site.data.ts'
import { LINKS, SITE } from '../../lib/seed/site.data.ts'
import { SEED_UNTIL, seedStream } from '../kit/seed-project.ts'

const isView = (record: SeedRecord) => record.kind === 'pageview'
const isEngagement = (record: SeedRecord) => record.kind === 'engagement'
const isDropped = (record: SeedRecord) => record.kind === 'dropped'
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const share = <T>(values: readonly T[], is: (value: T) => boolean) => values.filter(is).length / values.length

describe('the stream', () => {
  const { records, pageviews, count } = seedStream()

  test('is in the order of time, ends before `until`, and repeats itself', () => {
    expect(records.every(({ at }, index) => at >= (records[index - 1]?.at ?? 0))).toBe(true)
    expect(records.at(-1)?.at).toBeLessThan(SEED_UNTIL)
    expect(seedStream().records).toEqual(records)
    expect(seedStream({ seed: 2 }).records.slice(0, 10)).not.toEqual(records.slice(0, 10))
  })

  test('has the announced number of views, and no id twice', () => {
    expect(pageviews).toHaveLength(count)
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
  })

  test('is the same up to then when it is made later on the same day', () => {
    const later = seedStream({ until: SEED_UNTIL + 3 * HOUR }).records
    expect(later.length).toBeGreaterThan(records.length)
    expect(later.slice(0, records.length)).toEqual(records)
  })

  test.each([
    ['right after midnight', { until: Date.parse('2026-11-19T23:05Z') }],
    ['one day', { days: 1 }],
    ['one view a day', { views: 1 }],
    ['a day that the zone left out', { until: Date.parse('2011-12-31T20:00Z'), project: { timeZone: 'Pacific/Apia' } }],
  ])('counts right: %s', (_, options) => {
    const made = seedStream({ days: 5, ...options })
    expect(made.pageviews).toHaveLength(made.count)
  })
})

describe('visitors', () => {
  const visitorsOf = (identity: Project['identity']) => seedStream({ project: { identity }, days: 20 }).pageviews

  test('with cookies some come back on later days', () => {
    const days = new Map<number, Set<string>>()
    for (const { visitor, at } of visitorsOf('cookie')) {
      days.set(visitor, (days.get(visitor) ?? new Set()).add(localDay('Europe/Vienna', at)))
    }
    const returning = share([...days.values()], ({ size }) => size > 1)
    expect(returning).toBeGreaterThan(0.08)
    expect(returning).toBeLessThan(0.5)
  })

  test.each(['daily', 'cache'] as const)('in mode %s nobody is the same on two UTC days', (identity) => {
    const pageviews = visitorsOf(identity)
    const onDays = new Set(pageviews.map(({ visitor, at }) => `${visitor} ${Math.floor(at / DAY)}`))
    expect(onDays.size).toBe(new Set(pageviews.map(({ visitor }) => visitor)).size)
  })

  test("in mode daily, and no other, views soon after midnight name yesterday's visitor", () => {
    const named = (identity: Project['identity']) => visitorsOf(identity).filter(({ prior }) => prior !== undefined)
    expect(named('daily').length).toBeGreaterThan(0)
    expect(named('daily').every(({ at }) => at % DAY < 30 * MINUTE)).toBe(true)
    expect([...named('cookie'), ...named('cache')]).toEqual([])
  })
})

describe('what people do', () => {
  const { records, pageviews } = seedStream({ project: { identity: 'cookie' }, views: 250 })
  const engagements = records.filter(isEngagement)
  const dropped = records.filter(isDropped)

  test('nobody asks twice in a row for one page, and nobody waits as long as a visit lasts', () => {
    const last = new Map<number, { at: number; path: string }>()
    const wrong = []
    for (const { visitor, at, page } of pageviews) {
      const before = last.get(visitor)
      const gap = at - (before?.at ?? 0)
      if (before !== undefined && gap < 30 * MINUTE) {
        if (page.path === before.path || gap < 2 * SECOND || gap > 25 * MINUTE) wrong.push({ visitor, at })
      }
      last.set(visitor, { at, path: page.path })
    }
    expect(wrong).toEqual([])
  })

  test('most views say how long they were seen, never longer than they were there', () => {
    const views = new Map(pageviews.map((view) => [view.id, view]))
    expect(engagements.length / pageviews.length).toBeGreaterThan(0.8)
    const wrong = engagements.filter(({ at, view, engagedMs, scroll, page }) => {
      const seen = views.get(view)
      return seen?.page.url !== page.url || engagedMs > at + 1 - seen.at || scroll < 0 || scroll > 100
    })
    expect(wrong).toEqual([])
  })

  test('about 8 % are dropped, for every reason', () => {
    expect(dropped.length / (dropped.length + pageviews.length)).toBeCloseTo(0.08, 2)
    const reasons = new Set(dropped.map(({ reason }) => reason))
    expect(reasons).toEqual(new Set(['bot', 'no-accept', 'no-accept-language', 'opt-out']))
    const open = seedStream({ project: { honoursOptOut: false } }).records.filter(isDropped)
    expect(open.some(({ reason }) => reason === 'opt-out')).toBe(false)
  })

  test('every page is found, the home page most of all', () => {
    const counts = new Map<string, number>()
    for (const { page } of pageviews) counts.set(page.path, (counts.get(page.path) ?? 0) + 1)
    expect(counts.size).toBe(Object.values(SITE).flat().length)
    expect(Math.max(...counts.values())).toBe(counts.get('/'))
    expect(counts.size).toBeGreaterThan(55)
  })
})

describe('the days', () => {
  const { calendar, pageviews } = seedStream({ days: 60, views: 100 })

  test('are as many views as asked for, fewer at the weekend, most on the day of the spike', () => {
    const views = calendar.map((day) => day.views)
    expect(Math.abs(average(views) - 100)).toBeLessThan(1)
    const onDays = (numbers: readonly number[]) =>
      average(calendar.filter(({ date }) => numbers.includes(new Date(date).getUTCDay())).map((day) => day.views))
    expect(onDays([0, 6])).toBeLessThan(0.8 * onDays([1, 4]))
    const spike = calendar.find(({ event }) => event?.name === 'spike')
    expect(spike?.views).toBe(Math.max(...views))
    expect(spike?.views).toBeGreaterThan(300)
  })

  test('grow: the last weeks have more than the first', () => {
    const quiet = calendar.filter(({ event }) => event === undefined).map((day) => day.views)
    expect(average(quiet.slice(-14))).toBeGreaterThan(average(quiet.slice(0, 14)))
  })

  test('are quiet at night, in the time of the project', () => {
    const hours = pageviews.map(({ at }) => Number(localTime('Europe/Vienna', at).slice(11, 13)))
    expect(share(hours, (hour) => hour >= 1 && hour < 5)).toBeLessThan(0.04)
    expect(share(hours, (hour) => hour >= 9 && hour < 13)).toBeGreaterThan(0.2)
  })

  test('the campaign runs for a week, with its tags', () => {
    const tagged = pageviews.filter(({ campaign }) => campaign.campaign === 'harvest-week')
    const days = new Set(tagged.map(({ at }) => localDay('Europe/Vienna', at)))
    expect(days.size).toBe(7)
    expect(new Set(tagged.map(({ campaign }) => campaign.source)).size).toBe(3)
  })

  test.each([
    ['an hour left out', 'Europe/Vienna', '2026-03-29', '02', 23],
    ['an hour that comes twice', 'Europe/Vienna', '2026-10-25', '02', 25],
    ['midnight left out', 'Africa/Cairo', '2026-04-24', '00', 23],
  ])('clock change: %s', (_, timeZone, date, hour, length) => {
    const { calendar, pageviews } = seedStream({
      project: { timeZone },
      days: 1,
      views: 2000,
      until: Date.parse(`${date}T21:30Z`) - (timeZone === 'Africa/Cairo' ? HOUR : 0),
    })
    expect(calendar.map(({ start, end }) => (end - start) / HOUR)).toEqual([length])
    const times = pageviews.map(({ at }) => localTime(timeZone, at))
    expect(times.every((time) => time.startsWith(date))).toBe(true)
    const inHour = times.filter((time) => time.slice(11, 13) === hour).length
    if (length === 23) expect(inHour).toBe(0)
    else expect(inHour).toBeGreaterThan(0)
  })
})

describe('the tables', () => {
  test.each(Object.entries(LINKS))('%s leads somewhere else', (section, links) => {
    const targets = links.map(([, target]) => target)
    expect(SITE[section as Section].length === 1 && targets.includes(section as Section)).toBe(false)
  })

  test.each(BOTS.map(([, userAgent]) => userAgent))('is a bot: %s', (userAgent) => {
    expect(classifyRequest({ userAgent, accept: '*/*', acceptLanguage: 'en' })).toBe('bot')
  })

  test('everybody has a known device, system and browser, and is no bot', () => {
    const people = Array.from({ length: 1000 }, (_, number) => personOf(1, String(number)))
    const odd = people.filter(
      ({ agent, userAgent }) =>
        agent.os === '' ||
        agent.browser === '' ||
        userAgent.includes('{') ||
        classifyRequest({ userAgent, accept: '*/*', acceptLanguage: 'en' }) !== undefined,
    )
    expect(odd).toEqual([])
    expect(new Set(people.map(({ agent }) => agent.device))).toEqual(new Set(['desktop', 'mobile', 'tablet', 'tv']))
  })

  test('visits come through every channel, a third of them direct', () => {
    const { records } = seedStream({ days: 12, views: 400, project: { identity: 'cookie' } })
    const seen = new Map<number, number>()
    const entries = records.filter(isView).filter(({ visitor, at }) => {
      const isEntry = at - (seen.get(visitor) ?? 0) > 30 * MINUTE
      seen.set(visitor, at)
      return isEntry
    })
    const channels = new Set(entries.map(({ source }) => source.channel))
    expect(channels).toEqual(new Set(['direct', 'search', 'social', 'video', 'email', 'ai', 'referral', 'paid']))
    expect(share(entries, ({ source }) => source.channel === 'direct')).toBeCloseTo(0.35, 1)
  })
})
