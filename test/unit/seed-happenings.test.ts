import { classifyClick } from '../../lib/bots/classify-click.ts'
import { DAY, HOUR, MINUTE } from '../../lib/core/clock.ts'
import { readPageUrl } from '../../lib/core/page-url.ts'
import { localDay } from '../../lib/core/time-zone.ts'
import { isCode } from '../../lib/links/code.ts'
import { faultOfDestination } from '../../lib/links/destination.ts'
import type { Project } from '../../lib/projects/project.ts'
import { ISSUES } from '../../lib/seed/issues.data.ts'
import { BOTS } from '../../lib/seed/people.data.ts'
import { PRICES } from '../../lib/seed/prices.data.ts'
import { linkCode } from '../../lib/seed/seed-links.ts'
import type { LinkName } from '../../lib/seed/short-links.data.ts'
import { LINK_CHECKERS, PREVIEWS, SHORT_LINKS } from '../../lib/seed/short-links.data.ts'
import { SITE } from '../../lib/seed/site.data.ts'
import { statusChanges } from '../../lib/seed/status-changes.ts'
import { CLICK_LEADS_WITHIN } from '../../lib/visits/join-clicks.ts'
import { SEED_UNTIL, seedStream } from '../kit/seed-project.ts'

/** At the volume that the command has unless told. */
const USUAL = seedStream({ days: 60, views: 300 })
const [errors, clicks, audits, events] = [USUAL.of('error'), USUAL.of('click'), USUAL.of('audit'), USUAL.of('event')]
const views = new Map(USUAL.pageviews.map((view) => [view.id, view]))
const dayOf = (at: number) => localDay('Europe/Vienna', at)

const bytes = (text: string | null) => Buffer.byteLength(text ?? '')
const isObject = (json: string | null) => json !== null && /^\{.+\}$/.test(JSON.stringify(JSON.parse(json)))

describe('how much', () => {
  test.each([
    ['an error for 150 views', errors.length, 150],
    ['a click for 40 views', clicks.length, 40],
    ['a custom event for 8 views', events.length, 8],
  ])('about %s', (_, count, wanted) => {
    expect(USUAL.pageviews.length / count).toBeGreaterThan(wanted * 0.75)
    expect(USUAL.pageviews.length / count).toBeLessThan(wanted * 1.25)
  })

  test('some tens of audit entries a day, however busy the site', () => {
    expect(audits.length / 60).toBeGreaterThan(10)
    const busy = seedStream({ days: 3, views: 5000 }).of('audit')
    const days = busy.map(({ at }) => dayOf(at))
    const perDay = [...new Set(days)].map((date) => days.filter((day) => day === date).length)
    expect(perDay).toHaveLength(3)
    expect(perDay.every((count) => count > 10 && count <= 45)).toBe(true)
  })

  test.each(['error', 'click', 'audit', 'event'] as const)('%s: all of it before `until`, more of it later', (kind) => {
    const options = { days: 3, views: 2000 }
    const until = SEED_UNTIL - 4 * HOUR
    const early = seedStream({ ...options, until }).of(kind)
    const late = seedStream(options).of(kind)
    expect(early.every(({ at }) => at < until)).toBe(true)
    expect(late.length).toBeGreaterThan(early.length)
    expect(late.slice(0, early.length)).toEqual(early)
  })
})

describe('errors', () => {
  const changes = statusChanges(USUAL.calendar)
  const timesOf = (type: string) => errors.filter((error) => error.type === type).map(({ at }) => at)
  const changeOf = (type: string) => changes.find(({ issue }) => issue.type === type)?.at ?? NaN
  const release = USUAL.calendar.find(({ sinceRelease }) => sinceRelease === 0)

  test('fit what is stored', () => {
    const wrong = errors.filter(
      ({ type, message, file, line, page, stack, context }) =>
        type.length > 100 ||
        message.length > 1024 ||
        file.length > 512 ||
        line === 0 ||
        page.length > 2048 ||
        bytes(stack) > 65_535 ||
        bytes(context) > 8192 ||
        !isObject(context) ||
        `${file} ${stack ?? ''}`.includes('{host}'),
    )
    expect(wrong).toEqual([])
  })

  test('of a browser happened in a page view, with all that is known of it; of a backend in none', () => {
    const wrong = errors.filter(({ visitor, view, page, agent, place, at }) => {
      const seen = views.get(view)
      if (visitor === undefined) return view !== 0 || agent.browser !== '' || place.country !== ''
      const isSame = seen?.visitor === visitor || Math.floor(at / DAY) > Math.floor((seen?.at ?? 0) / DAY)
      return !isSame || seen?.page.url !== page || at < seen.at || seen.agent !== agent || seen.place !== place
    })
    expect(wrong).toEqual([])
    expect(errors.filter(({ visitor }) => visitor === undefined).length).toBeGreaterThan(10)
  })

  test('are of a dozen issues, of every severity and environment', () => {
    const seen = (of: (error: (typeof errors)[number]) => unknown) => new Set(errors.map(of)).size
    expect(ISSUES.length).toBeGreaterThanOrEqual(12)
    expect(seen(({ type, message, file }) => `${type} ${message} ${file}`)).toBe(ISSUES.length)
    expect([seen(({ severity }) => severity), seen(({ environment }) => environment)]).toEqual([4, 3])
  })

  test('one of them bursts out on the day of the release', () => {
    const days = timesOf('ChunkLoadError').map(dayOf)
    expect(days.filter((day) => day === release?.date).length).toBeGreaterThan(days.length / 2)
    const others = errors.filter(({ at }) => dayOf(at) !== release?.date).length / 59
    expect(errors.filter(({ at }) => dayOf(at) === release?.date).length).toBeGreaterThan(4 * others)
  })

  test('one is resolved for good, one comes back with the release, others are looked at', () => {
    expect(new Set(changes.map(({ status }) => status))).toEqual(new Set(['ignored', 'resolved', 'investigating']))
    expect(Math.max(...timesOf('QuotaExceededError'))).toBeLessThan(changeOf('QuotaExceededError'))
    const times = timesOf('RangeError')
    const away = times.filter((at) => at > changeOf('RangeError') && at < (release?.start ?? Infinity))
    expect(Math.min(...times)).toBeLessThan(changeOf('RangeError'))
    expect(Math.max(...times)).toBeGreaterThan(release?.start ?? Infinity)
    expect(away).toEqual([])
  })
})

describe('custom events', () => {
  test('fit what is stored, and happened while the page was seen', () => {
    const wrong = events.filter(({ name, props, page, view, at }) => {
      const seen = views.get(view)
      return !/^(signup|add_to_cart|purchase)$/.test(name) || !isObject(props) || bytes(props) > 4096
        ? true
        : seen?.page !== page || at < seen.at || at - seen.at > 25 * MINUTE
    })
    expect(wrong).toEqual([])
    expect(new Set(events.map(({ name }) => name)).size).toBe(3)
  })

  test('what is bought was put into the cart at its price', () => {
    const read = ({ props }: { props: string | null }) => JSON.parse(props ?? '') as Record<string, number>
    expect(Object.keys(PRICES).sort()).toEqual(SITE.product.map(([path]) => path).sort())
    const bought = events.filter(({ name }) => name === 'purchase')
    const paid = bought.map((purchase) => {
      const before = events.filter(({ visitor, at }) => visitor === purchase.visitor && at < purchase.at)
      const put = before.filter(({ name, at }) => name === 'add_to_cart' && at > purchase.at - 6 * HOUR).map(read)
      return { items: read(purchase).items, value: read(purchase).value, put }
    })
    const whole = paid.filter(({ items, put }) => put.length === items)
    expect(whole.length).toBeGreaterThan(0.5 * bought.length)
    const sums = whole.map(({ put }) => put.reduce((sum, { value }) => sum + (value ?? 0), 0).toFixed(2))
    // Where there was nothing in the cart of this visit, the value is another one.
    const same = whole.filter(({ value }, index) => value?.toFixed(2) === sums[index]).length
    expect(same / whole.length).toBeGreaterThan(0.9)
  })
})

describe('clicks on short links', () => {
  const people = (identity: Project['identity']) => {
    const made = seedStream({ project: { identity }, days: 20, views: 200 })
    const followed = made.of('click').filter(({ by, visitor, prior, at, page }) => {
      const isWho = (id: number | undefined) => id !== undefined && (id === visitor || id === prior)
      const led = made.pageviews.find(
        (view) => view.at >= at && view.at - at <= CLICK_LEADS_WITHIN && view.page === page,
      )
      return by === 'person' && (isWho(led?.visitor) || isWho(led?.device))
    })
    return { followed: followed.length, people: made.of('click').filter(({ by }) => by === 'person').length, made }
  }

  test.each([
    ['daily', true],
    ['cookie', true],
    ['cache', false],
  ] as const)('in mode %s the visit that follows is known: %p', (identity, isKnown) => {
    const { followed, people: count, made } = people(identity)
    expect(count).toBeGreaterThan(50)
    expect(followed).toBe(isKnown ? count : 0)
    expect(made.pageviews.every(({ device }) => (device !== undefined) === (identity === 'cookie'))).toBe(true)
  })

  test('come from people, bots, previews and HEAD requests, on every link, in the campaign on its links only', () => {
    expect(new Set(clicks.map(({ by }) => by))).toEqual(new Set(['person', 'bot', 'preview', 'head']))
    expect(clicks.filter(({ by }) => by === 'person').length).toBeGreaterThan(clicks.length / 2)
    expect(new Set(clicks.map(({ link }) => link)).size).toBe(Object.keys(SHORT_LINKS).length)
    const numbers = (Object.keys(SHORT_LINKS) as LinkName[]).filter((name) => SHORT_LINKS[name].isCampaign === true)
    const inCampaign = clicks.filter(({ link }) => numbers.some((name) => USUAL.scene.links[name] === link))
    expect(new Set(inCampaign.map(({ at }) => dayOf(at))).size).toBeLessThanOrEqual(7)
  })

  test.each(Object.entries(SHORT_LINKS))('%s leads to a page, with its tags', (name, { label, path, query }) => {
    const destination = `${USUAL.scene.site.at(path).page.url}?${query}`
    expect(faultOfDestination(destination)).toBeUndefined()
    expect(readPageUrl(destination)?.page).toEqual(USUAL.scene.site.at(path).page)
    expect(Object.values(readPageUrl(destination)?.campaign ?? {}).slice(0, 3)).not.toContain('')
    expect(label.length).toBeLessThan(256)
    const codes = [1, 2, 3].flatMap((project) => [0, 1].map((attempt) => linkCode(project, name as LinkName, attempt)))
    expect(codes.every(isCode)).toBe(true)
    expect(new Set(codes).size).toBe(6)
  })

  test.each([
    ...PREVIEWS.map(([, userAgent]) => ['preview', userAgent] as const),
    ...BOTS.map(([, userAgent]) => ['bot', userAgent] as const),
    ...LINK_CHECKERS.map(([, userAgent]) => ['bot', userAgent] as const),
  ])('is a %s: %s', (kind, userAgent) => {
    expect(classifyClick({ method: 'GET', userAgent, purpose: '' })).toBe(kind)
  })

  test('come from where the link was posted, whatever its tags say', () => {
    const people = clicks.filter(({ by }) => by === 'person').map(({ source }) => source.channel)
    expect(new Set(people)).toEqual(new Set(['direct', 'email', 'social']))
  })
})

describe('audit entries', () => {
  test('fit what is stored, and none says who did it without saying what', () => {
    const wrong = audits.filter(
      ({ action, actor, target, tenant, externalId, context }) =>
        action === '' ||
        actor === '' ||
        action.length > 100 ||
        [actor, target, tenant, externalId].some((text) => text.length > 255) ||
        bytes(context) > 8192 ||
        !isObject(context),
    )
    expect(wrong).toEqual([])
    expect(new Set(audits.map(({ action }) => action)).size).toBeGreaterThan(7)
    expect(new Set(audits.map(({ outcome }) => outcome))).toEqual(new Set(['success', 'failure']))
    const ids = audits.map(({ externalId }) => externalId).filter((id) => id !== '')
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('whoever did something had logged in before, on the same day', () => {
    const loggedIn = new Set<string>()
    const wrong = audits.filter(({ action, actor, outcome, at }) => {
      if (action === 'user.login' && outcome === 'success') loggedIn.add(`${actor} ${dayOf(at)}`)
      return action !== 'user.login' && actor !== 'deploy' && !loggedIn.has(`${actor} ${dayOf(at)}`)
    })
    expect(wrong).toEqual([])
    expect(audits.some(({ action, outcome }) => action === 'user.login' && outcome === 'failure')).toBe(true)
  })
})
